/* The page of the newest documents among those that the text index finds, without looking at all that it finds: most
 * documents come into the database about when they are dated, so those of the last days have the largest ids, and the
 * index gives what it found by ids. Where they do not, nothing is gained, and nothing lost but a look. Used by
 * grid_find.c alone. */
#ifndef CC_GRID_RECENT_H
#define CC_GRID_RECENT_H

#include "grid_plan.h"
#include "grid_rows.h"

/** Reads a page out of `total` rows that match, sorted by nothing but the date, the newest first; `found` is a shape in
 *  which the text index is asked (cc_grid_use_finders). `*done` is false, and nothing was read, where the days looked
 *  at have not enough rows, or where this way does not pay. */
cc_status_t cc_grid_find_recent(const cc_grid_plan_t *plan, const cc_grid_shape_t *found, int64_t total, int limit,
                                int64_t offset, cc_grid_rows_t *rows, bool *done);

#endif
