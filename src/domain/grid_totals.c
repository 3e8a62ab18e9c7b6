/* Totals and groups of a grid, in one currency each. */
#include "grid_totals.h"

#include "../base/decimal.h"
#include "../base/text.h"

#include <stdlib.h>

cc_args_t cc_grid_bound(const apr_array_header_t *args)
{
    return (cc_args_t){args->nelts, (const char *const *)args->elts};
}

/* Columns from `n` on: currency, count, sums; or only the count where there is nothing to sum up. */
static void add_totals(cc_grid_totals_t *totals, const cc_row_t *row, int n)
{
    const cc_grid_def_t *def = totals->shape->def;
    const char *currency = cc_grid_has_sums(totals->shape) ? cc_row_text(row, n++) : NULL;

    totals->count += cc_row_int(row, n++, 0);
    for (int i = 0; currency && i < def->count; i++) {
        if (((totals->shape->columns >> i) & 1) && def->columns[i].type == CC_COLUMN_MONEY) {
            int64_t ones = cc_row_int(row, n, 0), millionths = cc_row_int(row, n + 1, 0);
            APR_ARRAY_PUSH(totals->sums, cc_grid_sum_t) =
                (cc_grid_sum_t){i, currency, cc_decimal_sum(totals->pool, ones, millionths, CC_DECIMALS_OF_MONEY)};
            n += 2;
        }
    }
}

static cc_status_t totals_row(void *baton, const cc_row_t *row)
{
    add_totals(baton, row, 0);
    return CC_OK;
}

cc_status_t cc_grid_read_totals(cc_context_t *ctx, const cc_grid_shape_t *shape, const apr_array_header_t *args,
                                cc_grid_totals_t *totals)
{
    *totals = (cc_grid_totals_t){shape, ctx->pool, 0, apr_array_make(ctx->pool, 4, sizeof(cc_grid_sum_t))};
    return cc_db_select_text(ctx->db, "cc_grid_totals", cc_grid_sql_totals(ctx->pool, shape), cc_grid_bound(args),
                             totals_row, totals);
}

typedef struct {
    cc_grid_totals_t totals;
    int level;
    const char *const *keys; /* of the rows of the page */
    cc_grid_result_t *result;
} groups_t;

/* The row of the page at which the group with the first `level + 1` keys of this row begins; -1: not on this page.
 * Rows of a group stand together, so the first one that has the keys is it. */
static int first_row(const groups_t *groups, const cc_row_t *row)
{
    int width = groups->totals.shape->group_count;

    for (int i = 0; i < groups->result->rows->nelts; i++) {
        bool same = true;
        for (int level = 0; same && level <= groups->level; level++) {
            const char *here = groups->keys[i * width + level], *there = cc_row_text(row, level);
            same = cc_text_same(here, there);
        }
        if (same) {
            return i;
        }
    }
    return -1;
}

/* A row per group and currency: the first of a group makes it, the others add their sums. */
static cc_status_t group_row(void *baton, const cc_row_t *row)
{
    groups_t *groups = baton;
    apr_array_header_t *list = groups->result->groups;
    int at = first_row(groups, row), column = groups->totals.shape->groups[groups->level];
    cc_grid_group_t *group = list->nelts ? &APR_ARRAY_IDX(list, list->nelts - 1, cc_grid_group_t) : NULL;

    if (at < 0) {
        return CC_OK;
    }
    if (!group || group->row != at || group->level != groups->level) {
        group = apr_array_push(list);
        *group = (cc_grid_group_t){.row = at,
                                   .level = groups->level,
                                   .value = APR_ARRAY_IDX(groups->result->rows, at, cc_grid_row_t).values[column],
                                   .sums = apr_array_make(groups->totals.pool, 2, sizeof(cc_grid_sum_t))};
    }
    groups->totals.count = group->count;
    groups->totals.sums = group->sums;
    add_totals(&groups->totals, row, groups->level + 1);
    group->count = groups->totals.count;
    return CC_OK;
}

static int by_place(const void *a, const void *b)
{
    const cc_grid_group_t *x = a, *y = b;

    return x->row != y->row ? x->row - y->row : x->level - y->level;
}

static bool same_keys(const char *const *a, const char *const *b, int count)
{
    bool same = true;

    for (int i = 0; same && i < count; i++) {
        same = cc_text_same(a[i], b[i]);
    }
    return same;
}

/* The groups of one level that rows `from` to `to` of the page are in; all those rows are in one group of the level
 * above. Only what the page shows is asked for: a customer may have as many groups as documents. */
static cc_status_t read_level(cc_context_t *ctx, groups_t *groups, const apr_array_header_t *scope, int from, int to)
{
    const cc_grid_shape_t *shape = groups->totals.shape;
    const char *const *first = groups->keys + from * shape->group_count, *const *last =
                                                                             groups->keys + to * shape->group_count;
    bool backwards = shape->groups[groups->level] == shape->sort && shape->descending;
    apr_array_header_t *args = apr_array_copy(ctx->pool, scope);

    for (int i = 0; i < groups->level; i++) {
        APR_ARRAY_PUSH(args, const char *) = first[i];
    }
    APR_ARRAY_PUSH(args, const char *) = (backwards ? last : first)[groups->level];
    APR_ARRAY_PUSH(args, const char *) = (backwards ? first : last)[groups->level];
    return cc_db_select_text(ctx->db, "cc_grid_groups", cc_grid_sql_groups(ctx->pool, shape, groups->level),
                             cc_grid_bound(args), group_row, groups);
}

cc_status_t cc_grid_read_groups(cc_context_t *ctx, const cc_grid_shape_t *shape, const apr_array_header_t *scope,
                                const char *const *keys, int level, cc_grid_result_t *result)
{
    int rows = result->rows->nelts, width = shape->group_count;
    cc_status_t status = CC_OK;

    for (int from = 0, to; status == CC_OK && from < rows; from = to + 1) {
        groups_t groups = {{shape, ctx->pool, 0, NULL}, level, keys, result};
        for (to = from; to + 1 < rows && same_keys(keys + from * width, keys + (to + 1) * width, level); to++) {
        }
        status = read_level(ctx, &groups, scope, from, to);
    }
    qsort(result->groups->elts, (size_t)result->groups->nelts, sizeof(cc_grid_group_t), by_place);
    return status;
}
