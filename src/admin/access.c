/* ccadmin grant, revoke. */
#include "admin.h"

#include "../base/text.h"
#include "../domain/access.h"
#include "../domain/policy.h"

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

int cc_admin_grant(cc_admin_t *admin)
{
    const char *const *options = admin->options;
    cc_problems_t *problems;
    cc_status_t status;
    cc_role_t role;

    if (!needs(admin, CC_OPT_CUSTOMER, "customer") || !needs(admin, CC_OPT_USER, "user") ||
        !needs(admin, CC_OPT_ROLE, "role")) {
        return CC_EXIT_USAGE;
    }
    role = cc_role_parse(options[CC_OPT_ROLE]);
    if (role == CC_ROLE_NONE) {
        return cc_admin_fail(admin, "role: " CC_ROLE_CODES " is allowed, not '%s'.", options[CC_OPT_ROLE]);
    }
    do {
        problems = cc_problems_make(admin->pool);
        status = cc_access_grant(&admin->ctx, options[CC_OPT_CUSTOMER], options[CC_OPT_USER], cc_role_code(role),
                                 options[CC_OPT_DAYS_BACK], options[CC_OPT_NOTES], problems);
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
