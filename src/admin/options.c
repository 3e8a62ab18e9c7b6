/* The options of ccadmin. */
#include "admin.h"

#include "../base/text.h"

#include <stdio.h>
#include <string.h>

const char cc_admin_stdin[] = "standard input";

#define FIRST 256 /* option characters begin where short ones cannot be */
static const apr_getopt_option_t options[] = {
    {"db", FIRST + CC_OPT_DB, 1, "PARAMS"},
    {"driver", FIRST + CC_OPT_DRIVER, 1, "NAME"},
    {"help", FIRST + CC_OPT_HELP, 0, NULL},
    {"version", FIRST + CC_OPT_VERSION, 0, NULL},
    {"dry-run", FIRST + CC_OPT_DRY_RUN, 0, NULL},
    {"users", FIRST + CC_OPT_USERS, 1, "N"},
    {"customers", FIRST + CC_OPT_CUSTOMERS, 1, "N"},
    {"orders", FIRST + CC_OPT_ORDERS, 1, "N"},
    {"seed", FIRST + CC_OPT_SEED, 1, "N"},
    {"customer", FIRST + CC_OPT_CUSTOMER, 1, "NUMBER"},
    {"user", FIRST + CC_OPT_USER, 1, "LOGIN"},
    {"role", FIRST + CC_OPT_ROLE, 1, "ROLE"},
    {"days-back", FIRST + CC_OPT_DAYS_BACK, 1, "N"},
    {"notes", FIRST + CC_OPT_NOTES, 1, "TEXT"},
    {"format", FIRST + CC_OPT_FORMAT, 1, "table|csv|json"},
    {"since", FIRST + CC_OPT_SINCE, 1, "DATE"},
    {"at", FIRST + CC_OPT_AT, 1, "DATE"},
    {"site", FIRST + CC_OPT_SITE, 1, "code of an enterprise company"},
    {"document", FIRST + CC_OPT_DOCUMENT, 1, "number of an order or invoice"},
    {"name", FIRST + CC_OPT_NAME, 1, "NAME"},
    {"email", FIRST + CC_OPT_EMAIL, 1, "ADDRESS"},
    {"type", FIRST + CC_OPT_TYPE, 1, "INT|EXT"},
    {"admin", FIRST + CC_OPT_ADMIN, 0, NULL},
    {"language", FIRST + CC_OPT_LANGUAGE, 1, "CODE"},
    {"password-stdin", FIRST + CC_OPT_PASSWORD_STDIN, 0, NULL},
    {"min-length", FIRST + CC_OPT_MIN_LENGTH, 1, "N"},
    {NULL, 0, 0, NULL},
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
