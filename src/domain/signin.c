#include "signin.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "audit.h"
#include "policy.h"
#include "token.h"

#include <apr_tables.h>
#include <string.h>

/* What the password check needs of a user; read once before hashing and again inside the transaction. */
typedef struct {
    int64_t id;
    const char *display, *user_type, *hash;
    bool active, is_admin;
    int failed_logins;
    int64_t failed_since, locked_until;
} credential_t;

static cc_status_t credential_row(void *baton, const cc_row_t *row)
{
    credential_t *who = baton;

    who->id = cc_row_int(row, 0, 0);
    who->user_type = cc_row_text(row, 3);
    who->display = cc_text_user(cc_row_pool(row), cc_row_text(row, 1), cc_row_text(row, 2), who->user_type);
    who->active = cc_row_bool(row, 4);
    who->hash = cc_row_text(row, 5);
    who->failed_logins = (int)cc_row_int(row, 6, 0);
    who->failed_since = cc_row_int(row, 7, 0);
    who->locked_until = cc_row_int(row, 8, 0);
    who->is_admin = cc_row_bool(row, 9);
    return CC_OK;
}

static bool is_locked(const cc_context_t *ctx, const credential_t *who)
{
    return who->locked_until > ctx->now;
}

typedef struct {
    apr_pool_t *pool;
    const cc_password_cost_t *cost;
    const char *password;
    const char *hash;     /* NULL: of nobody, or of somebody who is locked */
    cc_status_t result;   /* CC_OK, CC_REFUSED, or CC_BUSY: no memory, so nobody knows */
    const char *upgraded; /* a hash of the present cost, where the one that fits has another */
} comparison_t;

static void compare(void *data)
{
    comparison_t *it = data;
    bool outdated = it->hash && cc_password_outdated(it->hash, it->cost);

    it->result = cc_password_compare(it->password, it->hash);
    if (it->result == CC_OK && outdated) {
        it->upgraded = cc_password_hash(it->pool, it->password, it->cost);
    } else {
        /* a quicker hash, or one that needs less, would tell of itself */
        bool took = it->hash ? !outdated || cc_password_dummy_rest(it->password, it->hash, it->cost)
                             : cc_password_dummy(it->password, it->cost);
        it->result = took ? it->result : CC_BUSY;
    }
}

/* One password check, with the connection given back and within the limit on hashes at once. An unknown login
 * and a locked account cost the same, so that their answers take as long (ASVS 6.3.8). */
static cc_status_t check(cc_context_t *ctx, const cc_signin_rules_t *rules, const credential_t *who,
                         const char *password, bool *matches, const char **upgraded)
{
    comparison_t it = {ctx->pool, &rules->cost, password, is_locked(ctx, who) ? NULL : who->hash, CC_BUSY, NULL};
    cc_status_t status;

    cc_db_release(ctx->db);
    status = cc_gate_run(ctx->gate, compare, &it);
    if (status == CC_OK && it.result == CC_BUSY) {
        cc_log(ctx->log, CC_LOG_ERROR, ctx->pool,
               "CC1403 password: no memory to compare it with a hash; nobody is told that it was wrong");
        return CC_BUSY;
    }
    *matches = it.result == CC_OK;
    if (it.upgraded) {
        *upgraded = it.upgraded;
    }
    return status;
}

static cc_status_t set_failures(cc_context_t *ctx, const credential_t *who, int count, int64_t since, int64_t until)
{
    return cc_db_exec(ctx->db, CC_SQL_CREDENTIAL_FAILURES,
                      CC_ARGS(cc_text_int(ctx->pool, count), cc_text_int(ctx->pool, since),
                              cc_text_int(ctx->pool, until), cc_text_int(ctx->pool, who->id)),
                      NULL);
}

static cc_status_t audit(cc_context_t *ctx, const credential_t *who, const char *action, const char *result)
{
    return cc_audit_write(
        ctx, &(cc_audit_t){.action = action, .result = result, .user_id = who->id, .target = who->display});
}

static cc_status_t count_failure(cc_context_t *ctx, const cc_signin_rules_t *rules, const credential_t *who)
{
    bool same_window = who->failed_logins > 0 && ctx->now - who->failed_since < rules->window;
    int count = same_window ? who->failed_logins + 1 : 1;
    bool lock = count >= rules->attempts;

    cc_status_t status = set_failures(ctx, who, lock ? 0 : count, same_window ? who->failed_since : ctx->now,
                                      lock ? ctx->now + rules->lockout : 0);

    return status == CC_OK && lock ? audit(ctx, who, "user.lock", "ok") : status;
}

