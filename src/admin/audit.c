/* ccadmin audit: who did what to whom, when and from where; oldest first. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"

#include <stdio.h>
#include <time.h>

static cc_status_t audit_row(void *baton, const cc_row_t *row)
{
    const char *values[10];

    values[0] = cc_date_utc(cc_row_pool(row), cc_row_int(row, 1, 0));
    for (int i = 1; i < 10; i++) {
        values[i] = cc_row_text(row, i + 1);
    }
    cc_table_row(baton, values);
    return CC_OK;
}

/* When the day begins here. */
static int64_t begin_of_day(const char *iso)
{
    struct tm t = {.tm_isdst = -1};

    sscanf(iso, "%d-%d-%d", &t.tm_year, &t.tm_mon, &t.tm_mday);
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    return mktime(&t);
}

int cc_admin_audit(cc_admin_t *admin)
{
    static const cc_table_column_t columns[] = {
        {"at", CC_CELL_TEXT},      {"action", CC_CELL_TEXT},   {"result", CC_CELL_TEXT}, {"actor", CC_CELL_TEXT},
        {"address", CC_CELL_TEXT}, {"customer", CC_CELL_TEXT}, {"user", CC_CELL_TEXT},   {"before", CC_CELL_JSON},
        {"after", CC_CELL_JSON},   {"detail", CC_CELL_TEXT}};
    const char *since = admin->options[CC_OPT_SINCE];
    int64_t customer_id, user_id;
    cc_table_t *table;
    cc_status_t status;
    int exit_status;

    if (since && !cc_date_valid(since)) {
        return cc_admin_misuse(admin, "--since: a date such as 2026-01-31 is needed, not '%s'.", since);
    }
    exit_status = cc_admin_customer_id(admin, &customer_id);
    if (exit_status == CC_EXIT_OK) {
        exit_status = cc_admin_user_id(admin, &user_id);
    }
    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    if (!cc_table_begin(admin, columns, 10, &table)) {
        return CC_EXIT_USAGE;
    }
    const char *customer = cc_text_int(admin->pool, customer_id), *user = cc_text_int(admin->pool, user_id);
    const char *at = cc_text_int(admin->pool, since ? begin_of_day(since) : 0);
    status = cc_admin_each(admin, CC_SQL_AUDIT_LIST, CC_ARGS("0", at, customer, customer, user, user, user), audit_row,
                           table);
    cc_table_end(table);
    return cc_admin_result(admin, status, NULL);
}
