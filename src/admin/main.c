/* ccadmin: options, the table of commands, and how statuses become words. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <locale.h>
#include <pwd.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static const cc_admin_command_t commands[] = {
    {"init", "", "create or upgrade the schema; safe to repeat", "", 0, 0, cc_admin_init},
    {"load", "[--dry-run] FILE...|-", "load JSON lines, all or nothing", "dry-run", 1, 1000000, cc_admin_load},
    {"dump", "", "write everything as JSON lines that load takes back", "", 0, 0, cc_admin_dump},
    {"demo", "[--users N] [--customers N] [--orders N] [--seed N]", "a reproducible demo data set",
     "users customers orders seed", 0, 0, cc_admin_demo},
    {"user list", "[--format table|csv|json]", "list all users", "format", 0, 0, cc_admin_user_list},
    {"user add", "LOGIN --name NAME [OPTION...]",
     "add a user: --email, --type INT|EXT, --admin, --language, --password-stdin, --min-length N",
     "name email type admin language password-stdin min-length", 1, 1, cc_admin_user_add},
    {"user show", "LOGIN", "show a user", "", 1, 1, cc_admin_user_show},
    {"user passwd", "LOGIN [--password-stdin] [--min-length N]", "set a password; ends the user's sessions",
     "password-stdin min-length", 1, 1, cc_admin_user_passwd},
    {"user activate", "LOGIN", "let a user sign in again", "", 1, 1, cc_admin_user_activate},
    {"user deactivate", "LOGIN", "keep a user out, at once", "", 1, 1, cc_admin_user_deactivate},
    {"user unlock", "LOGIN", "forget failed logins", "", 1, 1, cc_admin_user_unlock},
    {"grant", "--customer NUMBER --user LOGIN --role ROLE [--days-back N] [--notes TEXT]",
     "give or change access to a customer", "customer user role days-back notes", 0, 0, cc_admin_grant},
    {"revoke", "--customer NUMBER --user LOGIN", "take access away", "customer user", 0, 0, cc_admin_revoke},
    {"access", "[--customer NUMBER] [--user LOGIN] [--at DATE] [--format table|csv|json]",
     "who may see what, now or at the end of a day", "customer user at format", 0, 0, cc_admin_access},
    {"why", "--user LOGIN --site ENTERPRISE_COMPANY [--document NUMBER]", "why a user sees what they see",
     "user site document", 0, 0, cc_admin_why},
    {"sessions list", "--user LOGIN [--format table|csv|json]", "sessions of a user", "user format", 0, 0,
     cc_admin_sessions_list},
    {"sessions revoke", "--user LOGIN", "end all sessions of a user", "user", 0, 0, cc_admin_sessions_revoke},
    {"audit", "[--since DATE] [--customer NUMBER] [--user LOGIN] [--format table|csv|json]", "who did what and when",
     "since customer user format", 0, 0, cc_admin_audit},
    {"check", "", "verify the data against the rules", "", 0, 0, cc_admin_check},
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

/* ---- messages ---- */

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
        return cc_admin_fail(admin, "The database is busy: another program has been writing to it for half a minute. "
                                    "Nothing was changed; please try again later.");
    case CC_FAILED:
    case CC_BROKEN: break;
    }
    if (admin->closed_directory) {
        cc_admin_fail(admin, "SQLite writes into the directory %s as well, which this user may not do.",
                      admin->closed_directory);
    }
    return cc_admin_fail(admin, "The database could not be used; nothing was changed.");
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

/* ---- help ---- */

static int help(void)
{
    puts("Usage: ccadmin [--driver sqlite3] --db PARAMS COMMAND\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %s%s%s\n        %s\n", commands[i].name, *commands[i].usage ? " " : "", commands[i].usage,
               commands[i].summary);
    }
    puts("\nPARAMS are those of the driver as in httpd's DBDParams; for sqlite3 the path of the file.\n"
         "Passwords come from a prompt or, with --password-stdin, from the first line of the input.\n"
         "Exit status: 0 done, 1 refused or failed, 2 usage. The manual page ccadmin(1) says more.");
    return CC_EXIT_OK;
}

/* ---- arguments ---- */

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

/* Reads options into `admin`, up to the command (NULL) or all that belong to it. Returns an exit status, or -1. */
static int read_options(cc_admin_t *admin, apr_getopt_t *os, const cc_admin_command_t *command)
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

/* Finds the command at the first argument that is no option; `*words` gets the words of its name. */
static const cc_admin_command_t *find_command(const char *first, const char *second, int *words)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const char *name = commands[i].name, *blank = strchr(name, ' ');
        size_t length = blank ? (size_t)(blank - name) : strlen(name);
        if (!strncmp(first, name, length) && !first[length] && (!blank || (second && !strcmp(second, blank + 1)))) {
            *words = blank ? 2 : 1;
            return &commands[i];
        }
    }
    return NULL;
}

static int unknown_command(cc_admin_t *admin, const char *first, const char *second)
{
    if (!strcmp(first, "user") || !strcmp(first, "sessions")) {
        return second ? cc_admin_misuse(admin, "There is no command '%s %s'.", first, second)
                      : cc_admin_misuse(admin, "The command '%s' needs to know what to do.", first);
    }
    return cc_admin_misuse(admin, "There is no command '%s'.", first);
}