static bool may_enter(bool administrators, const char *user_type, bool active, bool is_admin)
{
    return administrators ? cc_policy_may_administer(user_type, active, is_admin)
                          : cc_policy_may_sign_in(user_type, active);
}

/* Inside the transaction, with the row read again: of any number of parallel guesses only those count that come
 * before the lock, and a right password behind it is refused like a wrong one. CC_CONFLICT: the hash is not the one
 * that was compared with, as it changed meanwhile or the account was locked, so the check says nothing. */
static cc_status_t settle(cc_context_t *ctx, const cc_signin_rules_t *rules, credential_t *who, bool matches,
                          const char *upgraded, const char *action, bool *accepted)
{
    const char *checked = who->hash && !is_locked(ctx, who) ? who->hash : "";
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_CREDENTIAL_BY_ID, CC_ARGS(cc_text_int(ctx->pool, who->id)), credential_row, who);

    if (status != CC_OK) {
        /* who is gone meanwhile is as unknown as anybody else */
        return status == CC_NOT_FOUND ? audit(ctx, who, action, "failed") : status;
    }
    if (is_locked(ctx, who)) {
        return audit(ctx, who, action, "locked");
    }
    if (strcmp(checked, who->hash ? who->hash : "") != 0) {
        return CC_CONFLICT;
    }
    if (!matches) {
        status = count_failure(ctx, rules, who);
        return status == CC_OK ? audit(ctx, who, action, "failed") : status;
    }
    if (!may_enter(rules->administrators, who->user_type, who->active, who->is_admin)) {
        return audit(ctx, who, action, "refused");
    }
    if (who->failed_logins || who->locked_until) {
        status = set_failures(ctx, who, 0, 0, 0);
    }
    if (status == CC_OK && upgraded) {
        status = cc_db_exec(ctx->db, CC_SQL_CREDENTIAL_UPGRADE,
                            CC_ARGS(upgraded, cc_text_int(ctx->pool, who->id), checked), NULL);
    }
    *accepted = status == CC_OK;
    return status;
}

/* Checks and settles; after CC_OK the transaction is still open, so that what follows belongs to it. */
static cc_status_t authenticate(cc_context_t *ctx, const cc_signin_rules_t *rules, credential_t *who,
                                const char *password, const char *action, bool *accepted)
{
    cc_status_t status = CC_CONFLICT;

    *accepted = false;
    for (int tries = 0; status == CC_CONFLICT && tries < 3; tries++) {
        const char *upgraded = NULL;
        bool matches = false;
        status = check(ctx, rules, who, password, &matches, &upgraded);
        if (status == CC_OK) {
            status = cc_db_begin(ctx->db);
        }
        if (status == CC_OK) {
            /* of somebody unknown what was typed is not recorded: it may be a password in the wrong field */
            status = who->id ? settle(ctx, rules, who, matches, upgraded, action, accepted)
                             : audit(ctx, who, action, "failed");
            if (status != CC_OK) {
                cc_db_rollback(ctx->db);
            }
        }
    }
    return status == CC_CONFLICT ? CC_BUSY : status;
}

/* The same for whoever is called so: a login or an e-mail address. A name that is nobody's is checked as well. */
static cc_status_t authenticate_name(cc_context_t *ctx, const cc_signin_rules_t *rules, const char *identifier,
                                     const char *password, credential_t *who, bool *accepted)
{
    cc_status_t status = cc_db_one(ctx->db, CC_SQL_CREDENTIAL_BY_NAME, CC_ARGS(cc_text_fold(ctx->pool, identifier)),
                                   credential_row, who);

    *accepted = false;
    return status == CC_OK || status == CC_NOT_FOUND ? authenticate(ctx, rules, who, password, "signin", accepted)
                                                     : status;
}

static cc_status_t open_session(cc_context_t *ctx, const credential_t *who, const char *site,
                                const cc_session_limits_t *limits, bool remember, const char *old_token,
                                const char **token)
{
    cc_status_t status;

    /* only now it is known that the one who asks is this user: a failed try was made by nobody in particular */
    ctx->actor_id = who->id;
    ctx->actor_label = who->display;
    status = audit(ctx, who, "signin", "ok");

    if (status == CC_OK && old_token) {
        status = cc_db_exec(ctx->db, CC_SQL_SESSION_DELETE_TOKEN, CC_ARGS(cc_token_hash(ctx->pool, old_token)), NULL);
    }
    return status == CC_OK ? cc_session_insert(ctx, site, who->id, limits, remember, token) : status;
}

