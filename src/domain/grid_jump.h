/* Where in a list that is sorted by customers' names a page is, without walking there: by the counts of stretches of
 * names that SQLite keeps (store/schema_stretches.h). Used by grid.c alone. */
#ifndef CC_GRID_JUMP_H
#define CC_GRID_JUMP_H

#include "grid_rows.h"

/** Reads the page with so many rows from `offset` on, of those that match. `*known` is false, and nothing was read,
 * where the counts do not know: they are of the whole list and of one role of it. */
cc_status_t cc_grid_jump(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view, const cc_grid_query_t *query,
                         int64_t total, int limit, int64_t offset, bool *known, cc_grid_rows_t *rows);

#endif
