#include "backoffice.h"

#include "../base/text.h"
#include "policy.h"

typedef struct {
    const char *user_type;
    bool active, is_admin;
} actor_t;

static cc_status_t actor_row(void *baton, const cc_row_t *row)
{
    *(actor_t *)baton = (actor_t){cc_row_text(row, 1), cc_row_bool(row, 2), cc_row_bool(row, 3)};
    return CC_OK;
}

static cc_status_t lock_user(cc_context_t *ctx, int64_t id, actor_t *user)
{
    return cc_db_one(ctx->db, CC_SQL_USER_ADMIN, CC_ARGS(cc_text_int(ctx->pool, id)), actor_row, user);
}

cc_status_t cc_backoffice_begin(cc_context_t *ctx, int64_t user_id)
{
    actor_t actor = {0}, user;
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return status;
    }
    status = lock_user(ctx, ctx->actor_id, &actor);
    if (status == CC_NOT_FOUND ||
        (status == CC_OK && !cc_policy_may_administer(actor.user_type, actor.active, actor.is_admin))) {
        status = CC_REFUSED;
    }
    /* two administrators who change each other follow one another, as all transactions do (store/transaction.c) */
    if (status == CC_OK && user_id) {
        status = lock_user(ctx, user_id, &user);
        status = status == CC_NOT_FOUND ? CC_OK : status;
    }
    if (status != CC_OK) {
        cc_db_rollback(ctx->db);
    }
    if (status == CC_REFUSED && cc_db_begin(ctx->db) == CC_OK) {
        cc_db_end(ctx->db, cc_audit_write(ctx, &(cc_audit_t){.action = "backoffice.change", .result = "refused"}));
    }
    return status;
}

cc_status_t cc_backoffice_end(cc_context_t *ctx, cc_status_t status, const cc_audit_t *refused)
{
    status = cc_db_end(ctx->db, status);
    if (refused && (status == CC_INVALID || status == CC_REFUSED) && cc_db_begin(ctx->db) == CC_OK) {
        cc_audit_t record = *refused;
        record.result = "refused";
        cc_db_end(ctx->db, cc_audit_write(ctx, &record));
    }
    return status;
}

cc_status_t cc_backoffice_audit(cc_context_t *ctx, cc_audit_t record)
{
    record.result = "ok";
    return cc_audit_write(ctx, &record);
}
