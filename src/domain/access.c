#include "access.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "../store/users.h"
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
            status = cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER, CC_ARGS(customer, user_id), cc_access_row, &own);
            grantor->role = own.role;
            grantor->days_back = own.days_back;
        }
        /* no row any more, or no user: an actor without rights, which the policy refuses */
        status = status == CC_NOT_FOUND ? CC_OK : status;
    }
    if (status != CC_OK) {
        cc_db_rollback(ctx->db);
    }
    return status;
}

/* Turns the policy's answer into a status and a problem on the field that it is about. */
static cc_status_t judge(cc_context_t *ctx, cc_grant_t why, const cc_grantor_t *grantor, cc_problems_t *problems)
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

cc_status_t cc_access_lookup(cc_context_t *ctx, const cc_access_actor_t *actor, const char *email,
                             cc_access_candidate_t *found, cc_problems_t *problems)
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
    answer = find_candidate(ctx, actor->customer_id, email, &found->user, problems);
    if (answer != CC_OK && answer != CC_INVALID) {
        return cc_db_end(ctx->db, answer);
    }
    status = cc_db_end(ctx->db, cc_audit_write(ctx, &(cc_audit_t){.action = "access.lookup",
                                                                  .result = answer == CC_OK ? "ok" : "failed",
                                                                  .customer_id = actor->customer_id,
                                                                  .user_id = answer == CC_OK ? found->user.id : 0}));
    return status == CC_OK ? answer : status;
}

static cc_status_t insert_row(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                              const cc_access_values_t *values)
{
    apr_pool_t *pool = ctx->pool;

    return cc_db_exec(ctx->db, CC_SQL_ACCESS_INSERT,
                      CC_ARGS(cc_text_int(pool, customer_id), cc_text_int(pool, user->id), cc_role_code(values->role),
                              cc_sql_days(pool, values->days_back), values->notes, cc_user_key(pool, user),
                              cc_text_fold(pool, values->notes)),
                      NULL);
}

static cc_audit_t added(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user, const cc_access_values_t *values)
{
    return (cc_audit_t){.action = "access.add",
                        .customer_id = customer_id,
                        .user_id = user->id,
                        .target = user->id ? cc_text_user(ctx->pool, user->name, user->login, user->user_type) : NULL,
                        .after = cc_audit_access_json(ctx->pool, values->role, values->days_back, values->notes)};
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
    status = judge(ctx, cc_policy_add(&grantor, values->role, values->days_back), &grantor, problems);
    if (status == CC_OK && actor->user_id) {
        status = check_limit(ctx);
    }
    if (status == CC_OK) {
        status = find_candidate(ctx, actor->customer_id, email, &user, problems);
    }
    missed = cc_problem_of(problems, "email") != NULL;
    if (status == CC_OK) {
        status = insert_row(ctx, actor->customer_id, &user, values);
    }
    record = added(ctx, actor->customer_id, &user, values);
    if (missed) {
        record.action = "access.lookup"; /* a miss here tells as much as a miss in step 1, so it counts as one */
    }
    return finish(ctx, status, record);
}

/* ---- changing and removing ---- */

cc_status_t cc_access_get(cc_context_t *ctx, int64_t customer_id, int64_t id, cc_access_t *row)
{
    return cc_db_one(ctx->db, CC_SQL_ACCESS_BY_ID,
                     CC_ARGS(cc_text_int(ctx->pool, id), cc_text_int(ctx->pool, customer_id)), cc_access_row, row);
}

