/* ccadmin: the table of commands, and how one is found and run. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../store/sqlite.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <fcntl.h>
#include <locale.h>
#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

/* ---- help ---- */

static int help(void)
{
    puts("Usage: ccadmin [--driver sqlite3] --db PARAMS COMMAND\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %s%s%s\n        %s\n", commands[i].name, *commands[i].usage ? " " : "", commands[i].usage,
               commands[i].summary);
    }
    puts("\n--driver is sqlite3 unless given, pgsql for PostgreSQL or mysql for MariaDB.\n"
         "PARAMS are those of the driver as in httpd's DBDParams; for sqlite3 the path of the file.\n"
         "Passwords come from a prompt or, with --password-stdin, from the first line of the input.\n"
         "Exit status: 0 done, 1 refused or failed, 2 usage. The manual page ccadmin(1) says more.");
    return CC_EXIT_OK;
}

/* ---- arguments ---- */

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
    size_t length = strlen(first);

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!strncmp(commands[i].name, first, length) && commands[i].name[length] == ' ') {
            return second ? cc_admin_misuse(admin, "There is no command '%s %s'.", first, second)
                          : cc_admin_misuse(admin, "The command '%s' needs to know what to do.", first);
        }
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
    exit_status = cc_admin_read_options(admin, os, NULL);
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
    exit_status = cc_admin_read_options(admin, os, *command);
    if (exit_status >= 0) {
        return exit_status;
    }
    if (admin->options[CC_OPT_HELP]) {
        return help();
    }
    for (int i = os->ind; i < os->argc; i++) {
        os->argv[i] = os->argv[i] == cc_admin_stdin ? "-" : os->argv[i];
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
    if (command->run != cc_admin_init) { /* which changes whole tables by one statement */
        cc_sqlite_keep_in_memory();
    }
    exit_status = cc_admin_connect(admin, command->run == cc_admin_init);
    return exit_status == CC_EXIT_OK ? command->run(admin) : exit_status;
}

/* The connection to a server would take the place of a standard stream that is closed: what is printed would be sent to
 * the server, and what the server says be loaded. Opened the wrong way round, each use of the stream fails as it
 * should. */
static bool hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) {
            return false;
        }
    }
    return true;
}

int main(int argc, const char *const *argv)
{
    cc_admin_t admin = {0};
    const cc_admin_command_t *command = NULL;
    int exit_status;

    if (!hold_standard_streams()) {
        return CC_EXIT_FAILED;
    }
    setlocale(LC_CTYPE, "");
    if (apr_app_initialize(&argc, &argv, NULL) != APR_SUCCESS || apr_pool_create(&admin.pool, NULL) != APR_SUCCESS ||
        sodium_init() < 0) {
        fputs("ccadmin: The libraries could not be started.\n", stderr);
        return CC_EXIT_FAILED;
    }
    exit_status = parse(&admin, argc, argv, &command);
    if (exit_status < 0 && command) {
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
