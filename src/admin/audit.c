/* ccadmin audit: who did what to whom, when and from where; oldest first. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../store/audit_chain.h"
#include "../store/rows.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* For people the first ones; the rest is what the hash is computed from as well. */
#define SHOWN 10
#define HALF_AN_HOUR 1800 /* clocks are set back by no less */
static const cc_table_column_t columns[] = {{"at", CC_CELL_TEXT},
                                            {"action", CC_CELL_TEXT},
                                            {"result", CC_CELL_TEXT},
                                            {"actor", CC_CELL_TEXT},
                                            {"address", CC_CELL_TEXT},
                                            {"customer", CC_CELL_TEXT},
                                            {"user", CC_CELL_TEXT},
                                            {"before", CC_CELL_JSON},
                                            {"after", CC_CELL_JSON},
                                            {"detail", CC_CELL_TEXT},
                                            {"id", CC_CELL_NUMBER},
                                            {"actor_id", CC_CELL_NUMBER},
                                            {"customer_id", CC_CELL_NUMBER},
                                            {"user_id", CC_CELL_NUMBER},
                                            {"previous_hash", CC_CELL_TEXT},
                                            {"hash", CC_CELL_TEXT}};
#define COLUMNS (int)(sizeof(columns) / sizeof(columns[0]))

static cc_status_t audit_row(void *baton, const cc_row_t *row)
{
    apr_pool_t *pool = cc_row_pool(row);
    cc_audit_record_t record;

    cc_audit_from_row(row, &record);
    const char *values[] = {cc_date_utc(pool, record.at),
                            record.action,
                            record.result,
                            record.actor,
                            record.address,
                            record.customer,
                            record.target,
                            record.before,
                            record.after,
                            record.detail,
                            cc_row_text(row, 0),
                            cc_sql_id(pool, record.actor_id),
                            cc_sql_id(pool, record.customer_id),
                            cc_sql_id(pool, record.user_id),
                            record.previous_hash,
                            record.hash};
    cc_table_row(baton, values);
    return CC_OK;
}

/* Where a clock that is set back comes to midnight twice, mktime answers either. */
int64_t cc_admin_begin_of_day(const char *iso)
{
    struct tm t = {.tm_isdst = -1}, before;
    time_t begin;
    int day;

    /* NOLINTNEXTLINE(cert-err34-c): a date that was checked */
    sscanf(iso, "%d-%d-%d", &t.tm_year, &t.tm_mon, &t.tm_mday);
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    day = t.tm_mday;
    begin = mktime(&t);
    for (time_t earlier = begin - HALF_AN_HOUR; localtime_r(&earlier, &before) && before.tm_mday == day;
         earlier -= HALF_AN_HOUR) {
        begin = earlier;
    }
    return begin;
}

static cc_status_t each_record(cc_admin_t *admin, const char *at, int64_t customer_id, int64_t user_id,
                               cc_table_t *table)
{
    const char *customer = cc_text_int(admin->pool, customer_id), *user = cc_text_int(admin->pool, user_id);

    if (customer_id) {
        return cc_db_each(admin->db, CC_SQL_AUDIT_RECORDS_CUSTOMER, CC_ARGS("0", at, customer, user, user, user),
                          audit_row, table);
    }
    return user_id ? cc_db_each(admin->db, CC_SQL_AUDIT_RECORDS_USER, CC_ARGS("0", at, user, user), audit_row, table)
                   : cc_db_each(admin->db, CC_SQL_AUDIT_RECORDS, CC_ARGS("0", at), audit_row, table);
}

int cc_admin_audit(cc_admin_t *admin)
{
    const char *since = admin->options[CC_OPT_SINCE], *format = admin->options[CC_OPT_FORMAT];
    bool for_people = !format || !strcmp(format, "table");
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
    if (!cc_table_begin(admin, columns, for_people ? SHOWN : COLUMNS, &table)) {
        return CC_EXIT_USAGE;
    }
    status = each_record(admin, cc_text_int(admin->pool, since ? cc_admin_begin_of_day(since) : 0), customer_id,
                         user_id, table);
    cc_table_end(table);
    return cc_admin_result(admin, status, NULL);
}
