/* The rows of a grid, out of the database. Used by the files of the grid alone. */
#ifndef CC_GRID_ROWS_H
#define CC_GRID_ROWS_H

#include "grid.h"

typedef struct {
    cc_context_t *ctx;
    const cc_view_t *view;
    apr_array_header_t *rows; /**< of cc_grid_row_t, more with each reading */
    const char **keys;        /**< of each row: those of the groups, then `with_keys` of the order */
    int width;                /**< so many a row */
} cc_grid_rows_t;

/** Room for so many rows of this shape. */
cc_grid_rows_t cc_grid_rows_make(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view, int limit);

/** Reads rows behind those that are there, in the shape's order even where it is read backwards. `args`: all but limit
 *  and offset. */
cc_status_t cc_grid_rows_read(cc_grid_rows_t *rows, const cc_grid_shape_t *shape, const apr_array_header_t *args,
                              int limit, int64_t offset);

#endif
