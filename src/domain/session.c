#include "session.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "audit.h"
#include "policy.h"
#include "token.h"

#include <sodium.h>
#include <stdlib.h>

#define TOUCH_INTERVAL 60 /* seconds that last_used_at may be behind, but no more than a tenth of the idle limit */

typedef struct {
    cc_session_t *session;
    cc_user_t *user;
} found_t;

static void session_columns(const cc_row_t *row, int n, cc_session_t *session)
{
    session->id = cc_row_int(row, n, 0);
    session->created_at = cc_row_int(row, n + 1, 0);
    session->last_used_at = cc_row_int(row, n + 2, 0);
    session->expires_at = cc_row_int(row, n + 3, 0);
    session->idle = (int)cc_row_int(row, n + 4, 0);
    session->address = cc_row_text(row, n + 5);
    session->user_agent = cc_row_text(row, n + 6);
}

/* On every page: what none of them looks at is not asked. */
static cc_status_t found_row(void *baton, const cc_row_t *row)
{
    found_t *found = baton;

    *found->user = (cc_user_t){.id = cc_row_int(row, 0, 0),
                               .login = cc_row_text(row, 1),
                               .email = cc_row_text(row, 2),
                               .name = cc_row_text(row, 3),
                               .user_type = cc_row_text(row, 4),
                               .active = cc_row_bool(row, 5),
                               .is_admin = cc_row_bool(row, 6),
                               .phone = cc_row_text(row, 7),
                               .language = cc_row_text(row, 8)};
    found->session->id = cc_row_int(row, 9, 0);
    found->session->last_used_at = cc_row_int(row, 10, 0);
    found->session->expires_at = cc_row_int(row, 11, 0);
    found->session->idle = (int)cc_row_int(row, 12, 0);
    return CC_OK;
}

cc_status_t cc_session_find(cc_context_t *ctx, const char *site, const char *token, cc_session_t *session,
                            cc_user_t *user)
{
    found_t found = {session, user};
    cc_status_t status;

    if (!cc_token_plausible(token)) {
        return CC_NOT_FOUND;
    }
    session->token_hash = cc_token_hash(ctx->pool, token);
    status = cc_db_one(ctx->db, CC_SQL_SESSION_BY_TOKEN,
                       CC_ARGS(session->token_hash, site, cc_text_int(ctx->pool, ctx->now)), found_row, &found);
    if (status == CC_OK && !cc_policy_may_sign_in(user->user_type, user->active)) {
        status = CC_NOT_FOUND;
    }
    return status;
}

static int64_t min64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void cc_session_touch(cc_context_t *ctx, const cc_session_t *session)
{
    int64_t ends = min64(ctx->now + session->idle, session->expires_at);
    int interval = session->idle / 10 < TOUCH_INTERVAL ? session->idle / 10 : TOUCH_INTERVAL;

    /* last used later than now: the clock was ahead, and the session would end as much too late */
    if (llabs((long long)(ctx->now - session->last_used_at)) < (interval > 1 ? interval : 1) ||
        cc_db_try_begin(ctx->db) != CC_OK) {
        return; /* a later request will do */
    }
    cc_db_end(ctx->db, cc_db_exec(ctx->db, CC_SQL_SESSION_TOUCH,
                                  CC_ARGS(cc_text_int(ctx->pool, ctx->now), cc_text_int(ctx->pool, ends),
                                          cc_text_int(ctx->pool, session->id)),
                                  NULL));
}

static cc_status_t id_row(void *baton, const cc_row_t *row)
{
    APR_ARRAY_PUSH((apr_array_header_t *)baton, const char *) = cc_row_text(row, 0);
    return CC_OK;
}

static cc_status_t delete_ended(cc_context_t *ctx)
{
    apr_array_header_t *ids = apr_array_make(ctx->pool, 20, sizeof(const char *));
    cc_status_t status =
        cc_db_select(ctx->db, CC_SQL_SESSION_ENDED, CC_ARGS(cc_text_int(ctx->pool, ctx->now)), id_row, ids);

    for (int i = 0; status == CC_OK && i < ids->nelts; i++) {
        status = cc_db_exec(ctx->db, CC_SQL_SESSION_DELETE_ID, CC_ARGS(APR_ARRAY_IDX(ids, i, const char *)), NULL);
    }
    return status;
}

#define RANDOM_BITS 52 /* and one before them: every program takes that for the whole number that it is */

