/* From JSON to a record and back, by the table of its fields. */
#include "load.h"

#include "../base/text.h"
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

/* ---- where a field is ---- */

static const char **text_at(const void *record, const cc_field_t *field)
{
    return (const char **)((const char *)record + field->offset);
}

static bool *bool_at(const void *record, const cc_field_t *field)
{
    return (bool *)((const char *)record + field->offset);
}

static int *int_at(const void *record, const cc_field_t *field)
{
    return (int *)((const char *)record + field->offset);
}

static int64_t *number_at(const void *record, const cc_field_t *field)
{
    return (int64_t *)((const char *)record + field->offset);
}

static apr_array_header_t **lines_at(const void *record, const cc_field_t *field)
{
    return (apr_array_header_t **)((const char *)record + field->offset);
}

/* ---- JSON into a record ---- */

static const char *read_text(void *record, const cc_field_t *field, const json_t *value, apr_pool_t *pool)
{
    const char *text = NULL;

    if (!json_is_string(value) && !json_is_null(value)) {
        return "A text in quotes or null is needed here.";
    }
    if (json_is_string(value)) {
        text = json_string_value(value);
        text = field->kind == CC_FIELD_SECRET ? apr_pstrdup(pool, text) : cc_text_trim(pool, text);
    }
    *text_at(record, field) = text && (*text || field->kind == CC_FIELD_SECRET) ? text : NULL;
    return NULL;
}

static const char *read_days(void *record, const cc_field_t *field, const json_t *value)
{
    json_int_t days = json_is_integer(value) ? json_integer_value(value) : -1;

    if (json_is_null(value)) {
        *int_at(record, field) = CC_DAYS_UNLIMITED;
    } else if (days < 0 || days > CC_DAYS_MAX) {
        return "A whole number from 0 to {}, or null for no limit, is needed here.";
    } else {
        *int_at(record, field) = (int)days;
    }
    return NULL;
}

static const char *read_bool(void *record, const cc_field_t *field, const json_t *value)
{
    if (!json_is_boolean(value)) {
        return "true or false is needed here.";
    }
    *bool_at(record, field) = json_is_true(value);
    return NULL;
}

static const char *read_number(void *record, const cc_field_t *field, const json_t *value)
{
    if (!json_is_integer(value)) {
        return "A whole number is needed here.";
    }
    *number_at(record, field) = json_integer_value(value);
    return NULL;
}

static const char *read_decimal(void *record, const cc_field_t *field, const json_t *value)
{
    if (json_is_number(value)) {
        return "A decimal number is a text in quotes here, such as \"18.00\", so that it stays exact.";
    }
    if (json_is_null(value)) {
        *number_at(record, field) = CC_DECIMAL_NONE;
    } else if (!cc_decimal_parse(json_string_value(value), number_at(record, field))) {
        return "A decimal number such as \"18.00\" is needed here: digits, at most six of them after a point, up to "
               "9223372036854.775807.";
    }
    return NULL;
}

static void read_field(void *record, const cc_field_t *field, const json_t *value, const char *name,
                       cc_problems_t *problems)
{
    const char *problem = NULL;

    switch (field->kind) {
    case CC_FIELD_TEXT:
    case CC_FIELD_SECRET: problem = read_text(record, field, value, problems->pool); break;
    case CC_FIELD_DAYS: problem = read_days(record, field, value); break;
    case CC_FIELD_BOOL: problem = read_bool(record, field, value); break;
    case CC_FIELD_NUMBER: problem = read_number(record, field, value); break;
    case CC_FIELD_DECIMAL:
    case CC_FIELD_MONEY: problem = read_decimal(record, field, value); break;
    case CC_FIELD_LINES: *lines_at(record, field) = cc_lines_read(value, name, problems); break;
    }
    if (problem) {
        cc_problem_add(problems, name, problem,
                       field->kind == CC_FIELD_DAYS ? cc_text_int(problems->pool, CC_DAYS_MAX) : NULL);
    }
}

