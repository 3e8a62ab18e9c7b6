#include "document_check.h"

#include "../base/decimal.h"
#include "../base/text.h"
#include "check.h"
#include "referred.h"

#include <string.h>

void cc_check_currency(cc_problems_t *problems, const char *field, const char *currency)
{
    size_t letters = currency ? strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

    if (letters != 3 || currency[3]) {
        cc_problem_add(problems, field, "A currency of three upper-case letters, such as EUR, is needed here.", NULL);
    }
}

void cc_check_amount(cc_problems_t *problems, const char *field, int64_t amount)
{
    if (amount == CC_DECIMAL_NONE) {
        cc_problem_add(problems, field, "Please fill in this field.", NULL);
    }
}

void cc_check_document_no(cc_problems_t *problems, const char *field, const char *document_no)
{
    const char *part = document_no ? document_no : "x";
    bool bad = false;

    cc_check_code(problems, field, document_no);

    for (size_t length; !bad; part += length + 1) {
        length = strcspn(part, "/");
        bad = length == 0 || (length == 1 && *part == '.') || (length == 2 && !strncmp(part, "..", 2));
        if (!part[length]) {
            break;
        }
    }
    if (bad) {
        cc_problem_add(problems, field, "The parts between slashes must not be empty, \".\" or \"..\".", NULL);
    }
}

void cc_check_reference(cc_problems_t *problems, const char *field, const char *document_no)
{
    cc_check_text(problems, field, document_no, CC_CODE_MAX, false, false);
}

static cc_status_t ids_row(void *baton, const cc_row_t *row)
{
    cc_referred_ids_t *ids = baton;

    ids->customer = cc_row_int(row, 0, 0);
    ids->company = cc_row_int(row, 1, 0);
    return CC_OK;
}

cc_status_t cc_check_customer(cc_context_t *ctx, const char *number, int64_t *customer_id, int64_t *company_id,
                              cc_problems_t *problems)
{
    cc_referred_ids_t ids = {0, 0};
    cc_status_t status = number ? CC_OK : CC_NOT_FOUND;

    if (number && !cc_referred_customer(ctx, number, &ids)) {
        status = cc_db_one(ctx->db, CC_SQL_CUSTOMER_COMPANY, CC_ARGS(number), ids_row, &ids);
        if (status == CC_OK) {
            cc_referred_keep_customer(ctx, number, &ids);
        }
    }
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "customer", number ? "There is no customer {}." : "Please fill in this field.",
                       number);
        status = CC_INVALID;
    }
    *customer_id = ids.customer;
    if (company_id) {
        *company_id = ids.company;
    }
    return status;
}

cc_status_t cc_check_same_customer(const char *present, const char *given, cc_problems_t *problems)
{
    if (present && given && !strcmp(present, given)) {
        return CC_OK;
    }
    cc_problem_add(problems, "customer", "This record belongs to customer {} and stays with it.",
                   present ? present : "?");
    return CC_INVALID;
}

const char *cc_sql_decimal(apr_pool_t *pool, int64_t value)
{
    return value == CC_DECIMAL_NONE ? NULL : cc_text_int(pool, value);
}
