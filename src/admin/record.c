/* Records: what is stored of one that was read, and how it becomes JSON again. */
#include "load.h"

#include "../store/document_tables.h"

#include <apr_strings.h>
#include <string.h>

const cc_record_type_t *cc_record_type(const char *name)
{
    for (int i = 0; i < CC_RECORD_TYPES; i++) {
        if (!strcmp(name, cc_record_types[i].name)) {
            return &cc_record_types[i];
        }
    }
    return NULL;
}

cc_status_t cc_record_store(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object,
                            cc_record_outcome_t *outcome, cc_problems_t *problems)
{
    cc_record_t before, record = *type->fresh;
    cc_status_t status;
    bool found;

    cc_fields_check_names(type->fields, object, "", problems);
    cc_fields_read(&record, type->fields, object, "", true, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = type->get(ctx, &record, problems);
    if (status != CC_OK && status != CC_NOT_FOUND) {
        return status;
    }
    found = status == CC_OK;
    before = record;
    /* the key as written here, where upper and lower case are one key */
    cc_fields_read(&record, type->fields, object, "", true, problems);
    cc_fields_read(&record, type->fields, object, "", false, problems);
    status = !cc_problems_any(problems) && type->settle ? type->settle(ctx, found ? &before : NULL, &record, problems)
                                                        : CC_OK;
    if (status != CC_OK || cc_problems_any(problems)) {
        return status == CC_OK ? CC_INVALID : status;
    }
    *outcome = !found                                           ? CC_RECORD_ADDED
               : cc_fields_same(type->fields, &before, &record) ? CC_RECORD_SAME
                                                                : CC_RECORD_CHANGED;
    return *outcome == CC_RECORD_SAME ? CC_OK : type->put(ctx, found ? &before : NULL, &record, problems);
}

cc_status_t cc_record_view(cc_context_t *ctx, const cc_record_type_t *type, const char **name)
{
    cc_status_t status = CC_OK;

    *name = NULL;
    for (const char *const *table = type->tables; status == CC_OK && !*name && *table; table++) {
        bool view;
        status = cc_table_is_view(ctx->db, *table, &view);
        *name = status == CC_OK && view ? *table : NULL;
    }
    return status;
}

const char *cc_record_name(apr_pool_t *pool, const cc_record_type_t *type, const cc_record_t *record)
{
    const char *name = "", *value;

    for (const cc_field_t *field = type->fields; field->name; field++) {
        value = field->key == CC_NOT_KEY ? NULL : *(const char *const *)((const char *)record + field->offset);
        name = value ? apr_pstrcat(pool, name, *name ? " " : "", value, NULL) : name;
    }
    return name;
}

json_t *cc_record_json(const cc_record_type_t *type, const cc_record_t *record)
{
    json_t *object = json_object();

    json_object_set_new(object, "type", json_string(type->name));
    if (!cc_fields_json(type->fields, record, object)) {
        json_decref(object);
        return NULL;
    }
    return object;
}
