/* ccadmin grant, revoke, access. */
#include "admin.h"

#include "../base/text.h"
#include "../domain/access.h"
#include "../store/rows.h"

#include <stdio.h>

static bool needs(cc_admin_t *admin, cc_admin_option_t option, const char *name)
{
    if (!admin->options[option]) {
        cc_admin_misuse(admin, "--%s is needed.", name);
    }
    return admin->options[option] != NULL;
}

static int finish(cc_admin_t *admin, cc_status_t status, const cc_problems_t *problems, const char *format)
{
    int exit_status = cc_admin_result(admin, status, problems);

    if (exit_status == CC_EXIT_OK) {
        printf(format, cc_escape_log(admin->pool, admin->options[CC_OPT_USER]),
               cc_escape_log(admin->pool, admin->options[CC_OPT_CUSTOMER]));
    }
    return exit_status;
}

/* The code of a role that may have been written by name; what is neither is left to the core to refuse. */
static const char *role_code(const char *text)
{
    cc_role_t role = cc_role_parse(text);

    return role == CC_ROLE_NONE ? text : cc_role_code(role);
}

int cc_admin_grant(cc_admin_t *admin)
{
    const char *const *options = admin->options;
    cc_problems_t *problems;
    cc_status_t status;

    if (!needs(admin, CC_OPT_CUSTOMER, "customer") || !needs(admin, CC_OPT_USER, "user") ||
        !needs(admin, CC_OPT_ROLE, "role")) {
        return CC_EXIT_USAGE;
    }
    if (cc_role_parse(options[CC_OPT_ROLE]) == CC_ROLE_NONE) {
        return cc_admin_fail(admin, "role: L10, L20, L30, L40, L80 or L90 is allowed, not '%s'.", options[CC_OPT_ROLE]);
    }
    do {
        problems = cc_problems_make(admin->pool);
        status = cc_access_grant(&admin->ctx, options[CC_OPT_CUSTOMER], options[CC_OPT_USER],
                                 role_code(options[CC_OPT_ROLE]), options[CC_OPT_DAYS_BACK], options[CC_OPT_NOTES],
                                 problems);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, problems, "%s: access to customer %s granted\n");
}

int cc_admin_revoke(cc_admin_t *admin)
{
    const char *const *options = admin->options;
    cc_problems_t *problems;
    cc_status_t status;

    if (!needs(admin, CC_OPT_CUSTOMER, "customer") || !needs(admin, CC_OPT_USER, "user")) {
        return CC_EXIT_USAGE;
    }
    do {
        problems = cc_problems_make(admin->pool);
        status = cc_access_revoke(&admin->ctx, options[CC_OPT_CUSTOMER], options[CC_OPT_USER], problems);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, problems, "%s: access to customer %s revoked\n");
}

static cc_status_t access_row(void *baton, const cc_row_t *row)
{
    cc_access_t access;

    cc_access_from_row(row, &access);
    const char *values[] = {access.customer.number, access.login, cc_role_code(access.role),
                            cc_sql_days(cc_row_pool(row), access.days_back), access.notes};
    cc_table_row(baton, values);
    return CC_OK;
}

int cc_admin_access(cc_admin_t *admin)
{
    static const cc_table_column_t columns[] = {{"customer", CC_CELL_TEXT},
                                                {"user", CC_CELL_TEXT},
                                                {"role", CC_CELL_TEXT},
                                                {"days_back", CC_CELL_NUMBER},
                                                {"notes", CC_CELL_TEXT}};
    int64_t customer_id, user_id;
    cc_table_t *table;
    cc_status_t status;
    int exit_status = cc_admin_customer_id(admin, &customer_id);

    if (exit_status == CC_EXIT_OK) {
        exit_status = cc_admin_user_id(admin, &user_id);
    }
    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    if (!cc_table_begin(admin, columns, 5, &table)) {
        return CC_EXIT_USAGE;
    }
    const char *customer = cc_text_int(admin->pool, customer_id), *user = cc_text_int(admin->pool, user_id);
    status = cc_admin_each(admin, CC_SQL_ACCESS_LIST, CC_ARGS("0", customer, customer, user, user), access_row, table);
    cc_table_end(table);
    return cc_admin_result(admin, status, NULL);
}
