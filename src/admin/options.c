/* The options of ccadmin. */
#include "admin.h"

#include "../base/text.h"

#include <stdio.h>
#include <string.h>

const char cc_admin_stdin[] = "standard_input"; /* no option, whatever the parser makes of it */

#define FIRST 256 /* option characters begin where short ones cannot be */
/* `value` is 1 if one follows. */
#define OPTION(option, name, value) [CC_OPT_##option] = {name, FIRST + CC_OPT_##option, value, NULL}
static const apr_getopt_option_t options[] = {
    OPTION(DB, "db", 1),
    OPTION(DRIVER, "driver", 1),
    OPTION(HELP, "help", 0),
    OPTION(VERSION, "version", 0),
    OPTION(DRY_RUN, "dry-run", 0),
    OPTION(USERS, "users", 1),
    OPTION(CUSTOMERS, "customers", 1),
    OPTION(ORDERS, "orders", 1),
    OPTION(SEED, "seed", 1),
    OPTION(CUSTOMER, "customer", 1),
    OPTION(USER, "user", 1),
    OPTION(ROLE, "role", 1),
    OPTION(DAYS_BACK, "days-back", 1),
    OPTION(NOTES, "notes", 1),
    OPTION(FORMAT, "format", 1),
    OPTION(SINCE, "since", 1),
    OPTION(AT, "at", 1),
    OPTION(SITE, "site", 1),
    OPTION(DOCUMENT, "document", 1),
    OPTION(NAME, "name", 1),
    OPTION(EMAIL, "email", 1),
    OPTION(TYPE, "type", 1),
    OPTION(ADMIN, "admin", 0),
    OPTION(LANGUAGE, "language", 1),
    OPTION(PASSWORD_STDIN, "password-stdin", 0),
    OPTION(MIN_LENGTH, "min-length", 1),
    [CC_OPT_COUNT] = {NULL, 0, 0, NULL},
};

static bool allows(const cc_admin_command_t *command, const char *name)
{
    size_t length = strlen(name);

    for (const char *p = command->options; (p = strstr(p, name)) != NULL; p += length) {
        if ((p == command->options || p[-1] == ' ') && (p[length] == ' ' || !p[length])) {
            return true;
        }
    }
    return false;
}

int cc_admin_read_options(cc_admin_t *admin, apr_getopt_t *os, const cc_admin_command_t *command)
{
    const char *value;
    apr_status_t status;
    int found;

    while ((status = apr_getopt_long(os, options, &found, &value)) == APR_SUCCESS) {
        int option = found - FIRST;
        if (option > CC_OPT_VERSION && (!command || !allows(command, options[option].name))) {
            return command ? cc_admin_misuse(admin, "%s takes no option --%s.", command->name, options[option].name)
                           : cc_admin_misuse(admin, "The option --%s comes after the command.", options[option].name);
        }
        value = value == cc_admin_stdin ? "-" : value;
        admin->options[option] = value ? value : "";
    }
    if (status != APR_EOF) {
        fputs("Try 'ccadmin help'.\n", stderr);
        return CC_EXIT_USAGE;
    }
    return -1;
}

bool cc_admin_number(cc_admin_t *admin, cc_admin_option_t option, int64_t min, int64_t max, int64_t absent,
                     int64_t *value)
{
    const char *text = admin->options[option];

    *value = absent;
    if (text && (!cc_text_to_int(text, max, value) || *value < min)) {
        cc_admin_misuse(admin,
                        "--%s: a whole number from %" APR_INT64_T_FMT " to %" APR_INT64_T_FMT " is needed, not "
                        "'%s'.",
                        options[option].name, (apr_int64_t)min, (apr_int64_t)max, text);
        return false;
    }
    return true;
}
