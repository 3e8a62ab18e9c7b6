/* From JSON to a record and back, by the table of its fields. */
#include "load.h"

#include "../base/text.h"

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

static const char **text_at(const cc_record_t *record, const cc_field_t *field)
{
    return (const char **)((const char *)record + field->offset);
}

static bool *bool_at(const cc_record_t *record, const cc_field_t *field)
{
    return (bool *)((const char *)record + field->offset);
}

static int *int_at(const cc_record_t *record, const cc_field_t *field)
{
    return (int *)((const char *)record + field->offset);
}

/* ---- JSON into a record ---- */

static void read_text(cc_record_t *record, const cc_field_t *field, const json_t *value, cc_problems_t *problems)
{
    const char *text = NULL;

    if (json_is_string(value)) {
        text = json_string_value(value);
        text = field->kind == CC_FIELD_SECRET ? apr_pstrdup(problems->pool, text) : cc_text_trim(problems->pool, text);
    } else if (!json_is_null(value)) {
        cc_problem_add(problems, field->name, "A text in quotes or null is needed here.", NULL);
    }
    *text_at(record, field) = text && (*text || field->kind == CC_FIELD_SECRET) ? text : NULL;
}

static void read_days(cc_record_t *record, const cc_field_t *field, const json_t *value, cc_problems_t *problems)
{
    json_int_t days = json_is_integer(value) ? json_integer_value(value) : -1;

    if (json_is_null(value)) {
        *int_at(record, field) = CC_DAYS_UNLIMITED;
    } else if (days < 0 || days > CC_DAYS_MAX) {
        cc_problem_add(problems, field->name, "A whole number from 0 to {}, or null for no limit, is needed here.",
                       cc_text_int(problems->pool, CC_DAYS_MAX));
    } else {
        *int_at(record, field) = (int)days;
    }
}

static void read_field(cc_record_t *record, const cc_field_t *field, const json_t *value, cc_problems_t *problems)
{
    switch (field->kind) {
    case CC_FIELD_TEXT:
    case CC_FIELD_SECRET: read_text(record, field, value, problems); break;
    case CC_FIELD_DAYS: read_days(record, field, value, problems); break;
    case CC_FIELD_BOOL:
        if (json_is_boolean(value)) {
            *bool_at(record, field) = json_is_true(value);
        } else {
            cc_problem_add(problems, field->name, "true or false is needed here.", NULL);
        }
        break;
    }
}

/* Fields of the key, or the others; those left out stay as they are. */
static void read_fields(cc_record_t *record, const cc_record_type_t *type, const json_t *object, bool key,
                        cc_problems_t *problems)
{
    for (const cc_field_t *field = type->fields; field->name; field++) {
        const json_t *value = json_object_get(object, field->name);
        if (field->key == key && value) {
            read_field(record, field, value, problems);
        }
        if (key && field->key && !*text_at(record, field)) {
            cc_problem_add(problems, field->name, "This field is needed.", NULL);
        }
    }
}

static bool is_field(const cc_record_type_t *type, const char *name)
{
    for (const cc_field_t *field = type->fields; field->name; field++) {
        if (!strcmp(field->name, name)) {
            return true;
        }
    }
    return !strcmp(name, "type");
}

static const char *field_names(apr_pool_t *pool, const cc_record_type_t *type)
{
    const char *names = type->fields->name;

    for (const cc_field_t *field = type->fields + 1; field->name; field++) {
        names = apr_pstrcat(pool, names, ", ", field->name, NULL);
    }
    return names;
}

static void check_names(const cc_record_type_t *type, const json_t *object, cc_problems_t *problems)
{
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)object, name, value) {
        if (!is_field(type, name)) {
            cc_problem_add(problems, apr_pstrdup(problems->pool, name), "This field is not known; known are: {}.",
                           field_names(problems->pool, type));
        }
    }
}

static bool same_text(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static bool is_same(const cc_record_type_t *type, const cc_record_t *a, const cc_record_t *b)
{
    for (const cc_field_t *field = type->fields; field->name; field++) {
        switch (field->kind) {
        case CC_FIELD_TEXT:
        case CC_FIELD_SECRET:
            if (!same_text(*text_at(a, field), *text_at(b, field))) {
                return false;
            }
            break;
        case CC_FIELD_DAYS:
            if (*int_at(a, field) != *int_at(b, field)) {
                return false;
            }
            break;
        case CC_FIELD_BOOL:
            if (*bool_at(a, field) != *bool_at(b, field)) {
                return false;
            }
            break;
        }
    }
    return true;
}

cc_status_t cc_record_store(cc_context_t *ctx, const cc_record_type_t *type, const json_t *object,
                            cc_record_outcome_t *outcome, cc_problems_t *problems)
{
    cc_record_t before, record = *type->fresh;
    cc_status_t status;
    bool found;

    check_names(type, object, problems);
    read_fields(&record, type, object, true, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = type->get(ctx, &record, problems);
    if (status != CC_OK && status != CC_NOT_FOUND) {
        return status;
    }
    found = status == CC_OK;
    before = record;
    read_fields(&record, type, object, true, problems); /* as written here, where upper and lower case are one key */
    read_fields(&record, type, object, false, problems);
    status = !cc_problems_any(problems) && type->settle ? type->settle(ctx, found ? &before : NULL, &record, problems)
                                                        : CC_OK;
    if (status != CC_OK || cc_problems_any(problems)) {
        return status == CC_OK ? CC_INVALID : status;
    }
    *outcome = !found ? CC_RECORD_ADDED : is_same(type, &before, &record) ? CC_RECORD_SAME : CC_RECORD_CHANGED;
    return *outcome == CC_RECORD_SAME ? CC_OK : type->put(ctx, found ? &before : NULL, &record, problems);
}

/* ---- a record into JSON ---- */

static json_t *text_json(const char *text)
{
    return text ? json_string(text) : json_null();
}

json_t *cc_record_json(const cc_record_type_t *type, const cc_record_t *record)
{
    json_t *object = json_object();

    json_object_set_new(object, "type", json_string(type->name));
    for (const cc_field_t *field = type->fields; field->name; field++) {
        json_t *value = NULL;
        switch (field->kind) {
        case CC_FIELD_SECRET: break; /* never in the clear */
        case CC_FIELD_TEXT: value = text_json(*text_at(record, field)); break;
        case CC_FIELD_BOOL: value = json_boolean(*bool_at(record, field)); break;
        case CC_FIELD_DAYS: {
            int days = *int_at(record, field);
            value = days == CC_DAYS_UNLIMITED ? json_null() : json_integer(days);
            break;
        }
        }
        if (field->kind != CC_FIELD_SECRET && json_object_set_new(object, field->name, value) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}
