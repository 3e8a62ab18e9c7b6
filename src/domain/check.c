#include "check.h"

#include "../base/date.h"
#include "../base/text.h"

static const char missing[] = "Please fill in this field.";

void cc_check_text(cc_problems_t *problems, const char *field, const char *text, size_t max, bool required,
                   bool multiline)
{
    /* folded: there are letters that show nothing, and a name of these would be none */
    if (required && !*cc_text_fold(problems->pool, text)) {
        cc_problem_add(problems, field, missing, NULL);
    } else if (text && cc_text_length(text) > max) {
        cc_problem_add(problems, field, "At most {} characters are allowed.",
                       cc_text_int(problems->pool, (int64_t)max));
    } else if (text && cc_text_has_control(text, multiline)) {
        cc_problem_add(problems, field, "Control characters and invisible characters are not allowed.", NULL);
    }
}

void cc_check_code(cc_problems_t *problems, const char *field, const char *code)
{
    cc_check_text(problems, field, code, CC_CODE_MAX, true, false);
}

void cc_check_date(cc_problems_t *problems, const char *field, const char *iso, bool required)
{
    if (!iso ? required : !cc_date_valid(iso)) {
        cc_problem_add(problems, field, "A date such as 2026-01-31 is needed here.", NULL);
    }
}
