/* ccadmin user …: what administrators do to single users. */
#include "admin.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/account.h"
#include "../domain/user.h"
#include "../store/rows.h"

#include <stdio.h>
#include <string.h>

static const char *const languages[] = {NULL}; /* which ones a site offers is not known here */

static cc_account_rules_t account_rules(int min_length)
{
    return (cc_account_rules_t){.password_min_length = min_length,
                                .cost = {.opslimit = CC_PASSWORD_OPSLIMIT, .memlimit = CC_PASSWORD_MEMLIMIT},
                                .languages = languages};
}

static const char *yes_no(bool value)
{
    return value ? "yes" : "no";
}

static int no_such_user(cc_admin_t *admin)
{
    return cc_admin_fail(admin, "There is no user %s.", admin->args[0]);
}

static int finish(cc_admin_t *admin, cc_status_t status, const cc_problems_t *problems, const char *done)
{
    int exit_status = status == CC_NOT_FOUND ? no_such_user(admin) : cc_admin_result(admin, status, problems);

    if (exit_status == CC_EXIT_OK) {
        printf("%s: %s\n", cc_escape_log(admin->pool, admin->args[0]), done);
    }
    return exit_status;
}

/* ---- list, show ---- */

static cc_status_t list_row(void *baton, const cc_row_t *row)
{
    cc_user_t user;

    cc_user_from_row(row, &user);
    const char *values[] = {user.login,     user.name,           user.email,
                            user.user_type, yes_no(user.active), yes_no(user.is_admin),
                            user.person,    user.notes};
    cc_table_row(baton, values);
    return CC_OK;
}

int cc_admin_user_list(cc_admin_t *admin)
{
    static const cc_table_column_t columns[] = {
        {"login", CC_CELL_TEXT},  {"name", CC_CELL_TEXT},     {"email", CC_CELL_TEXT},  {"user_type", CC_CELL_TEXT},
        {"active", CC_CELL_TEXT}, {"is_admin", CC_CELL_TEXT}, {"person", CC_CELL_TEXT}, {"notes", CC_CELL_TEXT}};
    cc_table_t *table;
    cc_status_t status;

    if (!cc_table_begin(admin, columns, 8, &table)) {
        return CC_EXIT_USAGE;
    }
    status = cc_db_each(admin->db, CC_SQL_USER_ALL, CC_ARGS("0"), list_row, table);
    cc_table_end(table);
    return cc_admin_result(admin, status, NULL);
}

typedef struct {
    const char *hash;
    int failed_logins, sessions;
    int64_t locked_until;
} state_t;

static cc_status_t state_row(void *baton, const cc_row_t *row)
{
    state_t *state = baton;

    state->hash = cc_row_text(row, 0);
    state->failed_logins = (int)cc_row_int(row, 1, 0);
    state->locked_until = cc_row_int(row, 2, 0);
    state->sessions = (int)cc_row_int(row, 3, 0);
    return CC_OK;
}

static void show(cc_admin_t *admin, const char *name, const char *value)
{
    printf("%-14s %s\n", name, value ? cc_escape_log(admin->pool, value) : "");
}

static void show_user(cc_admin_t *admin, const cc_user_t *user, const state_t *state)
{
    apr_pool_t *pool = admin->pool;
    bool locked = state->locked_until > admin->ctx.now;

    show(admin, "user", cc_text_user(pool, user->name, user->login, user->user_type));
    show(admin, "login", user->login);
    show(admin, "email", user->email);
    show(admin, "name", user->name);
    show(admin, "user_type", user->user_type);
    show(admin, "active", yes_no(user->active));
    show(admin, "is_admin", yes_no(user->is_admin));
    show(admin, "person", user->person);
    show(admin, "phone", user->phone);
    show(admin, "language", user->language);
    show(admin, "company", user->company);
    show(admin, "message", user->message);
    show(admin, "notes", user->notes);
    show(admin, "created_at", cc_date_utc(pool, user->created_at));
    show(admin, "password", state->hash ? "set" : "none");
    show(admin, "failed_logins", cc_text_int(pool, state->failed_logins));
    show(admin, "locked_until", locked ? cc_date_utc(pool, state->locked_until) : NULL);
    show(admin, "sessions", cc_text_int(pool, state->sessions));
}

int cc_admin_user_show(cc_admin_t *admin)
{
    cc_user_t user;
    state_t state;
    cc_status_t status = cc_account_by_login(&admin->ctx, admin->args[0], &user);

    if (status == CC_OK) {
        status = cc_db_one(admin->db, CC_SQL_USER_STATE,
                           CC_ARGS(cc_text_int(admin->pool, admin->ctx.now), cc_text_int(admin->pool, user.id)),
                           state_row, &state);
    }
    if (status != CC_OK) {
        return status == CC_NOT_FOUND ? no_such_user(admin) : cc_admin_result(admin, status, NULL);
    }
    show_user(admin, &user, &state);
    return CC_EXIT_OK;
}

/* ---- add, passwd ---- */

