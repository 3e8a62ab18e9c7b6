#include "user_admin.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "policy.h"
#include "user.h"

#include <apr_strings.h>
#include <string.h>

static cc_status_t record_row(void *baton, const cc_row_t *row)
{
    cc_user_record_t *record = baton;
    const char *first = cc_row_text(row, 2);

    record->failed_logins = (int)cc_row_int(row, 0, 0);
    record->locked_until = cc_row_int(row, 1, 0);
    record->person_name = first ? apr_pstrcat(cc_row_pool(row), first, " ", cc_row_text(row, 3), NULL) : NULL;
    record->parent_party = cc_row_text(row, 4);
    record->parent_name = cc_row_text(row, 5);
    record->sessions = (int)cc_row_int(row, 6, 0);
    return CC_OK;
}

cc_status_t cc_user_record_get(cc_context_t *ctx, int64_t id, cc_user_record_t *record)
{
    const char *key = cc_text_int(ctx->pool, id);
    cc_status_t status = cc_db_one(ctx->db, CC_SQL_USER_BY_ID, CC_ARGS(key), cc_user_row, &record->user);

    if (status == CC_OK) {
        const cc_user_t *user = &record->user;
        record->display = cc_text_user(ctx->pool, user->name, user->login, user->user_type);
        status =
            cc_db_one(ctx->db, CC_SQL_USER_RECORD, CC_ARGS(cc_text_int(ctx->pool, ctx->now), key), record_row, record);
    }
    return status;
}

/* What nobody does for themselves. */
static void check_own(const cc_context_t *ctx, const cc_user_t *before, const cc_user_t *after, cc_problems_t *problems)
{
    static const char message[] = "Nobody changes this for themselves; ask another administrator.";

    if (cc_policy_may_set_standing(before->id == ctx->actor_id)) {
        return;
    }
    if (strcmp(before->user_type, after->user_type ? after->user_type : "") != 0) {
        cc_problem_add(problems, "user_type", message, NULL);
    }
    if (before->active != after->active) {
        cc_problem_add(problems, "active", message, NULL);
    }
    if (before->is_admin != after->is_admin) {
        cc_problem_add(problems, "is_admin", message, NULL);
    }
}

static bool is_same(const cc_user_t *a, const cc_user_t *b)
{
    return cc_text_same(a->name, b->name) && cc_text_same(a->login, b->login) && cc_text_same(a->email, b->email) &&
           cc_text_same(a->user_type, b->user_type) && cc_text_same(a->person, b->person) &&
           cc_text_same(a->notes, b->notes) && a->active == b->active && a->is_admin == b->is_admin;
}

static cc_status_t unlock(cc_context_t *ctx, const cc_user_record_t *record)
{
    cc_status_t status;

    if (!record->failed_logins && record->locked_until <= ctx->now) {
        return CC_OK;
    }
    status = cc_db_exec(ctx->db, CC_SQL_CREDENTIAL_FAILURES,
                        CC_ARGS("0", "0", "0", cc_text_int(ctx->pool, record->user.id)), NULL);
    return status == CC_OK
               ? cc_backoffice_audit(
                     ctx, (cc_audit_t){.action = "user.unlock", .user_id = record->user.id, .target = record->display})
               : status;
}

static cc_status_t save(cc_context_t *ctx, const cc_user_record_t *record, const cc_user_changes_t *changes,
                        cc_problems_t *problems)
{
    cc_user_t user = record->user;
    cc_status_t status = CC_OK;

    if (changes->version != user.version) {
        return CC_CONFLICT;
    }
    user.name = changes->name;
    user.login = changes->login;
    user.email = changes->email;
    user.user_type = changes->user_type;
    user.person = changes->person;
    user.notes = changes->notes;
    user.active = changes->active;
    user.is_admin = changes->is_admin;
    check_own(ctx, &record->user, &user, problems);
    cc_user_check(&user, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    if (!is_same(&record->user, &user)) {
        status = cc_user_put(ctx, &record->user, &user, NULL, problems);
    }
    if (status == CC_OK && user.active != record->user.active) {
        status = cc_backoffice_audit(
            ctx, (cc_audit_t){.action = user.active ? "user.activate" : "user.deactivate",
                              .user_id = user.id,
                              .target = cc_text_user(ctx->pool, user.name, user.login, user.user_type)});
    }
    return status == CC_OK && changes->unlock ? unlock(ctx, record) : status;
}

cc_status_t cc_user_admin_save(cc_context_t *ctx, int64_t id, const cc_user_changes_t *changes, cc_problems_t *problems)
{
    cc_user_record_t record = {0};
    cc_audit_t refused = {.action = "user.edit", .user_id = id};
    cc_status_t status = cc_backoffice_begin(ctx, id);

    if (status != CC_OK) {
        return status;
    }
    status = cc_user_record_get(ctx, id, &record);
    if (status == CC_OK) {
        refused.target = record.display;
        status = save(ctx, &record, changes, problems);
    }
    return cc_backoffice_end(ctx, status, &refused);
}