/* Users see the ids of their own sessions: counted up, they would tell how often everybody else signs in. */
static int64_t random_id(void)
{
    const uint64_t least = UINT64_C(1) << RANDOM_BITS;
    uint64_t bits;

    randombytes_buf(&bits, sizeof(bits));
    return (int64_t)(least + bits % least);
}

cc_status_t cc_session_insert(cc_context_t *ctx, const char *site, int64_t user_id, const cc_session_limits_t *limits,
                              bool remember, const char **token)
{
    apr_pool_t *pool = ctx->pool;
    bool kept = remember && limits->remember;
    int idle = kept ? limits->remember : limits->idle;
    int64_t expires = ctx->now + (kept ? limits->remember : limits->absolute);
    const char *now = cc_text_int(pool, ctx->now);
    cc_status_t status = delete_ended(ctx);

    if (status != CC_OK) {
        return status;
    }
    *token = cc_token_new(pool);
    return cc_db_exec(ctx->db, CC_SQL_SESSION_INSERT,
                      CC_ARGS(cc_text_int(pool, random_id()), cc_token_hash(pool, *token), site,
                              cc_text_int(pool, user_id), now, now, cc_text_int(pool, idle), cc_text_int(pool, expires),
                              cc_text_int(pool, min64(ctx->now + idle, expires)), ctx->address, ctx->user_agent),
                      NULL);
}

/* Whose sessions they were: the actor's own, but for those that ccadmin ends. */
static cc_status_t audit_end(cc_context_t *ctx, const char *action, int64_t user_id)
{
    const char *target = ctx->actor_label;
    cc_status_t status = CC_OK;

    if (user_id != ctx->actor_id) {
        cc_user_t user;
        status = cc_db_one(ctx->db, CC_SQL_USER_BY_ID, CC_ARGS(cc_text_int(ctx->pool, user_id)), cc_user_row, &user);
        target = status == CC_OK ? cc_text_user(ctx->pool, user.name, user.login, user.user_type) : NULL;
    }
    return status == CC_OK
               ? cc_audit_write(ctx,
                                &(cc_audit_t){.action = action, .result = "ok", .user_id = user_id, .target = target})
               : status;
}

static cc_status_t end_with_audit(cc_context_t *ctx, cc_sql_t sql, cc_args_t args, const char *action, int64_t user_id,
                                  int *ended)
{
    int rows = 0;
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return status;
    }
    status = cc_db_exec(ctx->db, sql, args, &rows);
    if (status == CC_OK && rows > 0) {
        status = audit_end(ctx, action, user_id);
    }
    if (ended) {
        *ended = rows;
    }
    return cc_db_end(ctx->db, status);
}

cc_status_t cc_session_end(cc_context_t *ctx, const char *token)
{
    return end_with_audit(ctx, CC_SQL_SESSION_DELETE_TOKEN, CC_ARGS(cc_token_hash(ctx->pool, token)), "signout",
                          ctx->actor_id, NULL);
}

cc_status_t cc_session_end_own(cc_context_t *ctx, int64_t user_id, int64_t session_id)
{
    return end_with_audit(ctx, CC_SQL_SESSION_DELETE_OWN,
                          CC_ARGS(cc_text_int(ctx->pool, session_id), cc_text_int(ctx->pool, user_id)), "session.end",
                          user_id, NULL);
}

cc_status_t cc_session_end_all(cc_context_t *ctx, int64_t user_id, int *ended)
{
    return end_with_audit(ctx, CC_SQL_SESSION_DELETE_USER, CC_ARGS(cc_text_int(ctx->pool, user_id)), "session.end_all",
                          user_id, ended);
}

cc_status_t cc_session_count(cc_context_t *ctx, int64_t *count)
{
    return cc_db_number(ctx->db, CC_SQL_SESSION_COUNT, CC_ARGS(cc_text_int(ctx->pool, ctx->now)), count);
}

static cc_status_t list_row(void *baton, const cc_row_t *row)
{
    session_columns(row, 0, apr_array_push(baton));
    return CC_OK;
}

cc_status_t cc_session_list(cc_context_t *ctx, int64_t user_id, apr_array_header_t **sessions)
{
    *sessions = apr_array_make(ctx->pool, 4, sizeof(cc_session_t));
    return cc_db_select(ctx->db, CC_SQL_SESSION_OF_USER,
                        CC_ARGS(cc_text_int(ctx->pool, user_id), cc_text_int(ctx->pool, ctx->now)), list_row,
                        *sessions);
}
