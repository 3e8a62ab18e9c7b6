/* Checks of single fields that several use cases share; the problem says what is allowed. */
#ifndef CC_CHECK_H
#define CC_CHECK_H

#include "../base/problem.h"

#include <stddef.h>

#define CC_NAME_MAX 254
#define CC_CODE_MAX 64
#define CC_PHONE_MAX 64
#define CC_LONG_TEXT_MAX 2000

/** A text of at most `max` characters without control characters; `multiline` allows line ends and tabs. NULL
 *  passes unless `required`. */
void cc_check_text(cc_problems_t *problems, const char *field, const char *text, size_t max, bool required,
                   bool multiline);

/** A code or number that names a record: a required text of at most CC_CODE_MAX characters. */
void cc_check_code(cc_problems_t *problems, const char *field, const char *code);

/** A date that exists, as YYYY-MM-DD. NULL passes unless `required`. */
void cc_check_date(cc_problems_t *problems, const char *field, const char *iso, bool required);

#endif