void cc_fields_read(void *record, const cc_field_t *fields, const json_t *object, const char *prefix, bool key,
                    cc_problems_t *problems)
{
    for (const cc_field_t *field = fields; field->name; field++) {
        const json_t *value = json_object_get(object, field->name);
        if ((field->key != CC_NOT_KEY) != key) {
            continue;
        }
        if (value) {
            read_field(record, field, value,
                       *prefix ? apr_pstrcat(problems->pool, prefix, field->name, NULL) : field->name, problems);
        }
        if (field->key == CC_KEY && !*text_at(record, field)) {
            cc_problem_add(problems, field->name, "This field is needed.", NULL);
        }
    }
}

static bool is_field(const cc_field_t *field, const char *name)
{
    while (field->name && strcmp(field->name, name) != 0) {
        field++;
    }
    return field->name != NULL;
}

static const char *field_names(apr_pool_t *pool, const cc_field_t *fields)
{
    const char *names = fields->name;

    for (const cc_field_t *field = fields + 1; field->name; field++) {
        names = apr_pstrcat(pool, names, ", ", field->name, NULL);
    }
    return names;
}

void cc_fields_check_names(const cc_field_t *fields, const json_t *object, const char *prefix, cc_problems_t *problems)
{
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)object, name, value) {
        if (!is_field(fields, name) && (*prefix || strcmp(name, "type") != 0)) {
            cc_problem_add(problems, apr_pstrcat(problems->pool, prefix, name, NULL),
                           "This field is not known; known are: {}.", field_names(problems->pool, fields));
        }
    }
}

bool cc_fields_same(const cc_field_t *fields, const void *a, const void *b)
{
    bool same = true;

    for (const cc_field_t *field = fields; same && field->name; field++) {
        switch (field->kind) {
        case CC_FIELD_TEXT:
        case CC_FIELD_SECRET: same = cc_text_same(*text_at(a, field), *text_at(b, field)); break;
        case CC_FIELD_DAYS: same = *int_at(a, field) == *int_at(b, field); break;
        case CC_FIELD_BOOL: same = *bool_at(a, field) == *bool_at(b, field); break;
        case CC_FIELD_NUMBER:
        case CC_FIELD_DECIMAL:
        case CC_FIELD_MONEY: same = *number_at(a, field) == *number_at(b, field); break;
        case CC_FIELD_LINES: same = cc_lines_same(*lines_at(a, field), *lines_at(b, field)); break;
        }
    }
    return same;
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

/* ---- a record into JSON ---- */

static json_t *text_json(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *decimal_json(int64_t value, int min_decimals)
{
    char buffer[CC_DECIMAL_SIZE];

    return value == CC_DECIMAL_NONE ? json_null() : json_string(cc_decimal_write(buffer, value, min_decimals));
}

static json_t *field_json(const cc_field_t *field, const void *record)
{
    int days;

    switch (field->kind) {
    case CC_FIELD_TEXT: return text_json(*text_at(record, field));
    case CC_FIELD_BOOL: return json_boolean(*bool_at(record, field));
    case CC_FIELD_DAYS:
        days = *int_at(record, field);
        return days == CC_DAYS_UNLIMITED ? json_null() : json_integer(days);
    case CC_FIELD_NUMBER: return json_integer(*number_at(record, field));
    case CC_FIELD_DECIMAL: return decimal_json(*number_at(record, field), 0);
    case CC_FIELD_MONEY: return decimal_json(*number_at(record, field), CC_DECIMALS_OF_MONEY);
    case CC_FIELD_LINES: return cc_lines_json(*lines_at(record, field));
    case CC_FIELD_SECRET: break; /* never in the clear */
    }
    return NULL;
}

bool cc_fields_json(const cc_field_t *fields, const void *record, json_t *object)
{
    for (const cc_field_t *field = fields; field->name; field++) {
        if (field->kind != CC_FIELD_SECRET &&
            json_object_set_new(object, field->name, field_json(field, record)) != 0) {
            return false;
        }
    }
    return true;
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