static cc_audit_t changed(cc_context_t *ctx, const char *action, const cc_access_t *row,
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

static cc_status_t update_row(cc_context_t *ctx, const cc_access_t *row, const cc_access_values_t *values)
{
    apr_pool_t *pool = ctx->pool;
    int rows = 0;
    cc_status_t status = cc_db_exec(ctx->db, CC_SQL_ACCESS_UPDATE,
                                    CC_ARGS(cc_role_code(values->role), cc_sql_days(pool, values->days_back),
                                            values->notes, cc_text_fold(pool, values->notes),
                                            cc_text_int(pool, row->id), cc_text_int(pool, row->version)),
                                    &rows);

    return status == CC_OK && rows != 1 ? CC_CONFLICT : status;
}

static cc_status_t delete_row(cc_context_t *ctx, const cc_access_t *row)
{
    int rows = 0;
    cc_status_t status =
        cc_db_exec(ctx->db, CC_SQL_ACCESS_DELETE,
                   CC_ARGS(cc_text_int(ctx->pool, row->id), cc_text_int(ctx->pool, row->version)), &rows);

    return status == CC_OK && rows != 1 ? CC_CONFLICT : status;
}

cc_status_t cc_access_edit(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                           const cc_access_values_t *values, cc_access_t *present, cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_access_t row = {0};
    cc_status_t status = begin_as(ctx, actor, &grantor);

    if (status != CC_OK) {
        return status;
    }
    status = cc_access_get(ctx, actor->customer_id, id, &row);
    if (status != CC_OK) {
        return cc_db_end(ctx->db, status);
    }
    if (present) {
        *present = row;
    }
    status = judge(ctx, cc_policy_touch(&grantor, row.role, row.user_id == actor->user_id), &grantor, problems);
    if (status == CC_OK && row.version != version) {
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = judge(ctx,
                       cc_policy_edit(&grantor, row.role, row.days_back, row.user_id == actor->user_id, values->role,
                                      values->days_back),
                       &grantor, problems);
    }
    if (status == CC_OK) {
        status = update_row(ctx, &row, values);
    }
    return finish(ctx, status, changed(ctx, "access.edit", &row, values));
}

cc_status_t cc_access_remove(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                             cc_problems_t *problems)
{
    cc_grantor_t grantor;
    cc_access_t row = {0};
    cc_status_t status = begin_as(ctx, actor, &grantor);

    if (status != CC_OK) {
        return status;
    }
    status = cc_access_get(ctx, actor->customer_id, id, &row);
    if (status != CC_OK) {
        return cc_db_end(ctx->db, status);
    }
    status = judge(ctx, cc_policy_remove(&grantor, row.role, row.user_id == actor->user_id), &grantor, problems);
    if (status == CC_OK && row.version != version) {
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = delete_row(ctx, &row);
    }
    return finish(ctx, status, changed(ctx, "access.remove", &row, NULL));
}

/* ---- ccadmin and load: by customer number and login, as the back office ---- */

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
        if (!cc_policy_may_sign_in(user->user_type, true)) {
            cc_problem_add(problems, "user", "Only users of type INT or EXT can be given access.", NULL);
            return CC_INVALID;
        }
        status = judge(ctx, cc_policy_add(&grantor, values->role, values->days_back), &grantor, problems);
        status = status == CC_OK ? insert_row(ctx, customer_id, user, values) : status;
        record = added(ctx, customer_id, user, values);
    } else if (status == CC_OK) {
        if (row.role == values->role && row.days_back == values->days_back &&
            !strcmp(row.notes ? row.notes : "", values->notes ? values->notes : "")) {
            return CC_OK; /* as it is already, which even an Owner row may stay */
        }
        status = judge(ctx, cc_policy_edit(&grantor, row.role, row.days_back, false, values->role, values->days_back),
                       &grantor, problems);
        status = status == CC_OK ? update_row(ctx, &row, values) : status;
        record = changed(ctx, "access.edit", &row, values);
    }
    if (status == CC_OK) {
        record.result = "ok";
        status = cc_audit_write(ctx, &record);
    }
    return status;
}

static cc_status_t id_row(void *baton, const cc_row_t *row)
{
    *(int64_t *)baton = cc_row_int(row, 0, 0);
    return CC_OK;
}

static cc_status_t find_both(cc_context_t *ctx, const char *number, const char *login, int64_t *customer_id,
                             cc_user_t *user, cc_problems_t *problems)
{
    cc_status_t status = cc_db_one(ctx->db, CC_SQL_CUSTOMER_BY_NUMBER, CC_ARGS(number), id_row, customer_id);

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

cc_status_t cc_access_grant(cc_context_t *ctx, const char *customer_number, const char *login, const char *role,
                            const char *days_back, const char *notes, cc_problems_t *problems)
{
    int64_t customer_id;
    cc_user_t user;
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
    return cc_db_end(ctx->db, status);
}

cc_status_t cc_access_revoke(cc_context_t *ctx, const char *customer_number, const char *login, cc_problems_t *problems)
{
    cc_access_actor_t actor = {0};
    cc_user_t user;
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
