#include "person_admin.h"

#include "../base/text.h"
#include "check.h"
#include "user.h"
#include "user_admin.h"

#include <apr_strings.h>

#define CODES_TRIED 1000

static const char *person_json(apr_pool_t *pool, const cc_person_t *person)
{
    return cc_audit_json(pool,
                         json_pack("{s:s, s:s, s:s, s:s?}", "code", person->code, "first_name", person->first_name,
                                   "last_name", person->last_name, "parent_party", person->parent_party));
}

/* ---- reading ---- */

static cc_status_t record_row(void *baton, const cc_row_t *row)
{
    cc_person_record_t *record = baton;

    record->version = (int)cc_row_int(row, 0, 0);
    record->parent_name = cc_row_text(row, 1);
    return CC_OK;
}

static cc_status_t user_row(void *baton, const cc_row_t *row)
{
    APR_ARRAY_PUSH((apr_array_header_t *)baton, cc_person_user_t) =
        (cc_person_user_t){cc_row_int(row, 0, 0), cc_text_user(cc_row_pool(row), cc_row_text(row, 1),
                                                               cc_row_text(row, 2), cc_row_text(row, 3))};
    return CC_OK;
}

cc_status_t cc_person_record_get(cc_context_t *ctx, const char *code, cc_person_record_t *record)
{
    const char *id;
    cc_status_t status;

    record->person.code = code;
    record->users = apr_array_make(ctx->pool, 1, sizeof(cc_person_user_t));
    status = cc_person_get(ctx, &record->person);
    if (status != CC_OK) {
        return status;
    }
    id = cc_text_int(ctx->pool, record->person.id);
    status = cc_db_one(ctx->db, CC_SQL_PERSON_RECORD, CC_ARGS(id), record_row, record);
    return status == CC_OK ? cc_db_select(ctx->db, CC_SQL_PERSON_USERS, CC_ARGS(id), user_row, record->users) : status;
}

/* ---- changing ---- */

static cc_status_t record_change(cc_context_t *ctx, const cc_person_record_t *record, const cc_person_t *after)
{
    cc_audit_t change = {.action = "person.edit",
                         .target = after->code,
                         .before = person_json(ctx->pool, &record->person),
                         .after = person_json(ctx->pool, after)};
    cc_status_t status = CC_OK;

    if (!record->users->nelts) {
        return cc_backoffice_audit(ctx, change);
    }
    for (int i = 0; status == CC_OK && i < record->users->nelts; i++) {
        const cc_person_user_t *user = &APR_ARRAY_IDX(record->users, i, cc_person_user_t);
        change.user_id = user->id;
        change.target = user->display;
        status = cc_backoffice_audit(ctx, change);
    }
    return status;
}

static cc_status_t save(cc_context_t *ctx, const cc_person_t *changes, int version, cc_problems_t *problems)
{
    cc_person_record_t record = {0};
    cc_person_t person = *changes;
    int64_t locked;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_PERSON_LOCK, CC_ARGS(person.code), &locked);

    if (status == CC_OK) {
        status = cc_person_record_get(ctx, person.code, &record);
    }
    if (status == CC_OK && record.version != version) {
        status = CC_CONFLICT;
    }
    if (status != CC_OK) {
        return status;
    }
    if (cc_text_same(record.person.first_name, person.first_name) &&
        cc_text_same(record.person.last_name, person.last_name) &&
        cc_text_same(record.person.parent_party, person.parent_party)) {
        return CC_OK;
    }
    person.id = record.person.id;
    status = cc_person_put(ctx, &person, problems);
    return status == CC_OK ? record_change(ctx, &record, &person) : status;
}

cc_status_t cc_person_admin_save(cc_context_t *ctx, const cc_person_t *changes, int version, cc_problems_t *problems)
{
    const cc_audit_t refused = {.action = "person.edit", .target = changes->code};
    cc_status_t status = cc_backoffice_begin(ctx, 0);

    return status == CC_OK ? cc_backoffice_end(ctx, save(ctx, changes, version, problems), &refused) : status;
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
    cc_status_t status = cc_backoffice_begin(ctx, user_id);

    if (status != CC_OK) {
        return status;
    }
    cc_check_text(problems, "first_name", first_name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "last_name", last_name, CC_NAME_MAX, true, false);
    if (!parent_party) {
        cc_problem_add(problems, "parent_party", "Please fill in this field.", NULL);
    }
    status = cc_user_record_get(ctx, user_id, &record);
    if (status == CC_OK) {
        refused.target = record.display;
        status = cc_problems_any(problems) ? CC_INVALID : add_person(ctx, &record, &person, problems);
    }
    return cc_backoffice_end(ctx, status, &refused);
}