/* The arguments, with `-` replaced, which the option parser takes for a mistake. NULL: not UTF-8. */
static const char **copy_args(cc_admin_t *admin, int argc, const char *const *argv)
{
    const char **copy = apr_pcalloc(admin->pool, (argc + 1) * sizeof(*copy));

    for (int i = 0; i < argc; i++) {
        if (!cc_text_is_utf8(argv[i], strlen(argv[i]))) {
            cc_admin_misuse(admin, "The argument '%s' is not UTF-8.", argv[i]);
            return NULL;
        }
        copy[i] = strcmp(argv[i], "-") != 0 ? argv[i] : cc_admin_stdin;
    }
    return copy;
}

/* Parses everything. Returns an exit status when there is nothing more to do, or -1 and the command. */
static int parse(cc_admin_t *admin, int argc, const char *const *argv, const cc_admin_command_t **command)
{
    apr_getopt_t *os;
    const char **args = copy_args(admin, argc, argv);
    int words, exit_status;

    if (!args) {
        return CC_EXIT_USAGE;
    }
    apr_getopt_init(&os, admin->pool, argc, args);
    exit_status = read_options(admin, os, NULL);
    if (exit_status >= 0) {
        return exit_status;
    }
    if (admin->options[CC_OPT_VERSION]) {
        puts("ccadmin " CC_VERSION);
        return CC_EXIT_OK;
    }
    if (admin->options[CC_OPT_HELP] || (os->ind < argc && !strcmp(args[os->ind], "help"))) {
        return help();
    }
    if (os->ind >= argc) {
        return cc_admin_misuse(admin, "A command is needed.");
    }
    *command = find_command(args[os->ind], args[os->ind + 1], &words);
    if (!*command && args[os->ind + 1] && !strcmp(args[os->ind + 1], "--help")) {
        return help();
    }
    if (!*command) {
        return unknown_command(admin, args[os->ind], args[os->ind + 1]);
    }
    /* the parser takes the word before the options for the program's name */
    int first = os->ind + words - 1;
    apr_getopt_init(&os, admin->pool, argc - first, args + first);
    os->argv[0] = "ccadmin";
    os->interleave = 1;
    exit_status = read_options(admin, os, *command);
    if (exit_status >= 0) {
        return exit_status;
    }
    if (admin->options[CC_OPT_HELP]) {
        return help();
    }
    admin->arg_count = os->argc - os->ind;
    admin->args = (const char *const *)os->argv + os->ind;
    if (admin->arg_count < (*command)->min_args || admin->arg_count > (*command)->max_args) {
        return cc_admin_misuse(admin, "Usage: ccadmin --db PARAMS %s %s", (*command)->name, (*command)->usage);
    }
    if (!admin->options[CC_OPT_DB] || !*admin->options[CC_OPT_DB]) {
        return cc_admin_misuse(admin, "--db is needed; for sqlite3 it is the path of the database file.");
    }
    return -1;
}

/* ---- running ---- */

/* What was tried again in vain says the same each time. */
static bool is_logged(const cc_admin_t *admin, const char *line)
{
    for (int i = 0; i < admin->logged->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(admin->logged, i, const char *), line)) {
            return true;
        }
    }
    return false;
}

/* An error that the core got over (a race won by somebody else) is nobody's business. */
static void log_line(void *baton, cc_log_level_t level, const char *line)
{
    cc_admin_t *admin = baton;

    if (level == CC_LOG_ERROR) {
        if (!admin->logged) {
            admin->logged = apr_array_make(admin->pool, 4, sizeof(const char *));
        }
        if (!is_logged(admin, line)) {
            APR_ARRAY_PUSH(admin->logged, const char *) = apr_pstrdup(admin->pool, line);
        }
    }
}

static const char *actor(apr_pool_t *pool)
{
    const struct passwd *who = getpwuid(getuid());

    return who ? apr_psprintf(pool, "ccadmin (%s)", who->pw_name)
               : apr_psprintf(pool, "ccadmin (uid %ld)", (long)getuid());
}

static int run(cc_admin_t *admin, const cc_admin_command_t *command)
{
    int exit_status;

    admin->log = (cc_log_t){log_line, admin};
    admin->ctx = (cc_context_t){.pool = admin->pool,
                                .log = &admin->log,
                                .now = apr_time_sec(apr_time_now()),
                                .address = "",
                                .user_agent = "",
                                .actor_label = actor(admin->pool)};
    admin->ctx.today = cc_date_local(admin->pool, admin->ctx.now);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): parse() gives a command or an exit status */
    exit_status = cc_admin_connect(admin, command->run == cc_admin_init);
    return exit_status == CC_EXIT_OK ? command->run(admin) : exit_status;
}

int main(int argc, const char *const *argv)
{
    cc_admin_t admin = {0};
    const cc_admin_command_t *command = NULL;
    int exit_status;

    setlocale(LC_CTYPE, "");
    if (apr_app_initialize(&argc, &argv, NULL) != APR_SUCCESS || apr_pool_create(&admin.pool, NULL) != APR_SUCCESS ||
        sodium_init() < 0) {
        fputs("ccadmin: The libraries could not be started.\n", stderr);
        return CC_EXIT_FAILED;
    }
    exit_status = parse(&admin, argc, argv, &command);
    if (exit_status < 0) {
        exit_status = run(&admin, command);
    }
    /* what did not arrive was not said: a full disk must not look like success */
    if ((fflush(stdout) != 0 || ferror(stdout)) && exit_status == CC_EXIT_OK) {
        exit_status =
            cc_admin_fail(&admin, "The output could not be written, though the command itself was carried out.");
    }
    apr_pool_destroy(admin.pool);
    apr_terminate();
    return exit_status;
}
