/* How the test of lists (test_lists.c) tells that two answers are the same, as texts, and what the tables alone have.
 */
#ifndef CC_LISTS_COMPARE_H
#define CC_LISTS_COMPARE_H

#include "lists_questions.h"

#include "domain/grid_rows.h"

#include <stdlib.h>

#define SHOWN 10 /* differences that are told in full */

/* Are they the same? If not, it is told, from a little before the place where they are not. */
static inline bool same(lists_t *l, const question_t *q, const char *what, const char *got, const char *want)
{
    size_t at = 0;

    if (!strcmp(got, want)) {
        return true;
    }
    while (got[at] == want[at]) {
        at++;
    }
    at = at > 40 ? at - 40 : 0;
    if (l->different++ < SHOWN) {
        diag("question %d, %s: %s", l->question, what, question_text(l, q));
        diag("   got  %.600s", got + at);
        diag("   want %.600s", want + at);
    }
    return false;
}

static inline bool came(lists_t *l, const question_t *q, const char *what, cc_status_t status)
{
    return same(l, q, what, SAY(l, "status %d", status), SAY(l, "status %d", CC_OK));
}

/* ---- texts to compare ---- */

static inline int by_column(const void *a, const void *b)
{
    const cc_grid_sum_t *x = a, *y = b;

    return x->column != y->column ? x->column - y->column : strcmp(x->currency, y->currency);
}

static inline const char *sums_text(lists_t *l, apr_array_header_t *sums)
{
    const char *text = "";

    qsort(sums->elts, (size_t)sums->nelts, sizeof(cc_grid_sum_t), by_column);
    for (int i = 0; i < sums->nelts; i++) {
        const cc_grid_sum_t *sum = &APR_ARRAY_IDX(sums, i, cc_grid_sum_t);
        text = SAY(l, "%s %d:%s%s", text, sum->column, sum->currency, sum->amount);
    }
    return text;
}

static inline const char *groups_text(lists_t *l, const apr_array_header_t *groups)
{
    const char *text = "";

    for (int i = 0; i < groups->nelts; i++) {
        const cc_grid_group_t *group = &APR_ARRAY_IDX(groups, i, cc_grid_group_t);
        text = SAY(l, "%s {%d/%d %s %" PRId64 "%s}", text, group->row, group->level,
                   group->value ? group->value : "(none)", group->count, sums_text(l, group->sums));
    }
    return text;
}

static inline const char *rows_text(lists_t *l, const apr_array_header_t *rows)
{
    apr_array_header_t *texts = apr_array_make(l->pool, rows->nelts, sizeof(const char *));

    for (int i = 0; i < rows->nelts; i++) {
        APR_ARRAY_PUSH(texts, const char *) = SAY(l, "%" PRId64, APR_ARRAY_IDX(rows, i, cc_grid_row_t).id);
    }
    return apr_array_pstrcat(l->pool, texts, ' ');
}

static inline const char *values_text(lists_t *l, const cc_grid_def_t *def, const apr_array_header_t *rows)
{
    apr_array_header_t *texts = apr_array_make(l->pool, rows->nelts * (def->count + 2), sizeof(const char *));

    for (int i = 0; i < rows->nelts; i++) {
        const cc_grid_row_t *row = &APR_ARRAY_IDX(rows, i, cc_grid_row_t);
        for (int n = 0; n < def->count; n++) {
            APR_ARRAY_PUSH(texts, const char *) = row->values[n] ? row->values[n] : "(none)";
        }
        APR_ARRAY_PUSH(texts, const char *) = row->currency ? row->currency : "";
        APR_ARRAY_PUSH(texts, const char *) = row->link ? row->link : "";
    }
    return apr_array_pstrcat(l->pool, texts, '|');
}

static inline const char *texts_text(lists_t *l, const apr_array_header_t *texts)
{
    return apr_array_pstrcat(l->pool, texts, ',');
}

/* ---- what the tables have ---- */

static inline cc_status_t given_totals(lists_t *l, const question_t *q, const cc_grid_query_t *query,
                                       cc_grid_totals_t *totals)
{
    cc_grid_shape_t shape = cc_grid_shape(q->def, &q->view, query);

    shape.group_count = 0;
    return cc_grid_read_totals(&l->f.ctx, &shape, cc_grid_args(&l->f.ctx, &shape, &q->view, query), totals);
}

static inline cc_status_t given_rows(lists_t *l, const question_t *q, int limit, int64_t offset, cc_grid_rows_t *rows)
{
    cc_grid_shape_t shape = cc_grid_shape(q->def, &q->view, &q->query);

    *rows = cc_grid_rows_make(&l->f.ctx, &shape, &q->view, limit);
    return cc_grid_rows_read(rows, &shape, cc_grid_args(&l->f.ctx, &shape, &q->view, &q->query), limit, offset);
}

static inline cc_status_t given_groups(lists_t *l, const question_t *q, const cc_grid_rows_t *rows,
                                       cc_grid_result_t *result)
{
    cc_context_t *ctx = &l->f.ctx;
    cc_grid_shape_t shape = cc_grid_shape(q->def, &q->view, &q->query);
    const apr_array_header_t *args = cc_grid_args(ctx, &shape, &q->view, &q->query);
    cc_status_t status = CC_OK;

    result->rows = rows->rows;
    result->groups = apr_array_make(l->pool, 8, sizeof(cc_grid_group_t));
    for (int level = 0; status == CC_OK && level < shape.group_count; level++) {
        status = cc_grid_read_groups(ctx, &shape, args, (const char *const *)rows->keys, level, result);
    }
    return status;
}

#endif
