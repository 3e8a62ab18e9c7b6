#include "user_admin.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "check.h"
#include "master.h"
#include "policy.h"
#include "user.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define CODES_TRIED 1000

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

/* Reads the user and keeps others from changing them until the transaction ends. */
static cc_status_t record_lock(cc_context_t *ctx, int64_t id, cc_user_record_t *record)
{
    int64_t found = 0;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_USER_ADMIN, CC_ARGS(cc_text_int(ctx->pool, id)), &found);

    return status == CC_OK ? cc_user_record_get(ctx, id, record) : status;
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

static bool same_text(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static bool is_same(const cc_user_t *a, const cc_user_t *b)
{
    return same_text(a->name, b->name) && same_text(a->login, b->login) && same_text(a->email, b->email) &&
           same_text(a->user_type, b->user_type) && same_text(a->person, b->person) && same_text(a->notes, b->notes) &&
           a->active == b->active && a->is_admin == b->is_admin;
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
    cc_status_t status = cc_backoffice_begin(ctx);

    if (status != CC_OK) {
        return status;
    }
    status = record_lock(ctx, id, &record);
    if (status == CC_OK) {
        refused.target = record.display;
        status = save(ctx, &record, changes, problems);
    }
    return cc_backoffice_end(ctx, status, &refused);
}

/* ---- a person for a user ---- */

/* The first free code from the number of the next person on: codes are the administrator's own, too. */
static cc_status_t new_code(cc_context_t *ctx, const char **code)
{
    int64_t number = 0;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_PERSON_NEXT, CC_NO_ARGS, &number);

    for (int tries = 0; status == CC_OK && tries < CODES_TRIED; tries++, number++) {
        cc_person_t taken = {.code = apr_pstrcat(ctx->pool, "P-", cc_text_int(ctx->pool, number), NULL)};
        *code = taken.code;
        status = cc_person_get(ctx, &taken);
        if (status == CC_NOT_FOUND) {
            return CC_OK;
        }
    }
    return status == CC_OK ? CC_FAILED : status;
}

static const char *person_json(apr_pool_t *pool, const cc_person_t *person)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:s?}", "code", person->code, "first_name", person->first_name,
                             "last_name", person->last_name, "parent_party", person->parent_party);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    const char *result = text ? apr_pstrdup(pool, text) : NULL;

    free(text);
    json_decref(json);
    return result;
}

static cc_status_t add_person(cc_context_t *ctx, const cc_user_record_t *record, cc_person_t *person,
                              cc_problems_t *problems)
{
    cc_user_t user = record->user;
    cc_status_t status = new_code(ctx, &person->code);

    if (status == CC_OK) {
        status = cc_person_put(ctx, person, problems);
    }
    if (status == CC_OK) {
        status = cc_backoffice_audit(ctx, (cc_audit_t){.action = "person.add",
                                                       .user_id = user.id,
                                                       .target = record->display,
                                                       .after = person_json(ctx->pool, person)});
    }
    user.person = person->code;
    return status == CC_OK ? cc_user_put(ctx, &record->user, &user, NULL, problems) : status;
}

cc_status_t cc_person_add(cc_context_t *ctx, int64_t user_id, const char *first_name, const char *last_name,
                          const char *parent_party, cc_problems_t *problems)
{
    cc_user_record_t record = {0};
    cc_person_t person = {.first_name = first_name, .last_name = last_name, .parent_party = parent_party};
    cc_audit_t refused = {.action = "person.add", .user_id = user_id};
    cc_status_t status = cc_backoffice_begin(ctx);

    if (status != CC_OK) {
        return status;
    }
    cc_check_text(problems, "first_name", first_name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "last_name", last_name, CC_NAME_MAX, true, false);
    if (!parent_party) {
        cc_problem_add(problems, "parent_party", "Please fill in this field.", NULL);
    }
    status = record_lock(ctx, user_id, &record);
    if (status == CC_OK) {
        refused.target = record.display;
        status = cc_problems_any(problems) ? CC_INVALID : add_person(ctx, &record, &person, problems);
    }
    return cc_backoffice_end(ctx, status, &refused);
}
