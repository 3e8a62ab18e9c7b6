/* ccadmin access: who may see what, now or at the end of a day. What was is read from the audit: before the first
 * change of a row after that day the row was as that change found it, and without such a change it was as it is. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/audit.h"
#include "../domain/policy.h"
#include "../store/rows.h"

#include <apr_strings.h>
#include <string.h>

#define FOREVER "9000000000000000000"

static const cc_table_column_t columns[] = {{"customer", CC_CELL_TEXT},
                                            {"user", CC_CELL_TEXT},
                                            {"role", CC_CELL_TEXT},
                                            {"days_back", CC_CELL_NUMBER},
                                            {"notes", CC_CELL_TEXT}};

static cc_status_t still_row(void *baton, const cc_row_t *row)
{
    const char *values[] = {cc_row_text(row, 4), cc_row_text(row, 5), cc_row_text(row, 1), cc_row_text(row, 2),
                            cc_row_text(row, 3)};

    cc_table_row(baton, values);
    return CC_OK;
}

/* The login in `Name <login> [EXT]`, of a user who is gone. */
static const char *login_of(apr_pool_t *pool, const char *target)
{
    const char *from = target ? strrchr(target, '<') : NULL, *to = from ? strchr(from, '>') : NULL;

    return to ? apr_pstrmemdup(pool, from + 1, (apr_size_t)(to - from - 1)) : target;
}

static cc_status_t was_row(void *baton, const cc_row_t *row)
{
    apr_pool_t *pool = cc_row_pool(row);
    const char *customer = cc_row_text(row, 1), *login = cc_row_text(row, 2), *json = cc_row_text(row, 4), *notes;
    cc_role_t role;
    int days_back;

    if (!cc_audit_access_parse(pool, json, &role, &days_back, &notes)) {
        return CC_OK; /* nobody's access is written like that; check tells of records that were changed */
    }
    const char *values[] = {customer ? customer : apr_psprintf(pool, "(customer %s)", cc_row_text(row, 5)),
                            login ? login : login_of(pool, cc_row_text(row, 3)), cc_role_code(role),
                            cc_sql_days(pool, days_back), notes};
    cc_table_row(baton, values);
    return CC_OK;
}

/* First what changed since, then what is as it was; `at` is the moment after the day. */
static cc_status_t each_row(cc_admin_t *admin, bool was, const char *at, int64_t customer_id, int64_t user_id,
                            cc_table_t *table)
{
    const char *customer = cc_text_int(admin->pool, customer_id), *user = cc_text_int(admin->pool, user_id);
    const char *last = user_id ? user : FOREVER; /* without a user: from 0 to whatever there is */
    cc_row_fn fn = was ? was_row : still_row;

    if (customer_id && was) {
        return cc_db_each(admin->db, CC_SQL_ACCESS_WAS_CUSTOMER, CC_ARGS("0", at, customer, user, last, at), fn, table);
    }
    if (customer_id) {
        return cc_db_each(admin->db, CC_SQL_ACCESS_STILL_CUSTOMER, CC_ARGS("0", customer, user, last, at), fn, table);
    }
    if (user_id) {
        return was ? cc_db_each(admin->db, CC_SQL_ACCESS_WAS_USER, CC_ARGS("0", at, user, at), fn, table)
                   : cc_db_each(admin->db, CC_SQL_ACCESS_STILL_USER, CC_ARGS("0", user, at), fn, table);
    }
    return was ? cc_db_each(admin->db, CC_SQL_ACCESS_WAS, CC_ARGS("0", at, at), fn, table)
               : cc_db_each(admin->db, CC_SQL_ACCESS_STILL, CC_ARGS("0", at), fn, table);
}

/* Who is gone by now but was there on that day is found by what the audit kept of them. */
static cc_status_t find_gone(cc_admin_t *admin, cc_admin_option_t option, int64_t *id)
{
    const char *name = admin->options[option], *key;

    if (option == CC_OPT_CUSTOMER) {
        return cc_db_number(admin->db, CC_SQL_AUDIT_CUSTOMER_WAS, CC_ARGS(name), id);
    }
    key = apr_pstrcat(admin->pool, "<", cc_text_fold(admin->pool, name), "> [", NULL);
    return cc_db_number(admin->db, CC_SQL_AUDIT_USER_WAS, CC_ARGS(cc_text_like(admin->pool, key)), id);
}

/* The user or customer of an option; 0 without it. */
static int find(cc_admin_t *admin, cc_admin_option_t option, bool gone_too, int64_t *id)
{
    const char *name = admin->options[option];
    bool is_user = option == CC_OPT_USER;
    cc_status_t status;

    *id = 0;
    if (!name) {
        return CC_EXIT_OK;
    }
    status = is_user ? cc_db_number(admin->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(admin->pool, name)), id)
                     : cc_db_number(admin->db, CC_SQL_CUSTOMER_BY_NUMBER, CC_ARGS(name), id);
    if (status == CC_NOT_FOUND && gone_too) {
        status = find_gone(admin, option, id);
    }
    if (status == CC_NOT_FOUND) {
        return cc_admin_fail(admin, is_user ? "There is no user %s." : "There is no customer %s.", name);
    }
    return cc_admin_result(admin, status, NULL);
}

/* The moment after the day of --at; NULL without it. */
static int read_day(cc_admin_t *admin, const char **at)
{
    const char *day = admin->options[CC_OPT_AT];

    *at = NULL;
    if (day && (!cc_date_valid(day) || strcmp(day, admin->ctx.today) > 0)) {
        return cc_admin_misuse(admin, "--at: a day such as 2026-01-31, at the latest today (%s), is needed, not '%s'.",
                               admin->ctx.today, day);
    }
    if (day) {
        *at = cc_text_int(admin->pool, cc_admin_begin_of_day(cc_date_plus(admin->pool, day, 1)));
    }
    return CC_EXIT_OK;
}

static cc_status_t list(cc_admin_t *admin, const char *at, int64_t customer_id, int64_t user_id, cc_table_t *table)
{
    cc_status_t status;

    do {
        status = cc_db_snapshot(admin->db);
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK && at) {
        status = each_row(admin, true, at, customer_id, user_id, table);
    }
    if (status == CC_OK) {
        status = each_row(admin, false, at ? at : FOREVER, customer_id, user_id, table);
    }
    cc_db_snapshot_end(admin->db);
    return status;
}

int cc_admin_access(cc_admin_t *admin)
{
    int64_t customer_id, user_id;
    const char *at;
    cc_table_t *table;
    cc_status_t status;
    int exit_status = read_day(admin, &at);

    if (exit_status == CC_EXIT_OK) {
        exit_status = find(admin, CC_OPT_CUSTOMER, at != NULL, &customer_id);
    }
    if (exit_status == CC_EXIT_OK) {
        exit_status = find(admin, CC_OPT_USER, at != NULL, &user_id);
    }
    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    if (!cc_table_begin(admin, columns, (int)(sizeof(columns) / sizeof(columns[0])), &table)) {
        return CC_EXIT_USAGE;
    }
    status = list(admin, at, customer_id, user_id, table);
    cc_table_end(table);
    return cc_admin_result(admin, status, NULL);
}
