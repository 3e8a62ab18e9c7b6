/* External access by customer number and login, as the back office: ccadmin, load. Declared in access.h. */
#include "access_row.h"

#include "../base/text.h"
#include "../store/rows.h"

cc_status_t cc_access_put(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                          const cc_access_values_t *values, cc_problems_t *problems)
{
    const cc_grantor_t grantor = {.back_office = true, .days_back = CC_DAYS_UNLIMITED};
    cc_access_t row = {0};
    cc_audit_t record;
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER,
                  CC_ARGS(cc_text_int(ctx->pool, customer_id), cc_text_int(ctx->pool, user->id)), cc_access_row, &row);

    if (status == CC_NOT_FOUND) {
        status = cc_access_judge(ctx, cc_policy_add(&grantor, values->role, values->days_back), &grantor, problems);
        status = status == CC_OK ? cc_access_insert_row(ctx, customer_id, user, values) : status;
        record = cc_access_added(ctx, customer_id, user, values);
    } else if (status == CC_OK) {
        if (cc_access_has(&row, values)) {
            return CC_OK; /* as it is already, which even an Owner row may stay */
        }
        status = cc_access_judge(
            ctx, cc_policy_edit(&grantor, row.role, row.days_back, false, values->role, values->days_back), &grantor,
            problems);
        status = status == CC_OK ? cc_access_update_row(ctx, &row, values) : status;
        record = cc_access_changed(ctx, "access.edit", &row, values);
    }
    if (status == CC_OK) {
        record.result = "ok";
        status = cc_audit_write(ctx, &record);
    }
    return status;
}

static cc_status_t find_both(cc_context_t *ctx, const char *number, const char *login, int64_t *customer_id,
                             cc_user_t *user, cc_problems_t *problems)
{
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_BY_NUMBER, CC_ARGS(number), customer_id);

    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "customer", "There is no customer {}.", number);
        return CC_INVALID;
    }
    if (status == CC_OK) {
        status = cc_db_one(ctx->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(ctx->pool, login)), cc_user_row, user);
    }
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "user", "There is no user {}.", login);
        return CC_INVALID;
    }
    return status;
}

/* What was not given stays as it is in the row that exists. */
static cc_status_t merge_values(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user, bool keep_days,
                                bool keep_notes, cc_access_values_t *values, cc_problems_t *problems)
{
    cc_access_t row = {0};
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER,
                  CC_ARGS(cc_text_int(ctx->pool, customer_id), cc_text_int(ctx->pool, user->id)), cc_access_row, &row);

    if (status == CC_NOT_FOUND && !cc_policy_may_sign_in(user->user_type, user->active)) {
        cc_problem_add(problems, "user", "Only active users of type INT or EXT can be given access.", NULL);
        return CC_INVALID;
    }
    if (status == CC_OK && keep_days) {
        values->days_back = row.days_back;
    }
    if (status == CC_OK && keep_notes) {
        values->notes = row.notes;
    }
    return status == CC_NOT_FOUND ? CC_OK : status;
}

/* A refusal leaves its record and nothing else, as on every other way to change a row. */
static void audit_refused(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                          const cc_access_values_t *values)
{
    cc_access_t row = {0};
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return;
    }
    status =
        cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER,
                  CC_ARGS(cc_text_int(ctx->pool, customer_id), cc_text_int(ctx->pool, user->id)), cc_access_row, &row);
    if (status == CC_OK) {
        cc_audit_t record = cc_access_changed(ctx, "access.edit", &row, values);
        record.result = "refused";
        status = cc_audit_write(ctx, &record);
    }
    cc_db_end(ctx->db, status);
}

cc_status_t cc_access_grant(cc_context_t *ctx, const char *customer_number, const char *login, const char *role,
                            const char *days_back, const char *notes, cc_problems_t *problems)
{
    int64_t customer_id = 0;
    cc_user_t user = {0};
    cc_access_values_t values;
    cc_status_t status = cc_access_parse(ctx->pool, role, days_back, notes, &values, problems);

    if (status == CC_OK) {
        status = cc_db_begin(ctx->db);
    }
    if (status != CC_OK) {
        return status;
    }
    status = find_both(ctx, customer_number, login, &customer_id, &user, problems);
    if (status == CC_OK) {
        status = merge_values(ctx, customer_id, &user, !days_back, !notes, &values, problems);
    }
    if (status == CC_OK) {
        status = cc_access_put(ctx, customer_id, &user, &values, problems);
    }
    status = cc_db_end(ctx->db, status);
    if (status == CC_REFUSED) {
        audit_refused(ctx, customer_id, &user, &values);
    }
    return status;
}

cc_status_t cc_access_revoke(cc_context_t *ctx, const char *customer_number, const char *login, cc_problems_t *problems)
{
    cc_access_actor_t actor = {0};
    cc_user_t user = {0};
    cc_access_t row = {0};
    cc_status_t status = find_both(ctx, customer_number, login, &actor.customer_id, &user, problems);

    if (status == CC_OK) {
        status = cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER,
                           CC_ARGS(cc_text_int(ctx->pool, actor.customer_id), cc_text_int(ctx->pool, user.id)),
                           cc_access_row, &row);
        if (status == CC_NOT_FOUND) {
            cc_problem_add(problems, "user", "The user {} has no access to this customer.", login);
            status = CC_INVALID;
        }
    }
    return status == CC_OK ? cc_access_remove(ctx, &actor, row.id, row.version, problems) : status;
}
