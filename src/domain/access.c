#include "access_row.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "audit.h"

#include <string.h>

#define LOOKUPS_MAX 100
#define LOOKUPS_WINDOW 900 /* seconds */

static const char unknown_email[] =
    "No user was found with this email. Please check if you have entered the correct email address.";

cc_status_t cc_access_parse(apr_pool_t *pool, const char *role, const char *days_back, const char *notes,
                            cc_access_values_t *values, cc_problems_t *problems)
{
    int64_t days = CC_DAYS_UNLIMITED;

    values->role = cc_role_parse(role);
    if (values->role == CC_ROLE_NONE || strlen(role) != 3) {
        cc_problem_add(problems, "role", "Please choose one of the roles that are offered.", NULL);
    }
    if (days_back && *days_back && !cc_text_to_int(days_back, CC_DAYS_MAX, &days)) {
        cc_problem_add(problems, "days_back", "A whole number of days from 0 to 36500, or nothing for no limit.", NULL);
    }
    values->days_back = (int)days;
    values->notes = cc_sql_text(notes ? cc_text_trim(pool, notes) : NULL);
    if (values->notes && cc_text_length(values->notes) > CC_NOTES_MAX) {
        cc_problem_add(problems, "notes", "At most {} characters are allowed.", cc_text_int(pool, CC_NOTES_MAX));
    } else if (values->notes && cc_text_has_control(values->notes, true)) {
        cc_problem_add(problems, "notes", "Control characters and invisible characters are not allowed.", NULL);
    }
    return cc_problems_any(problems) ? CC_INVALID : CC_OK;
}

/* ---- the actor, as they stand now ---- */

/* Begins the transaction, locks the customer, and reads the actor's own row under that lock. */
static cc_status_t begin_as(cc_context_t *ctx, const cc_access_actor_t *actor, cc_grantor_t *grantor)
{
    const char *customer = cc_text_int(ctx->pool, actor->customer_id);
    int64_t id;
    cc_user_t user;
    cc_access_t own = {0};
    cc_status_t status = cc_db_begin(ctx->db);

    if (status != CC_OK) {
        return status;
    }
    status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_LOCK, CC_ARGS(customer), &id);
    *grantor = (cc_grantor_t){.back_office = actor->user_id == 0, .days_back = CC_DAYS_UNLIMITED};
    if (status == CC_OK && actor->user_id) {
        const char *user_id = cc_text_int(ctx->pool, actor->user_id);
        status = cc_db_one(ctx->db, CC_SQL_USER_BY_ID, CC_ARGS(user_id), cc_user_row, &user);
        if (status == CC_OK && cc_policy_may_sign_in(user.user_type, user.active)) {
            status = cc_db_one(ctx->db, CC_SQL_ACCESS_OF_ACTOR, CC_ARGS(customer, user_id, ctx->today, ctx->today),
                               cc_access_row, &own);
            grantor->role = own.role;
            grantor->days_back = own.days_back;
        }
        /* no row any more, no agreement in force, or no user: an actor without rights, which the policy refuses */
        status = status == CC_NOT_FOUND ? CC_OK : status;
    }
    if (status != CC_OK) {
        cc_db_rollback(ctx->db);
    }
    return status;
}

/* A refusal rolls back whatever was begun and leaves only its audit record. */
static cc_status_t finish(cc_context_t *ctx, cc_status_t status, cc_audit_t record)
{
    bool refused = status == CC_REFUSED || status == CC_INVALID;

    if (status == CC_OK) {
        record.result = "ok";
        status = cc_audit_write(ctx, &record);
    }
    status = cc_db_end(ctx->db, status);
    if (refused && cc_db_begin(ctx->db) == CC_OK) {
        record.result = "refused";
        cc_db_end(ctx->db, cc_audit_write(ctx, &record));
    }
    return status;
}

/* ---- adding ---- */

static cc_status_t find_candidate(cc_context_t *ctx, int64_t customer_id, const char *email, cc_user_t *user,
                                  cc_problems_t *problems)
{
    int rows = 0;
    cc_status_t status;

    if (!*cc_text_trim(ctx->pool, email)) {
        cc_problem_add(problems, "email", "Please fill in this field.", NULL);
        return CC_INVALID;
    }
    status = cc_db_one(ctx->db, CC_SQL_USER_BY_EMAIL, CC_ARGS(cc_text_fold(ctx->pool, email)), cc_user_row, user);
    if (status == CC_NOT_FOUND || (status == CC_OK && !cc_policy_may_sign_in(user->user_type, user->active))) {
        cc_problem_add(problems, "email", unknown_email, NULL);
        return CC_INVALID;
    }
    if (status == CC_OK) {
        status = cc_db_select(ctx->db, CC_SQL_ACCESS_BY_USER,
                              CC_ARGS(cc_text_int(ctx->pool, customer_id), cc_text_int(ctx->pool, user->id)),
                              cc_count_row, &rows);
    }
    if (status == CC_OK && rows) {
        cc_problem_add(problems, "email", "This user already has access to this customer.", NULL);
        return CC_INVALID;
    }
    return status;
}

