#include "users.h"

#include "../base/text.h"
#include "rows.h"

#include <string.h>

const char *cc_user_key(apr_pool_t *pool, const cc_user_t *user)
{
    return cc_text_key(pool, cc_text_user(pool, user->name, user->login, user->user_type));
}

static const char *email_key(apr_pool_t *pool, const cc_user_t *user)
{
    return cc_sql_text(user->email) ? cc_text_fold(pool, user->email) : NULL;
}

static cc_status_t check_free(cc_db_t *db, const char *key, int64_t user_id, const char *name, const char **field)
{
    int64_t owner = 0;
    cc_status_t status = key ? cc_db_number(db, CC_SQL_IDENTIFIER_OWNER, CC_ARGS(key), &owner) : CC_NOT_FOUND;

    if (status == CC_NOT_FOUND || (status == CC_OK && owner == user_id)) {
        return CC_OK;
    }
    if (status == CC_OK && field) {
        *field = name;
    }
    return status == CC_OK ? CC_CONFLICT : status;
}

static cc_status_t check_identifiers(cc_db_t *db, const cc_user_t *user, const char **field)
{
    apr_pool_t *pool = cc_db_pool(db);
    cc_status_t status = check_free(db, cc_text_fold(pool, user->login), user->id, "login", field);

    return status == CC_OK ? check_free(db, email_key(pool, user), user->id, "email", field) : status;
}

static cc_status_t write_identifiers(cc_db_t *db, const cc_user_t *user)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *id = cc_text_int(pool, user->id), *login = cc_text_fold(pool, user->login);
    const char *email = email_key(pool, user);
    cc_status_t status = cc_db_exec(db, CC_SQL_IDENTIFIER_DELETE, CC_ARGS(id), NULL);

    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_IDENTIFIER_INSERT, CC_ARGS(login, id), NULL);
    }
    if (status == CC_OK && email && strcmp(email, login) != 0) {
        status = cc_db_exec(db, CC_SQL_IDENTIFIER_INSERT, CC_ARGS(email, id), NULL);
    }
    return status;
}

static const char *flag(bool value)
{
    return value ? "1" : "0";
}

cc_status_t cc_user_insert(cc_db_t *db, const cc_user_t *user, const char *hash, int64_t person_id, int64_t *id,
                           const char **field)
{
    apr_pool_t *pool = cc_db_pool(db);
    cc_user_t fresh = *user;
    const char *login_key = cc_text_fold(pool, user->login);
    cc_status_t status;

    fresh.id = 0;
    status = check_identifiers(db, &fresh, field);
    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_USER_INSERT,
                            CC_ARGS(user->login, login_key, cc_sql_text(user->email), email_key(pool, user), user->name,
                                    cc_user_key(pool, user), user->user_type, flag(user->active), flag(user->is_admin),
                                    cc_sql_id(pool, person_id), cc_sql_text(user->phone), user->language,
                                    cc_sql_text(user->company), cc_sql_text(user->message), cc_sql_text(user->notes),
                                    hash, cc_text_int(pool, user->created_at), cc_text_key(pool, user->name),
                                    cc_text_key(pool, user->notes), cc_sql_id(pool, person_id)),
                            NULL);
    }
    if (status == CC_OK) {
        status = cc_db_number(db, CC_SQL_USER_BY_LOGIN, CC_ARGS(login_key), &fresh.id);
    }
    if (status == CC_OK) {
        status = write_identifiers(db, &fresh);
    }
    if (status == CC_OK && id) {
        *id = fresh.id;
    }
    return status;
}

cc_status_t cc_user_update(cc_db_t *db, const cc_user_t *user, int64_t person_id, const char **field)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *id = cc_text_int(pool, user->id), *key = cc_user_key(pool, user);
    cc_status_t status = check_identifiers(db, user, field);

    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_USER_UPDATE,
                            CC_ARGS(user->login, cc_text_fold(pool, user->login), cc_sql_text(user->email),
                                    email_key(pool, user), user->name, key, user->user_type, flag(user->active),
                                    flag(user->is_admin), cc_sql_id(pool, person_id), cc_sql_text(user->phone),
                                    user->language, cc_sql_text(user->company), cc_sql_text(user->message),
                                    cc_sql_text(user->notes), cc_text_key(pool, user->name),
                                    cc_text_key(pool, user->notes), cc_sql_id(pool, person_id), id),
                            NULL);
    }
    if (status == CC_OK) {
        status = write_identifiers(db, user);
    }
    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_ACCESS_RENAME_USER, CC_ARGS(key, id), NULL);
    }
    return status;
}