/* Reads and checks a new password; NULL: said so. */
static const char *new_password(cc_admin_t *admin, const cc_account_rules_t *rules, const cc_user_t *user)
{
    cc_problems_t *problems = cc_problems_make(admin->pool);
    const char *password = cc_admin_read_password(admin);

    if (password) {
        cc_account_check_password(&admin->ctx, rules, user, password, password, problems);
        if (cc_problems_any(problems)) {
            cc_admin_result(admin, CC_INVALID, problems);
            return NULL;
        }
    }
    return password;
}

static cc_status_t insert(cc_admin_t *admin, cc_user_t *user, const char *hash, cc_problems_t *problems)
{
    cc_status_t status = cc_db_begin(admin->db);

    return status == CC_OK ? cc_db_end(admin->db, cc_user_put(&admin->ctx, NULL, user, &hash, problems)) : status;
}

/* The user that the options describe; an e-mail address as login is the user's address too, as after registration. */
static int described(cc_admin_t *admin, cc_user_t *user)
{
    const char *const *options = admin->options;
    const char *login = cc_text_trim(admin->pool, admin->args[0]);
    const char *type = options[CC_OPT_TYPE] ? options[CC_OPT_TYPE] : "EXT";
    const char *email = options[CC_OPT_EMAIL];

    if (!options[CC_OPT_NAME]) {
        return cc_admin_misuse(admin, "--name is needed.");
    }
    if (strcmp(type, "INT") != 0 && strcmp(type, "EXT") != 0) {
        return cc_admin_misuse(admin, "--type: INT or EXT is allowed, not '%s'.", type);
    }
    *user = (cc_user_t){.login = login,
                        .email = email                     ? cc_text_trim(admin->pool, email)
                                 : cc_text_is_email(login) ? login
                                                           : NULL,
                        .name = cc_text_trim(admin->pool, options[CC_OPT_NAME]),
                        .user_type = type,
                        .active = true,
                        .is_admin = options[CC_OPT_ADMIN] != NULL,
                        .language = options[CC_OPT_LANGUAGE] ? options[CC_OPT_LANGUAGE] : "en",
                        .created_at = admin->ctx.now};
    return CC_EXIT_OK;
}

int cc_admin_user_add(cc_admin_t *admin)
{
    cc_problems_t *problems = cc_problems_make(admin->pool);
    cc_account_rules_t rules;
    int64_t min_length;
    cc_user_t user;
    const char *password, *hash;
    cc_status_t status;
    int exit_status;

    if (!cc_admin_number(admin, CC_OPT_MIN_LENGTH, 8, CC_PASSWORD_MAX, CC_PASSWORD_MIN_LENGTH, &min_length)) {
        return CC_EXIT_USAGE;
    }
    exit_status = described(admin, &user);
    if (exit_status != CC_EXIT_OK) {
        return exit_status;
    }
    cc_user_check(&user, problems);
    if (cc_problems_any(problems)) {
        return cc_admin_result(admin, CC_INVALID, problems);
    }
    rules = account_rules((int)min_length);
    password = new_password(admin, &rules, &user);
    if (!password) {
        return CC_EXIT_FAILED;
    }
    hash = cc_password_hash(admin->pool, password, &rules.cost);
    if (!hash) {
        return cc_admin_fail(admin, "There is not enough memory to hash the password.");
    }
    do {
        status = insert(admin, &user, hash, problems);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, problems, "added");
}

int cc_admin_user_passwd(cc_admin_t *admin)
{
    cc_account_rules_t rules;
    int64_t min_length;
    cc_user_t user;
    const char *password;
    cc_status_t status;

    if (!cc_admin_number(admin, CC_OPT_MIN_LENGTH, 8, CC_PASSWORD_MAX, CC_PASSWORD_MIN_LENGTH, &min_length)) {
        return CC_EXIT_USAGE;
    }
    rules = account_rules((int)min_length);
    status = cc_account_by_login(&admin->ctx, admin->args[0], &user);
    if (status != CC_OK) {
        return finish(admin, status, NULL, "");
    }
    password = new_password(admin, &rules, &user);
    if (!password) {
        return CC_EXIT_FAILED;
    }
    do {
        status = cc_account_set_password(&admin->ctx, &rules, user.id, password, NULL, NULL, NULL);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, NULL, "password set, all sessions ended");
}

/* ---- activate, deactivate, unlock ---- */

static int set_active(cc_admin_t *admin, bool active)
{
    cc_status_t status;

    do {
        status = cc_account_set_active(&admin->ctx, admin->args[0], active);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, NULL, active ? "active" : "inactive, all sessions ended");
}

int cc_admin_user_activate(cc_admin_t *admin)
{
    return set_active(admin, true);
}

int cc_admin_user_deactivate(cc_admin_t *admin)
{
    return set_active(admin, false);
}

int cc_admin_user_unlock(cc_admin_t *admin)
{
    cc_status_t status;

    do {
        status = cc_account_unlock(&admin->ctx, admin->args[0]);
    } while (cc_admin_retry(admin, status));
    return finish(admin, status, NULL, "failed logins forgotten");
}