/* Counts the look-ups of this actor in the audit, which is exact and holds on every node. */
static cc_status_t check_limit(cc_context_t *ctx)
{
    int64_t count = 0;
    cc_status_t status = cc_db_number(
        ctx->db, CC_SQL_AUDIT_LOOKUPS,
        CC_ARGS(cc_text_int(ctx->pool, ctx->actor_id), cc_text_int(ctx->pool, ctx->now - LOOKUPS_WINDOW)), &count);

    return status == CC_OK && count >= LOOKUPS_MAX ? CC_LIMITED : status;
}

cc_status_t cc_access_lookup(cc_context_t *ctx, const cc_access_actor_t *actor, const char *email, cc_user_t *found,
                             cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_status_t answer, status = begin_as(ctx, actor, &grantor);

    if (status != CC_OK) {
        return status;
    }
    if (!cc_policy_may_give_role(&grantor, CC_ROLE_BASIC)) {
        return cc_db_end(ctx->db, CC_REFUSED);
    }
    status = check_limit(ctx);
    if (status != CC_OK) {
        return cc_db_end(ctx->db, status);
    }
    answer = find_candidate(ctx, actor->customer_id, email, found, problems);
    if (answer != CC_OK && answer != CC_INVALID) {
        return cc_db_end(ctx->db, answer);
    }
    status = cc_db_end(ctx->db, cc_audit_write(ctx, &(cc_audit_t){.action = "access.lookup",
                                                                  .result = answer == CC_OK ? "ok" : "failed",
                                                                  .customer_id = actor->customer_id,
                                                                  .user_id = answer == CC_OK ? found->id : 0}));
    return status == CC_OK ? answer : status;
}

cc_status_t cc_access_add(cc_context_t *ctx, const cc_access_actor_t *actor, const char *email,
                          const cc_access_values_t *values, cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_user_t user = {0};
    cc_audit_t record;
    bool missed;
    cc_status_t status = begin_as(ctx, actor, &grantor);

    if (status != CC_OK) {
        return status;
    }
    status = cc_access_judge(ctx, cc_policy_add(&grantor, values->role, values->days_back), &grantor, problems);
    if (status == CC_OK && actor->user_id) {
        status = check_limit(ctx);
    }
    if (status == CC_OK) {
        status = find_candidate(ctx, actor->customer_id, email, &user, problems);
    }
    missed = cc_problem_of(problems, "email") != NULL;
    if (status == CC_OK) {
        status = cc_access_insert_row(ctx, actor->customer_id, &user, values);
    }
    record = cc_access_added(ctx, actor->customer_id, &user, values);
    if (missed) {
        record.action = "access.lookup"; /* a miss here tells as much as a miss in step 1, so it counts as one */
    }
    return finish(ctx, status, record);
}

/* ---- changing and removing ---- */

/* Begins the change of this row. Anything but CC_OK: there is no transaction. */
static cc_status_t begin_with(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, cc_grantor_t *grantor,
                              cc_access_t *row)
{
    cc_status_t status = begin_as(ctx, actor, grantor);

    if (status == CC_OK) {
        status = cc_access_get(ctx, actor->customer_id, id, row);
        status = status == CC_OK ? CC_OK : cc_db_end(ctx->db, status);
    }
    return status;
}

cc_status_t cc_access_get(cc_context_t *ctx, int64_t customer_id, int64_t id, cc_access_t *row)
{
    return cc_db_one(ctx->db, CC_SQL_ACCESS_BY_ID,
                     CC_ARGS(cc_text_int(ctx->pool, id), cc_text_int(ctx->pool, customer_id)), cc_access_row, row);
}

cc_status_t cc_access_edit(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                           const cc_access_values_t *values, cc_access_t *present, cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_access_t row = {0};
    cc_status_t status = begin_with(ctx, actor, id, &grantor, &row);

    if (status != CC_OK) {
        return status;
    }
    if (present) {
        *present = row;
    }
    status =
        cc_access_judge(ctx, cc_policy_touch(&grantor, row.role, row.user_id == actor->user_id), &grantor, problems);
    if (status == CC_OK && row.version != version) {
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = cc_access_judge(ctx,
                                 cc_policy_edit(&grantor, row.role, row.days_back, row.user_id == actor->user_id,
                                                values->role, values->days_back),
                                 &grantor, problems);
    }
    if (status == CC_OK && cc_access_has(&row, values)) {
        return cc_db_end(ctx->db, CC_OK);
    }
    if (status == CC_OK) {
        status = cc_access_update_row(ctx, &row, values);
    }
    return finish(ctx, status, cc_access_changed(ctx, "access.edit", &row, values));
}

cc_status_t cc_access_remove(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                             cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_access_t row = {0};
    cc_status_t status = begin_with(ctx, actor, id, &grantor, &row);

    if (status != CC_OK) {
        return status;
    }
    status =
        cc_access_judge(ctx, cc_policy_remove(&grantor, row.role, row.user_id == actor->user_id), &grantor, problems);
    if (status == CC_OK && row.version != version) {
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = cc_access_delete_row(ctx, &row);
    }
    return finish(ctx, status, cc_access_changed(ctx, "access.remove", &row, NULL));
}