cc_status_t cc_signin(cc_context_t *ctx, const cc_signin_rules_t *rules, const char *site,
                      const cc_session_limits_t *limits, const char *identifier, const char *password, bool remember,
                      const char *old_token, const char **token)
{
    credential_t who = {0};
    bool accepted;
    cc_status_t status = authenticate_name(ctx, rules, identifier, password, &who, &accepted);

    if (status != CC_OK) {
        return status;
    }
    if (accepted) {
        status = open_session(ctx, &who, site, limits, remember, old_token, token);
    }
    status = cc_db_end(ctx->db, status);
    return status == CC_OK && !accepted ? CC_REFUSED : status;
}

cc_status_t cc_signin_confirm(cc_context_t *ctx, const cc_signin_rules_t *rules, int64_t user_id, const char *password)
{
    credential_t who = {0};
    bool accepted;
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_CREDENTIAL_BY_ID, CC_ARGS(cc_text_int(ctx->pool, user_id)), credential_row, &who);

    if (status != CC_OK) {
        return status == CC_NOT_FOUND ? CC_REFUSED : status;
    }
    status = authenticate(ctx, rules, &who, password, "password.confirm", &accepted);
    if (status == CC_OK) {
        status = cc_db_commit(ctx->db);
    }
    return status == CC_OK && !accepted ? CC_REFUSED : status;
}

cc_status_t cc_signin_check(cc_context_t *ctx, const cc_signin_rules_t *rules, const char *identifier,
                            const char *password, int64_t *user_id)
{
    credential_t who = {0};
    bool accepted;
    cc_status_t status = authenticate_name(ctx, rules, identifier, password, &who, &accepted);

    if (status == CC_OK) {
        status = cc_db_commit(ctx->db);
    }
    *user_id = accepted ? who.id : 0;
    return status == CC_OK && !accepted ? CC_REFUSED : status;
}

cc_status_t cc_signin_user(cc_context_t *ctx, int64_t user_id, cc_user_t *user)
{
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_USER_BY_ID, CC_ARGS(cc_text_int(ctx->pool, user_id)), cc_user_row, user);

    return status == CC_OK && !cc_policy_may_sign_in(user->user_type, user->active) ? CC_NOT_FOUND : status;
}

static cc_status_t named_row(void *baton, const cc_row_t *row)
{
    cc_user_from_row(row, apr_array_push(baton));
    return CC_OK;
}

cc_status_t cc_signin_named(cc_context_t *ctx, const char *name, bool administrators, cc_user_t *user)
{
    apr_array_header_t *found = apr_array_make(ctx->pool, 2, sizeof(cc_user_t));
    const char *key = cc_text_is_utf8(name, strlen(name)) ? cc_text_fold(ctx->pool, name) : "";
    cc_status_t status = *key ? cc_db_select(ctx->db, CC_SQL_USER_BY_NAME, CC_ARGS(key, key), named_row, found) : CC_OK;

    if (status != CC_OK) {
        return status;
    }
    if (found->nelts != 1) {
        return CC_NOT_FOUND; /* nobody, or not certain who */
    }
    *user = APR_ARRAY_IDX(found, 0, cc_user_t);
    /* no password proves who asks: two names that are folded alike may be two people to whoever named them */
    if (!cc_text_same_name(ctx->pool, name, user->login) && !cc_text_same_name(ctx->pool, name, user->email)) {
        return CC_NOT_FOUND;
    }
    return may_enter(administrators, user->user_type, user->active, user->is_admin) ? CC_OK : CC_NOT_FOUND;
}

cc_status_t cc_signin_trusted(cc_context_t *ctx, const char *site, const cc_session_limits_t *limits,
                              bool administrators, int64_t user_id, const char *old_token, const char **token)
{
    credential_t who = {0};
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return status;
    }
    status =
        cc_db_one(ctx->db, CC_SQL_CREDENTIAL_BY_ID, CC_ARGS(cc_text_int(ctx->pool, user_id)), credential_row, &who);
    if (status == CC_NOT_FOUND ||
        (status == CC_OK && !may_enter(administrators, who.user_type, who.active, who.is_admin))) {
        status = CC_REFUSED;
    }
    if (status == CC_OK) {
        status = open_session(ctx, &who, site, limits, false, old_token, token);
    }
    return cc_db_end(ctx->db, status);
}
