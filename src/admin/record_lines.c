/* The lines of a document, a list of objects in its record. */
#include "load.h"

#include <apr_strings.h>
#include <stddef.h>
#include <stdlib.h>

#define LINE(name, kind, member)                                                                                       \
    {                                                                                                                  \
        name, kind, offsetof(cc_document_line_t, member), CC_NOT_KEY                                                   \
    }

static const cc_field_t fields[] = {LINE("no", CC_FIELD_NUMBER, no),
                                    LINE("product_code", CC_FIELD_TEXT, product_code),
                                    LINE("product_name", CC_FIELD_TEXT, product_name),
                                    LINE("quantity", CC_FIELD_DECIMAL, quantity),
                                    LINE("unit", CC_FIELD_TEXT, unit),
                                    LINE("price", CC_FIELD_MONEY, price),
                                    LINE("discount", CC_FIELD_DECIMAL, discount),
                                    LINE("amount", CC_FIELD_MONEY, amount),
                                    LINE(NULL, CC_FIELD_TEXT, no)};

/* What a line begins with; all else must be said. */
static const cc_document_line_t fresh = {
    .quantity = CC_DECIMAL_NONE, .price = CC_DECIMAL_NONE, .amount = CC_DECIMAL_NONE};

apr_array_header_t *cc_lines_read(const json_t *value, const char *name, cc_problems_t *problems)
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
        *line = fresh;
        if (!json_is_object(object)) {
            cc_problem_add(problems, apr_psprintf(problems->pool, "%s[%d]", name, (int)index),
                           "A line in braces is needed here: {\"no\":1,...}.", NULL);
            continue;
        }
        cc_fields_check_names(fields, object, prefix, problems);
        cc_fields_read(line, fields, object, prefix, false, problems);
    }
    return lines;
}

static int compare_lines(const void *a, const void *b)
{
    int64_t left = ((const cc_document_line_t *)a)->no, right = ((const cc_document_line_t *)b)->no;

    return (left > right) - (left < right);
}

void cc_lines_sort(apr_array_header_t *lines)
{
    qsort(lines->elts, (size_t)lines->nelts, sizeof(cc_document_line_t), compare_lines);
}

bool cc_lines_same(const apr_array_header_t *a, const apr_array_header_t *b)
{
    if (a == b) {
        return true;
    }
    if (!a || !b || a->nelts != b->nelts) {
        return false;
    }
    for (int i = 0; i < a->nelts; i++) {
        if (!cc_fields_same(fields, &APR_ARRAY_IDX(a, i, cc_document_line_t),
                            &APR_ARRAY_IDX(b, i, cc_document_line_t))) {
            return false;
        }
    }
    return true;
}

json_t *cc_lines_json(const apr_array_header_t *lines)
{
    json_t *array = json_array();

    for (int i = 0; lines && i < lines->nelts; i++) {
        json_t *object = json_object();
        bool good = cc_fields_json(fields, &APR_ARRAY_IDX(lines, i, cc_document_line_t), object);
        json_array_append_new(array, object);
        if (!good) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}
