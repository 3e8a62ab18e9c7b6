/* Finding the place of a page among very many rows in order of an amount, without counting them one by one: by how many
 * there are in each step of amounts (grid_amounts.h). Used by grid_find.c alone. */
#ifndef CC_GRID_STEPS_H
#define CC_GRID_STEPS_H

#include "grid_plan.h"

typedef struct {
    const char *from, *to; /**< amounts, both included; NULL: nothing is known */
    int64_t total;         /**< rows with these */
    int64_t offset;        /**< of the page among them */
} cc_grid_stretch_t;

/** Where the page is in a part of the rows, those with these `fixed` values in the first columns of the order, if the
 *  next one is an amount: a stretch with few rows before or behind the page, if totals know of one. */
cc_status_t cc_grid_find_stretch(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, const cc_grid_order_t *order,
                                 const char *const *values, int fixed, int64_t total, int limit, int64_t offset,
                                 cc_grid_stretch_t *stretch);

#endif
