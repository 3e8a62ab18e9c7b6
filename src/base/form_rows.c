#include "form_rows.h"

#include "text.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 999999

typedef struct {
    apr_pool_t *pool;
    const char *const *names;
    cc_problems_t *problems;
    apr_hash_t *by_number; /* n -> cc_form_row_t */
    apr_array_header_t *rows;
} reading_t;

/* "row.17.role": the number, and which of the names; false for any other field. */
static bool parse_name(const reading_t *reading, const char *name, int *n, int *field)
{
    const char *digits = name + 4, *dot;
    int64_t number;

    if (strncmp(name, "row.", 4) != 0 || !(dot = strchr(digits, '.')) || (*digits == '0' && dot != digits + 1) ||
        !cc_text_to_int(apr_pstrmemdup(reading->pool, digits, (apr_size_t)(dot - digits)), NUMBER_MAX, &number)) {
        return false;
    }
    *n = (int)number;
    for (*field = 0; reading->names[*field]; (*field)++) {
        if (!strcmp(reading->names[*field], dot + 1)) {
            return true;
        }
    }
    return false;
}

static void visit(void *baton, const char *name, const char *value)
{
    reading_t *reading = baton;
    cc_form_row_t *row;
    int n, field;

    if (!parse_name(reading, name, &n, &field)) {
        return;
    }
    row = apr_hash_get(reading->by_number, &n, sizeof(n));
    if (!row) {
        row = apr_pcalloc(reading->pool, sizeof(*row));
        row->n = n;
        apr_hash_set(reading->by_number, &row->n, sizeof(row->n), row);
        APR_ARRAY_PUSH(reading->rows, cc_form_row_t *) = row;
    }
    if (row->values[field]) {
        cc_problem_add(reading->problems, name, "This field was sent more than once.", NULL);
        return;
    }
    row->values[field] = value;
}

static int by_number(const void *a, const void *b)
{
    return ((const cc_form_row_t *)a)->n - ((const cc_form_row_t *)b)->n;
}

apr_array_header_t *cc_form_rows(const cc_form_t *form, apr_pool_t *pool, const char *const *names,
                                 cc_problems_t *problems)
{
    reading_t reading = {pool, names, problems, apr_hash_make(pool), apr_array_make(pool, 8, sizeof(void *))};
    apr_array_header_t *sorted;

    cc_form_every(form, visit, &reading);
    sorted = apr_array_make(pool, reading.rows->nelts + 1, sizeof(cc_form_row_t));
    for (int i = 0; i < reading.rows->nelts; i++) {
        APR_ARRAY_PUSH(sorted, cc_form_row_t) = *APR_ARRAY_IDX(reading.rows, i, cc_form_row_t *);
    }
    qsort(sorted->elts, (size_t)sorted->nelts, sizeof(cc_form_row_t), by_number);
    return sorted;
}
