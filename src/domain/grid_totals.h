/* What the rows of a grid come to: over all pages, and by group. Used by the files of the grid alone. */
#ifndef CC_GRID_TOTALS_H
#define CC_GRID_TOTALS_H

#include "grid.h"

typedef struct {
    const cc_grid_shape_t *shape;
    apr_pool_t *pool;
    int64_t count;
    apr_array_header_t *sums;
} cc_grid_totals_t;

/** The array of texts as arguments of a statement. */
cc_args_t cc_grid_bound(const apr_array_header_t *args);

/** Count, and sums by currency, of all rows that match. */
cc_status_t cc_grid_read_totals(cc_context_t *ctx, const cc_grid_shape_t *shape, const apr_array_header_t *args,
                                cc_grid_totals_t *totals);

/** Adds the groups of one level that begin on the page in `result->rows`, whose keys (group_count a row) are `keys`;
 * the outermost level first. `result->groups` is in order when the last is there. */
cc_status_t cc_grid_read_groups(cc_context_t *ctx, const cc_grid_shape_t *shape, const apr_array_header_t *scope,
                                const char *const *keys, int level, cc_grid_result_t *result);

#endif
