#include "user.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "../store/users.h"
#include "audit.h"
#include "check.h"
#include "policy.h"

#include <string.h>

static bool is_user_type(const char *type)
{
    static const char *const types[] = {"INT", "EXT", "SYS", "APP", "VIR", "INI", "INE"};

    for (size_t i = 0; type && i < sizeof(types) / sizeof(types[0]); i++) {
        if (!strcmp(type, types[i])) {
            return true;
        }
    }
    return false;
}

/* A code such as "en" or "pt-BR"; which ones have a catalogue is the site's affair. */
static bool is_language(const char *code)
{
    size_t letters = code ? strspn(code, "abcdefghijklmnopqrstuvwxyz") : 0;

    if (letters < 2 || letters > 3) {
        return false;
    }
    code += letters;
    return !*code ||
           (*code == '-' && strlen(code) <= 9 && strlen(code) > 2 &&
            strspn(code + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(code) - 1);
}

void cc_user_check(const cc_user_t *user, cc_problems_t *problems)
{
    const char *email = cc_sql_text(user->email), *login_key = cc_text_fold(problems->pool, user->login);

    if (!*login_key || !cc_text_is_login(user->login) || cc_text_length(login_key) > CC_TEXT_KEY_MAX) {
        cc_problem_add(problems, "login",
                       "A login has 1 to 254 characters without blanks and <>[]\", and does not mix Latin and other "
                       "letters.",
                       NULL);
    }
    if (email && !cc_text_is_email(email)) {
        cc_problem_add(problems, "email", "This is not an e-mail address such as name@example.com.", NULL);
    }
    if (!is_user_type(user->user_type)) {
        cc_problem_add(problems, "user_type", "INT, EXT, SYS, APP, VIR, INI or INE is allowed.", NULL);
    }
    if (!is_language(user->language)) {
        cc_problem_add(problems, "language", "A language code such as en is needed here.", NULL);
    }
    cc_check_text(problems, "name", user->name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "phone", user->phone, CC_PHONE_MAX, false, false);
    cc_check_text(problems, "company", user->company, CC_NAME_MAX, false, false);
    cc_check_text(problems, "message", user->message, CC_LONG_TEXT_MAX, false, true);
    cc_check_text(problems, "notes", user->notes, CC_LONG_TEXT_MAX, false, true);
}

static cc_status_t find_person(cc_context_t *ctx, const char *code, int64_t *id, cc_problems_t *problems)
{
    cc_status_t status;

    *id = 0;
    if (!cc_sql_text(code)) {
        return CC_OK;
    }
    status = cc_db_number(ctx->db, CC_SQL_PERSON_BY_CODE, CC_ARGS(code), id);
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "person", "There is no person {}.", code);
        status = CC_INVALID;
    }
    return status;
}

static json_t *fields_of(const cc_user_t *user)
{
    return json_pack("{s:s, s:s?, s:s, s:s, s:b, s:b, s:s?, s:s?}", "login", user->login, "email",
                     cc_sql_text(user->email), "name", user->name, "user_type", user->user_type, "active", user->active,
                     "is_admin", user->is_admin, "person", cc_sql_text(user->person), "notes",
                     cc_sql_text(user->notes));
}

/* The user's fields for the audit, only those that differ from `other` (NULL: all). */
static const char *as_json(apr_pool_t *pool, const cc_user_t *user, const cc_user_t *other)
{
    json_t *json = fields_of(user), *same = other ? fields_of(other) : NULL, *value;
    const char *name;
    void *next;

    json_object_foreach_safe (same, next, name, value) {
        if (json_equal(value, json_object_get(json, name))) {
            json_object_del(json, name);
        }
    }
    json_decref(same);
    return cc_audit_json(pool, json);
}

static cc_status_t set_password(cc_context_t *ctx, const cc_user_t *user, const char *hash)
{
    cc_status_t status =
        cc_db_exec(ctx->db, CC_SQL_USER_SET_PASSWORD, CC_ARGS(hash, cc_text_int(ctx->pool, user->id)), NULL);

    if (status == CC_OK) {
        status = cc_audit_write(
            ctx, &(cc_audit_t){.action = "password.change",
                               .result = "ok",
                               .user_id = user->id,
                               .target = cc_text_user(ctx->pool, user->name, user->login, user->user_type)});
    }
    return status;
}

static cc_status_t update(cc_context_t *ctx, const cc_user_t *before, cc_user_t *user, int64_t person_id,
                          const char *const *hash, const char **field)
{
    bool could = cc_policy_may_sign_in(before->user_type, before->active);
    bool ends = hash || (could && !cc_policy_may_sign_in(user->user_type, user->active)) ||
                (cc_policy_may_administer(before->user_type, before->active, before->is_admin) &&
                 !cc_policy_may_administer(user->user_type, user->active, user->is_admin));
    cc_status_t status;

    user->id = before->id;
    status = cc_user_update(ctx->db, user, person_id, field);
    if (status == CC_OK && hash) {
        status = set_password(ctx, user, *hash);
    }
    if (status == CC_OK && ends) {
        status = cc_db_exec(ctx->db, CC_SQL_SESSION_DELETE_USER, CC_ARGS(cc_text_int(ctx->pool, user->id)), NULL);
    }
    return status;
}

cc_status_t cc_user_put(cc_context_t *ctx, const cc_user_t *before, cc_user_t *user, const char *const *hash,
                        cc_problems_t *problems)
{
    const char *field = "login";
    int64_t person_id;
    cc_status_t status;

    cc_user_check(user, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = find_person(ctx, user->person, &person_id, problems);
    if (status == CC_OK && before) {
        status = update(ctx, before, user, person_id, hash, &field);
    } else if (status == CC_OK) {
        status = cc_user_insert(ctx->db, user, hash ? *hash : NULL, person_id, &user->id, &field);
    }
    if (status == CC_CONFLICT) {
        cc_problem_add(problems, field, "Another user signs in by this name.", NULL);
        status = CC_INVALID;
    }
    if (status == CC_OK) {
        /* NOLINTBEGIN(readability-suspicious-call-argument): each of the two as seen beside the other */
        status = cc_audit_write(
            ctx, &(cc_audit_t){.action = before ? "user.edit" : "user.add",
                               .result = "ok",
                               .user_id = user->id,
                               .target = cc_text_user(ctx->pool, user->name, user->login, user->user_type),
                               .before = before ? as_json(ctx->pool, before, user) : NULL,
                               .after = as_json(ctx->pool, user, before)});
        /* NOLINTEND(readability-suspicious-call-argument) */
    }
    return status;
}
