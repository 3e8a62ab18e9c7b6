/* From JSON to the fields of a record and back; those of a document's lines, a list of objects in its record, as well.
 */
#include "load.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define LINE(name, kind, member)                                                                                       \
    {                                                                                                                  \
        name, kind, offsetof(cc_document_line_t, member), CC_NOT_KEY                                                   \
    }

static const cc_field_t line_fields[] = {LINE("no", CC_FIELD_NUMBER, no),
                                         LINE("product_code", CC_FIELD_TEXT, product_code),
                                         LINE("product_name", CC_FIELD_TEXT, product_name),
                                         LINE("quantity", CC_FIELD_DECIMAL, quantity),
                                         LINE("unit", CC_FIELD_TEXT, unit),
                                         LINE("price", CC_FIELD_MONEY, price),
                                         LINE("discount", CC_FIELD_DECIMAL, discount),
                                         LINE("amount", CC_FIELD_MONEY, amount),
                                         LINE(NULL, CC_FIELD_TEXT, no)};

/* What a line begins with; all else must be said. */
static const cc_document_line_t fresh_line = {
    .quantity = CC_DECIMAL_NONE, .price = CC_DECIMAL_NONE, .amount = CC_DECIMAL_NONE};

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

static apr_array_header_t *read_lines(const json_t *value, const char *name, cc_problems_t *problems)
{
    apr_array_header_t *lines;
    size_t index;
    json_t *object;

    if (!json_is_array(value)) {
        cc_problem_add(problems, name, "A list of lines is needed here: [{...}, ...].", NULL);
        return NULL;
    }
    lines = apr_array_make(problems->pool, (int)json_array_size(value), sizeof(cc_document_line_t));
    json_array_foreach (value, index, object) {
        cc_document_line_t *line = apr_array_push(lines);
        const char *prefix = apr_psprintf(problems->pool, "%s[%d].", name, (int)index);
        *line = fresh_line;
        if (!json_is_object(object)) {
            cc_problem_add(problems, apr_psprintf(problems->pool, "%s[%d]", name, (int)index),
                           "A line in braces is needed here: {\"no\":1,...}.", NULL);
            continue;
        }
        cc_fields_check_names(line_fields, object, prefix, problems);
        cc_fields_read(line, line_fields, object, prefix, false, problems);
    }
    return lines;
}

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
    case CC_FIELD_LINES: *lines_at(record, field) = read_lines(value, name, problems); break;
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

/* ---- two records ---- */

bool cc_lines_same(const apr_array_header_t *a, const apr_array_header_t *b)
{
    if (a == b) {
        return true;
    }
    if (!a || !b || a->nelts != b->nelts) {
        return false;
    }
    for (int i = 0; i < a->nelts; i++) {
        if (!cc_fields_same(line_fields, &APR_ARRAY_IDX(a, i, cc_document_line_t),
                            &APR_ARRAY_IDX(b, i, cc_document_line_t))) {
            return false;
        }
    }
    return true;
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

static json_t *lines_json(const apr_array_header_t *lines)
{
    json_t *array = json_array();

    for (int i = 0; lines && i < lines->nelts; i++) {
        json_t *object = json_object();
        bool good = cc_fields_json(line_fields, &APR_ARRAY_IDX(lines, i, cc_document_line_t), object);
        json_array_append_new(array, object);
        if (!good) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
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
    case CC_FIELD_LINES: return lines_json(*lines_at(record, field));
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

/* ---- order ---- */

static int compare_lines(const void *a, const void *b)
{
    int64_t left = ((const cc_document_line_t *)a)->no, right = ((const cc_document_line_t *)b)->no;

    return (left > right) - (left < right);
}

void cc_lines_sort(apr_array_header_t *lines)
{
    qsort(lines->elts, (size_t)lines->nelts, sizeof(cc_document_line_t), compare_lines);
}
