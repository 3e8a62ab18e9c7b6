#include "access_row.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "../store/users.h"

/* Turns the policy's answer into a status and a problem on the field that it is about. */
cc_status_t cc_access_judge(cc_context_t *ctx, cc_grant_t why, const cc_grantor_t *grantor, cc_problems_t *problems)
{
    switch (why) {
    case CC_GRANT_OK: return CC_OK;
    case CC_GRANT_ROLE_TOO_HIGH: cc_problem_add(problems, "role", cc_grant_message(why), NULL); return CC_INVALID;
    case CC_GRANT_DAYS_TOO_MANY:
        cc_problem_add(problems, "days_back", cc_grant_message(why), cc_text_int(ctx->pool, grantor->days_back));
        return CC_INVALID;
    default: cc_problem_add(problems, "role", cc_grant_message(why), NULL); return CC_REFUSED;
    }
}

bool cc_access_has(const cc_access_t *row, const cc_access_values_t *values)
{
    return row->role == values->role && row->days_back == values->days_back && cc_text_same(row->notes, values->notes);
}

cc_status_t cc_access_insert_only(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                                  const cc_access_values_t *values)
{
    apr_pool_t *pool = ctx->pool;

    return cc_db_exec(ctx->db, CC_SQL_ACCESS_INSERT,
                      CC_ARGS(cc_text_int(pool, customer_id), cc_text_int(pool, user->id), cc_role_code(values->role),
                              cc_sql_days(pool, values->days_back), cc_sql_days_key(pool, values->days_back),
                              values->notes, cc_user_key(pool, user), cc_text_key(pool, values->notes),
                              cc_text_int(pool, customer_id)),
                      NULL);
}

cc_status_t cc_access_update_only(cc_context_t *ctx, const cc_access_t *row, const cc_access_values_t *values)
{
    apr_pool_t *pool = ctx->pool;
    int rows = 0;
    cc_status_t status =
        cc_db_exec(ctx->db, CC_SQL_ACCESS_UPDATE,
                   CC_ARGS(cc_role_code(values->role), cc_sql_days(pool, values->days_back),
                           cc_sql_days_key(pool, values->days_back), values->notes, cc_text_key(pool, values->notes),
                           cc_text_int(pool, row->id), cc_text_int(pool, row->version)),
                   &rows);

    return status == CC_OK && rows != 1 ? CC_CONFLICT : status;
}

cc_status_t cc_access_delete_only(cc_context_t *ctx, const cc_access_t *row)
{
    int rows = 0;
    cc_status_t status =
        cc_db_exec(ctx->db, CC_SQL_ACCESS_DELETE,
                   CC_ARGS(cc_text_int(ctx->pool, row->id), cc_text_int(ctx->pool, row->version)), &rows);

    return status == CC_OK && rows != 1 ? CC_CONFLICT : status;
}

cc_status_t cc_access_bump(cc_context_t *ctx, int64_t customer_id)
{
    return cc_db_exec(ctx->db, CC_SQL_PANEL_BUMP, CC_ARGS(cc_text_int(ctx->pool, customer_id)), NULL);
}

cc_status_t cc_access_insert_row(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                                 const cc_access_values_t *values)
{
    cc_status_t status = cc_access_insert_only(ctx, customer_id, user, values);

    return status == CC_OK ? cc_access_bump(ctx, customer_id) : status;
}

cc_status_t cc_access_update_row(cc_context_t *ctx, const cc_access_t *row, const cc_access_values_t *values)
{
    cc_status_t status = cc_access_update_only(ctx, row, values);

    return status == CC_OK ? cc_access_bump(ctx, row->customer.id) : status;
}

cc_status_t cc_access_delete_row(cc_context_t *ctx, const cc_access_t *row)
{
    cc_status_t status = cc_access_delete_only(ctx, row);

    return status == CC_OK ? cc_access_bump(ctx, row->customer.id) : status;
}

cc_audit_t cc_access_added(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                           const cc_access_values_t *values)
{
    return (cc_audit_t){.action = "access.add",
                        .customer_id = customer_id,
                        .user_id = user->id,
                        .target = user->id ? cc_text_user(ctx->pool, user->name, user->login, user->user_type) : NULL,
                        .after = cc_audit_access_json(ctx->pool, values->role, values->days_back, values->notes)};
}

cc_audit_t cc_access_changed(cc_context_t *ctx, const char *action, const cc_access_t *row,
                             const cc_access_values_t *values)
{
    return (cc_audit_t){
        .action = action,
        .customer_id = row->customer.id,
        .user_id = row->user_id,
        .target = row->user_display,
        .before = cc_audit_access_json(ctx->pool, row->role, row->days_back, row->notes),
        .after = values ? cc_audit_access_json(ctx->pool, values->role, values->days_back, values->notes) : NULL};
}
