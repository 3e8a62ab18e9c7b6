/* Records of ccadmin load: refused with a problem, or in the database so that what is read back is the same record.
 * Input: JSON. */
#include "database.h"

#define PASSWORDS_MAX 1000 /* bytes; hashing is slow on purpose */

void fuzz_open(apr_pool_t *pool)
{
    database_open(pool);
}

static cc_status_t put(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object,
                       cc_record_outcome_t *outcome)
{
    cc_problems_t *problems = cc_problems_make(ctx->pool);
    cc_status_t status = cc_record_store(ctx, type, object, outcome, problems);

    must(status == CC_OK ? !cc_problems_any(problems) : status != CC_INVALID || cc_problems_any(problems));
    must(status != CC_FAILED && status != CC_BUSY);
    for (int i = 0; i < problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(problems->list, i, cc_problem_t);
        must(problem->field && *problem->message && cc_problem_text(ctx->pool, problem));
    }
    return status;
}

/* Without an optional key each record is a new one. */
static bool has_key(const cc_record_type_t *type, const cc_record_t *record)
{
    bool has = true;

    for (const cc_field_t *field = type->fields; field->name; field++) {
        has = has && (field->key == CC_NOT_KEY || *(const char *const *)((const char *)record + field->offset));
    }
    return has;
}

/* The record as it is now, by its key; NULL: it has none. */
static json_t *read_back(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object)
{
    cc_problems_t *problems = cc_problems_make(ctx->pool);
    cc_record_t record = *type->fresh;
    json_t *json;

    cc_fields_read(&record, type->fields, object, "", true, problems);
    if (!has_key(type, &record)) {
        return NULL;
    }
    must(type->get(ctx, &record, problems) == CC_OK);
    json = cc_record_json(type, &record);
    must(json != NULL);
    return json;
}

static void check_record(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object)
{
    cc_record_outcome_t outcome;
    json_t *back, *again;

    if (put(ctx, type, object, &outcome) != CC_OK || !(back = read_back(ctx, type, object))) {
        return;
    }
    must(put(ctx, type, back, &outcome) == CC_OK && outcome == CC_RECORD_SAME);
    again = read_back(ctx, type, back);
    must(json_equal(back, again));
    json_decref(back);
    json_decref(again);
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const char *name = json_string_value(json_object_get(object, "type"));
    const cc_record_type_t *type = name ? cc_record_type(name) : NULL;
    cc_context_t ctx = context(pool);

    if (type && json_string_length(json_object_get(object, "password")) < PASSWORDS_MAX) {
        must(cc_db_begin(db) == CC_OK);
        cc_db_set_pool(db, pool);
        check_record(&ctx, type, object);
        cc_db_set_pool(db, NULL);
        cc_db_rollback(db);
        must(errors == 0);
    }
    json_decref(object);
}
