/* ccadmin: the command-line companion. Each command parses what it is given, calls the core, and says what happened;
 * it keeps no rule of its own. Exit status 0 done, 1 refused or failed, 2 usage. */
#ifndef CC_ADMIN_H
#define CC_ADMIN_H

#include "../domain/context.h"

#include <apr_getopt.h>
#include <stdbool.h>

#define CC_EXIT_OK 0
#define CC_EXIT_FAILED 1
#define CC_EXIT_USAGE 2

/** Every option of every command. A value of `options` is NULL for an option that was not given, "" for a flag. */
typedef enum {
    CC_OPT_DB,
    CC_OPT_DRIVER,
    CC_OPT_HELP,
    CC_OPT_VERSION,
    CC_OPT_DRY_RUN,
    CC_OPT_USERS,
    CC_OPT_CUSTOMERS,
    CC_OPT_ORDERS,
    CC_OPT_SEED,
    CC_OPT_CUSTOMER,
    CC_OPT_USER,
    CC_OPT_ROLE,
    CC_OPT_DAYS_BACK,
    CC_OPT_NOTES,
    CC_OPT_FORMAT,
    CC_OPT_SINCE,
    CC_OPT_AT,
    CC_OPT_SITE,
    CC_OPT_DOCUMENT,
    CC_OPT_NAME,
    CC_OPT_EMAIL,
    CC_OPT_TYPE,
    CC_OPT_ADMIN,
    CC_OPT_LANGUAGE,
    CC_OPT_PASSWORD_STDIN,
    CC_OPT_MIN_LENGTH,
    CC_OPT_COUNT
} cc_admin_option_t;

typedef struct {
    apr_pool_t *pool;
    const char *options[CC_OPT_COUNT];
    const char *const *args; /**< what is left: files, a login; ends with NULL */
    int arg_count;
    cc_conn_t conn;
    cc_db_provider_t provider;
    cc_log_t log;
    cc_db_t *db;
    cc_context_t ctx;
    apr_time_t give_up;           /**< when to stop waiting for other writers; 0: nothing was busy yet */
    apr_array_header_t *logged;   /**< what the core said that failed; shown before the next message, if there is one */
    const char *closed_directory; /**< of the SQLite file, if this user may not write into it; else NULL */
} cc_admin_t;

/** Stands for `-` while arguments are parsed; compare the pointer. */
extern const char cc_admin_stdin[];

typedef struct {
    const char *name;    /**< one or two words */
    const char *usage;   /**< what follows the name */
    const char *summary; /**< half a sentence for the help */
    const char *options; /**< names of the allowed options, separated by blanks */
    int min_args, max_args;
    int (*run)(cc_admin_t *admin);
} cc_admin_command_t;

int cc_admin_init(cc_admin_t *admin);
int cc_admin_load(cc_admin_t *admin);
int cc_admin_dump(cc_admin_t *admin);
int cc_admin_demo(cc_admin_t *admin);
int cc_admin_user_list(cc_admin_t *admin);
int cc_admin_user_add(cc_admin_t *admin);
int cc_admin_user_show(cc_admin_t *admin);
int cc_admin_user_passwd(cc_admin_t *admin);
int cc_admin_user_activate(cc_admin_t *admin);
int cc_admin_user_deactivate(cc_admin_t *admin);
int cc_admin_user_unlock(cc_admin_t *admin);
int cc_admin_grant(cc_admin_t *admin);
int cc_admin_revoke(cc_admin_t *admin);
int cc_admin_access(cc_admin_t *admin);
int cc_admin_sessions_list(cc_admin_t *admin);
int cc_admin_sessions_revoke(cc_admin_t *admin);
int cc_admin_audit(cc_admin_t *admin);
int cc_admin_why(cc_admin_t *admin);
int cc_admin_check(cc_admin_t *admin);

/** One line on stdout if searches read whole lists, as PostgreSQL has no extension for them (check.c). */
cc_status_t cc_admin_say_lacking(cc_admin_t *admin);

/* ---- options (options.c) ---- */

/** Reads options into `admin`, up to the command (NULL) or all that belong to it. Returns an exit status, or -1. */
int cc_admin_read_options(cc_admin_t *admin, apr_getopt_t *os, const cc_admin_command_t *command);

/** The whole number of an option, or `absent`. False (and said so) when it is none from `min` to `max`. */
bool cc_admin_number(cc_admin_t *admin, cc_admin_option_t option, int64_t min, int64_t max, int64_t absent,
                     int64_t *value);

/* ---- messages (say.c) ---- */

/** One line on stderr after "ccadmin: ", control characters escaped. Returns CC_EXIT_FAILED. */
int cc_admin_fail(cc_admin_t *admin, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** The same for a mistake in the arguments, with a hint. Returns CC_EXIT_USAGE. */
int cc_admin_misuse(cc_admin_t *admin, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Says what a status means, each problem as `field: message`, and returns the exit status. `problems` may be NULL. */
int cc_admin_result(cc_admin_t *admin, cc_status_t status, const cc_problems_t *problems);

/* ---- the database (connect.c) ---- */

/** Opens the database. `create` makes a new SQLite file; otherwise the schema must be the present one. */
int cc_admin_connect(cc_admin_t *admin, bool create);

/** For a loop around whatever writes: after CC_BUSY waits a short random time and returns true, until half a minute
 *  has gone. */
bool cc_admin_retry(cc_admin_t *admin, cc_status_t status);

/** The id of a user or customer that an option names; 0 when it is not given. Says so when there is none. */
int cc_admin_user_id(cc_admin_t *admin, int64_t *id);
int cc_admin_customer_id(cc_admin_t *admin, int64_t *id);

/** When this day (valid ISO text) begins here, in seconds since the epoch. */
int64_t cc_admin_begin_of_day(const char *iso);

/* ---- tables (table.c) ---- */

typedef enum { CC_CELL_TEXT, CC_CELL_NUMBER, CC_CELL_JSON } cc_cell_kind_t;

typedef struct {
    const char *name;
    cc_cell_kind_t kind; /**< how JSON shows the value: quoted, plain, or as it is */
} cc_table_column_t;

typedef struct cc_table_t cc_table_t;

/** Begins a table on stdout in the format of --format (NULL: text for people). False: unknown format, said so. */
bool cc_table_begin(cc_admin_t *admin, const cc_table_column_t *columns, int count, cc_table_t **table);

/** One row; NULL is an empty cell, in JSON null. */
void cc_table_row(cc_table_t *table, const char *const *values);

void cc_table_end(cc_table_t *table);

/* ---- passwords (prompt.c) ---- */

/** A new password from --password-stdin (the first line) or twice from the terminal, unechoed; NULL: none, said so. */
const char *cc_admin_read_password(cc_admin_t *admin);

#endif
