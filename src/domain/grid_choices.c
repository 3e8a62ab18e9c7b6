/* The values that the filter of a column offers. Declared in grid.h. */
#include "grid.h"

#include "../store/helpers.h"
#include "grid_args.h"
#include "grid_totals.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES_MAX "50"

static cc_status_t choice_row(void *baton, const cc_row_t *row)
{
    const char *value = cc_row_text(row, 0);

    if (value && *value) {
        APR_ARRAY_PUSH((apr_array_header_t *)baton, const char *) = value;
    }
    return CC_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

cc_status_t cc_grid_choices(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, int column,
                            apr_array_header_t **values)
{
    cc_grid_shape_t shape = cc_grid_shape(def, view, NULL);
    apr_array_header_t *args = apr_array_make(ctx->pool, 1, sizeof(const char *));
    /* how often the text has the scope */
    static const int times[] = {[CC_CHOICES_GROUPED] = 1, [CC_CHOICES_STEPWISE] = 3, [CC_CHOICES_SKIPPING] = 2};
    bool helpers = false;
    cc_status_t status = CC_OK;

    *values = apr_array_make(ctx->pool, 8, sizeof(const char *));
    if (!cc_view_allows(view, def->right) || !cc_grid_column_allowed(&def->columns[column], view)) {
        return CC_REFUSED;
    }
    for (const char *const *code = def->columns[column].codes; code && *code; code++) {
        APR_ARRAY_PUSH(*values, const char *) = *code;
    }
    if ((*values)->nelts) {
        return CC_OK;
    }
    if (def->kind && def->columns[column].totalled) {
        status = cc_helpers_present(ctx->db, def->kind, &helpers);
        if (status == CC_OK) {
            status = cc_helpers_choices(ctx->db, def->kind, cc_grid_way(def, column).index, &shape.choices);
        }
    }
    if (helpers) { /* asked twice: for the documents that spell the values, and for the totals that have them */
        apr_array_cat(args, cc_grid_args(ctx, &shape, view, NULL));
        shape.totals = CC_TOTALS_DAYS;
        shape.months = def->columns[column].type != CC_COLUMN_DATE;
    }
    for (int i = 0; i < times[shape.choices]; i++) {
        apr_array_cat(args, cc_grid_args(ctx, &shape, view, NULL));
    }
    APR_ARRAY_PUSH(args, const char *) = CHOICES_MAX;
    if (status == CC_OK) {
        status = cc_db_select_text(ctx->db, "cc_grid_choices", cc_grid_sql_choices(ctx->pool, &shape, column),
                                   cc_grid_bound(args), choice_row, *values);
    }
    qsort((*values)->elts, (size_t)(*values)->nelts, sizeof(const char *), by_text);
    return status;
}
