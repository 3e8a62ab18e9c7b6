/* What ccadmin says on stderr, and how statuses become words. */
#include "admin.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <stdio.h>

static void say(cc_admin_t *admin, const char *format, va_list args)
{
    fflush(stdout);
    for (int i = 0; admin->logged && i < admin->logged->nelts; i++) {
        fprintf(stderr, "ccadmin: %s\n", APR_ARRAY_IDX(admin->logged, i, const char *));
    }
    admin->logged = NULL;
    fprintf(stderr, "ccadmin: %s\n", cc_escape_log(admin->pool, apr_pvsprintf(admin->pool, format, args)));
}

int cc_admin_fail(cc_admin_t *admin, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(admin, format, args);
    va_end(args);
    return CC_EXIT_FAILED;
}

int cc_admin_misuse(cc_admin_t *admin, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(admin, format, args);
    va_end(args);
    fputs("Try 'ccadmin help'.\n", stderr);
    return CC_EXIT_USAGE;
}

int cc_admin_result(cc_admin_t *admin, cc_status_t status, const cc_problems_t *problems)
{
    if (problems && cc_problems_any(problems)) {
        for (int i = 0; i < problems->list->nelts; i++) {
            const cc_problem_t *problem = &APR_ARRAY_IDX(problems->list, i, cc_problem_t);
            cc_admin_fail(admin, "%s: %s", problem->field, cc_problem_text(admin->pool, problem));
        }
        return CC_EXIT_FAILED;
    }
    switch (status) {
    case CC_OK: return CC_EXIT_OK;
    case CC_NOT_FOUND: return cc_admin_fail(admin, "There is no such record.");
    case CC_INVALID:
    case CC_REFUSED: return cc_admin_fail(admin, "Refused by the rules; nothing was changed.");
    case CC_CONFLICT: return cc_admin_fail(admin, "Somebody changed the same record meanwhile; nothing was changed.");
    case CC_LIMITED:
    case CC_BUSY:
        return cc_admin_fail(admin, "The database is busy: another program has kept it locked for half a minute. "
                                    "Nothing was changed; please try again later.");
    case CC_FAILED:
    case CC_BROKEN: break;
    }
    if (admin->closed_directory) {
        cc_admin_fail(admin, "SQLite writes into the directory %s as well, which this user may not do.",
                      admin->closed_directory);
    }
    if (admin->db && cc_db_uncertain(admin->db)) {
        return cc_admin_fail(admin, "The database did not say whether it made the change: all of it or nothing. Please "
                                    "look before you try again.");
    }
    return cc_admin_fail(admin, "The database could not be used; nothing was changed.");
}
