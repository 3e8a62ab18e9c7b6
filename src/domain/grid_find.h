/* The rows of one page, of a customer with very many documents. Used by grid.c alone. */
#ifndef CC_GRID_FIND_H
#define CC_GRID_FIND_H

#include "grid_plan.h"
#include "grid_rows.h"

/** Reads a page out of `total` rows that match. Only where there are many documents. */
cc_status_t cc_grid_find(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, int64_t total, int limit,
                         int64_t offset, cc_grid_rows_t *rows);

#endif
