#include "account.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "../store/users.h"
#include "audit.h"
#include "blocklist.h"
#include "check.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>

/* Context words of a password: the check of its strength takes longer with each. */
#define WORDS_MAX 40
#define WORD_MAX 40

/* ---- fields ---- */

static bool is_offered(const cc_account_rules_t *rules, const char *language)
{
    for (const char *const *code = rules->languages; *code; code++) {
        if (!strcmp(*code, language)) {
            return true;
        }
    }
    return false;
}

static void check_language(cc_problems_t *problems, const cc_account_rules_t *rules, const char *language)
{
    if (language && *language && !is_offered(rules, language)) {
        cc_problem_add(problems, "language", "This language is not offered.", NULL);
    }
}

/* Lists show `Name <login> [type]`: by a name such as `Catherine Carter <CC> [INT]` one would pass for another. */
static void check_own_name(cc_problems_t *problems, const char *name)
{
    if (strpbrk(cc_text_fold(problems->pool, name), "<>")) {
        cc_problem_add(problems, "full_name", "The signs < and > are not allowed here.", NULL);
    }
}

/* Words of the text, split where a person would: passwords are made of parts of names and addresses. */
static void push_words(apr_array_header_t *words, const char *text)
{
    char *state, *rest = apr_pstrdup(words->pool, text ? text : "");

    for (char *word = apr_strtok(rest, " \t\r\n@.,;:-_+<>()'\"", &state); word;
         word = apr_strtok(NULL, " \t\r\n@.,;:-_+<>()'\"", &state)) {
        if (strlen(word) > 2 && strlen(word) <= WORD_MAX && words->nelts < WORDS_MAX) {
            APR_ARRAY_PUSH(words, const char *) = word;
        }
    }
}

static cc_status_t check_blocklist(cc_context_t *ctx, const char *path, const char *password, cc_problems_t *problems)
{
    cc_status_t status = cc_blocklist_find(ctx->pool, path, password);

    if (status == CC_REFUSED) {
        cc_problem_add(problems, "password",
                       "This password was found in a data breach elsewhere, so others know it. Please choose another.",
                       NULL);
    } else if (status != CC_OK) {
        cc_log(ctx->log, CC_LOG_ERROR, ctx->pool,
               "CC1402 the blocklist of passwords cannot be read: %s. No new password is taken until it can",
               cc_escape_log(ctx->pool, path));
    }
    return status == CC_REFUSED ? CC_OK : status;
}

cc_status_t cc_account_check_password(cc_context_t *ctx, const cc_account_rules_t *rules, const cc_user_t *user,
                                      const char *password, const char *confirm, cc_problems_t *problems)
{
    apr_array_header_t *words = apr_array_make(problems->pool, 16, sizeof(const char *));

    push_words(words, user->login);
    push_words(words, user->email);
    push_words(words, user->name);
    push_words(words, user->company);
    for (const char *const *word = rules->context; word && *word; word++) {
        push_words(words, *word);
    }
    push_words(words, "Client Center clientcenter");
    APR_ARRAY_PUSH(words, const char *) = NULL;
    cc_password_check(problems, "password", password ? password : "", rules->password_min_length,
                      (const char *const *)words->elts);
    if (!cc_text_same(password, confirm)) {
        cc_problem_add(problems, "confirm_password", "The two passwords differ.", NULL);
    }
    return rules->blocklist && !cc_problems_any(problems)
               ? check_blocklist(ctx, rules->blocklist, password ? password : "", problems)
               : CC_OK;
}

typedef struct {
    apr_pool_t *pool;
    const cc_password_cost_t *cost;
    const char *password, *hash;
} hashing_t;

static void compute(void *data)
{
    hashing_t *it = data;

    it->hash = cc_password_hash(it->pool, it->password, it->cost);
}

static cc_status_t hash_password(cc_context_t *ctx, const cc_account_rules_t *rules, const char *password,
                                 const char **hash)
{
    hashing_t it = {ctx->pool, &rules->cost, password, NULL};
    cc_status_t status;

    cc_db_release(ctx->db);
    status = cc_gate_run(ctx->gate, compute, &it);
    if (status != CC_OK) {
        return status;
    }
    *hash = it.hash;
    if (!*hash) {
        cc_log(ctx->log, CC_LOG_ERROR, ctx->pool, "CC1401 password: no memory for a hash of %lu KiB",
               (unsigned long)(rules->cost.memlimit / 1024));
    }
    return *hash ? CC_OK : CC_FAILED;
}

/* ---- registration ---- */

static cc_status_t check_registration(cc_context_t *ctx, const cc_account_rules_t *rules, const cc_registration_t *in,
                                      const cc_user_t *user, cc_problems_t *problems)
{
    if (!*user->email) {
        cc_problem_add(problems, "email", "Please fill in this field.", NULL);
    } else if (!cc_text_is_email(user->email)) {
        cc_problem_add(problems, "email", "This is not an e-mail address such as name@example.com.", NULL);
    }
    cc_check_text(problems, "full_name", in->full_name, CC_NAME_MAX, true, false);
    check_own_name(problems, in->full_name);
    cc_check_text(problems, "phone", in->phone, CC_PHONE_MAX, false, false);
    cc_check_text(problems, "company", in->company, CC_NAME_MAX, false, false);
    cc_check_text(problems, "message", in->message, CC_LONG_TEXT_MAX, false, true);
    check_language(problems, rules, in->language);
    return cc_account_check_password(ctx, rules, user, in->password, in->confirm_password, problems);
}

/* A user whom another program wrote may have no names that sign in, but the address is taken all the same: what the
 * database then refuses would be told as a failure, and so tell of the user. */
static cc_status_t insert_unless_taken(cc_context_t *ctx, const cc_user_t *user, const char *hash, int64_t *id)
{
    const char *key = cc_text_fold(ctx->pool, user->email);
    int rows = 0;
    cc_status_t status = cc_db_select(ctx->db, CC_SQL_USER_BY_NAME, CC_ARGS(key, key), cc_count_row, &rows);

    if (status == CC_OK && rows) {
        return CC_CONFLICT;
    }
    return status == CC_OK ? cc_user_insert(ctx->db, user, hash, 0, id, NULL) : status;
}

static cc_status_t insert_registered(cc_context_t *ctx, const cc_user_t *user, const char *hash)
{
    int64_t id = 0;
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return status;
    }
    status = insert_unless_taken(ctx, user, hash, &id);
    ctx->actor_id = id;
    ctx->actor_label = cc_text_user(ctx->pool, user->name, user->login, user->user_type);
    if (status == CC_OK || status == CC_CONFLICT) {
        /* The second answer for a taken address is as quiet as the first; only the audit knows. */
        const char *result = status == CC_OK ? "ok" : "refused";
        status = cc_audit_write(
            ctx, &(cc_audit_t){.action = "register", .result = result, .user_id = id, .target = ctx->actor_label});
    }
    return cc_db_end(ctx->db, status);
}

cc_status_t cc_account_register(cc_context_t *ctx, const cc_account_rules_t *rules, const cc_registration_t *in,
                                cc_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    const char *hash, *email = cc_text_trim(pool, in->email ? in->email : "");
    const cc_user_t user = {
        .login = email,
        .email = email,
        .name = cc_text_trim(pool, in->full_name ? in->full_name : ""),
        .user_type = "EXT",
        .active = true,
        .phone = cc_text_trim(pool, in->phone ? in->phone : ""),
        .language = in->language && *in->language ? in->language : rules->languages[0],
        .company = cc_text_trim(pool, in->company ? in->company : ""),
        .message = cc_text_trim(pool, in->message ? in->message : ""),
        .created_at = ctx->now,
    };
    cc_status_t status;

    status = check_registration(ctx, rules, in, &user, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    if (status == CC_OK) {
        status = hash_password(ctx, rules, in->password, &hash);
    }
    return status == CC_OK ? insert_registered(ctx, &user, hash) : status;
}

/* ---- changes ---- */

/* Reads the user under the write lock, for a change that follows in the same transaction. */
static cc_status_t begin_with(cc_context_t *ctx, cc_sql_t by, const char *key, cc_user_t *user)
{
    cc_status_t status = cc_db_begin(ctx->db);

    if (status == CC_OK) {
        status = cc_db_one(ctx->db, by, CC_ARGS(key), cc_user_row, user);
        if (status != CC_OK) {
            cc_db_rollback(ctx->db);
        }
    }
    return status;
}

static cc_status_t end_with(cc_context_t *ctx, cc_status_t status, const cc_user_t *user, const char *action,
                            const char *before, const char *after)
{
    if (status == CC_OK) {
        status = cc_audit_write(
            ctx, &(cc_audit_t){.action = action,
                               .result = "ok",
                               .user_id = user->id,
                               .target = cc_text_user(ctx->pool, user->name, user->login, user->user_type),
                               .before = before,
                               .after = after});
    }
    return cc_db_end(ctx->db, status);
}

/* What users change of themselves, for the audit. */
static const char *own_json(apr_pool_t *pool, const cc_user_t *user)
{
    return cc_audit_json(pool, json_pack("{s:s, s:s}", "name", user->name, "language", user->language));
}

cc_status_t cc_account_update(cc_context_t *ctx, const cc_account_rules_t *rules, int64_t user_id,
                              const char *full_name, const char *language, cc_problems_t *problems)
{
    cc_user_t user, before;
    const char *id = cc_text_int(ctx->pool, user_id), *key;
    cc_status_t status;

    if (full_name) {
        cc_check_text(problems, "full_name", full_name, CC_NAME_MAX, true, false);
    }
    check_language(problems, rules, language);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = begin_with(ctx, CC_SQL_USER_BY_ID, id, &user);
    if (status != CC_OK) {
        return status;
    }
    before = user;
    user.name = full_name ? cc_text_trim(ctx->pool, full_name) : user.name;
    user.language = language && *language ? language : user.language;
    if (!cc_text_same(user.name, before.name)) {
        check_own_name(problems, user.name); /* one that an ERP gave stays */
    }
    if (cc_problems_any(problems) ||
        (cc_text_same(user.name, before.name) && cc_text_same(user.language, before.language))) {
        cc_db_rollback(ctx->db);
        return cc_problems_any(problems) ? CC_INVALID : CC_OK;
    }
    key = cc_user_key(ctx->pool, &user);
    status = cc_db_exec(ctx->db, CC_SQL_USER_SET_OWN,
                        CC_ARGS(user.name, cc_text_key(ctx->pool, user.name), key, user.language, id), NULL);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_ACCESS_RENAME_USER, CC_ARGS(key, id), NULL);
    }
    return end_with(ctx, status, &user, "account.edit", own_json(ctx->pool, &before), own_json(ctx->pool, &user));
}

/* Hashing takes its time, and meanwhile an administrator may have set another password or deactivated the user: that
 * ended the session, and must not be undone by whoever knew the password before. */
static bool is_alive(cc_context_t *ctx, const char *site, const char *token, int64_t user_id, cc_status_t *status)
{
    cc_session_t session;
    cc_user_t user = {0};

    *status = cc_session_find(ctx, site, token, &session, &user);
    if (*status == CC_NOT_FOUND || (*status == CC_OK && user.id != user_id)) {
        *status = CC_REFUSED;
    }
    return *status == CC_OK;
}

cc_status_t cc_account_set_password(cc_context_t *ctx, const cc_account_rules_t *rules, int64_t user_id,
                                    const char *password, const char *site, const cc_session_limits_t *limits,
                                    const char **token)
{
    cc_user_t user;
    const char *hash, *id = cc_text_int(ctx->pool, user_id);
    cc_status_t status = hash_password(ctx, rules, password, &hash);

    if (status == CC_OK) {
        status = begin_with(ctx, CC_SQL_USER_BY_ID, id, &user);
    }
    if (status != CC_OK) {
        return status;
    }
    if (site && !is_alive(ctx, site, *token, user_id, &status)) {
        return cc_db_end(ctx->db, status);
    }
    status = cc_db_exec(ctx->db, CC_SQL_USER_SET_PASSWORD, CC_ARGS(hash, id), NULL);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_SESSION_DELETE_USER, CC_ARGS(id), NULL);
    }
    if (status == CC_OK && site) {
        status = cc_session_insert(ctx, site, user_id, limits, false, token);
    }
    return end_with(ctx, status, &user, "password.change", NULL, NULL);
}

cc_status_t cc_account_set_active(cc_context_t *ctx, const char *login, bool active)
{
    cc_user_t user;
    const char *id;
    cc_status_t status = begin_with(ctx, CC_SQL_USER_BY_LOGIN, cc_text_fold(ctx->pool, login), &user);

    if (status != CC_OK) {
        return status;
    }
    id = cc_text_int(ctx->pool, user.id);
    status = cc_db_exec(ctx->db, CC_SQL_USER_SET_ACTIVE, CC_ARGS(active ? "1" : "0", id), NULL);
    if (status == CC_OK && !active) {
        status = cc_db_exec(ctx->db, CC_SQL_SESSION_DELETE_USER, CC_ARGS(id), NULL);
    }
    return end_with(ctx, status, &user, active ? "user.activate" : "user.deactivate", NULL, NULL);
}

cc_status_t cc_account_unlock(cc_context_t *ctx, const char *login)
{
    cc_user_t user;
    cc_status_t status = begin_with(ctx, CC_SQL_USER_BY_LOGIN, cc_text_fold(ctx->pool, login), &user);

    if (status != CC_OK) {
        return status;
    }
    status =
        cc_db_exec(ctx->db, CC_SQL_CREDENTIAL_FAILURES, CC_ARGS("0", "0", "0", cc_text_int(ctx->pool, user.id)), NULL);
    return end_with(ctx, status, &user, "user.unlock", NULL, NULL);
}

cc_status_t cc_account_by_login(cc_context_t *ctx, const char *login, cc_user_t *user)
{
    return cc_db_one(ctx->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(ctx->pool, login)), cc_user_row, user);
}
