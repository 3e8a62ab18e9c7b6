/* How searches and filters of users, parties, access and the audit are found by the text indexes that SQLite keeps
 * (store/schema_finds.h), where lists are long, and which of them are counted; and what PostgreSQL is to find by its
 * own (store/schema_trigrams.h), which it uses by itself where a list is of one table. Nothing here changes what is
 * found. Used by grid.c alone. */
#ifndef CC_GRID_SEARCH_H
#define CC_GRID_SEARCH_H

#include "grid_plan.h"

/** Sets in the shape what the text indexes find: all texts of three letters at least, where the list is long enough for
 *  that. `*all` gets how many rows the list has, whatever is asked; 0: it is short, or nothing is asked. */
cc_status_t cc_grid_search(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int64_t *all);

/** Is the page worth looking for among the first rows of the list's order, before anything is found? `total` of `all`
 *  rows match, and so many are to be passed from the nearer end. `*near` gets among how many. */
bool cc_grid_search_begins(const cc_grid_shape_t *shape, int64_t total, int64_t all, int64_t rows, int *near);

/** True if the page is sooner read along the order of the list, looking at each row, than from what was found, if
 *  anything was. `begun`: it was not among the first rows, so what matches stands together somewhere behind. */
bool cc_grid_search_walks(const cc_grid_shape_t *found, int64_t total, int64_t all, int64_t rows, bool begun);

/** Sets in the shape of totals that they are asked of the counts that the database keeps, where those know. */
void cc_grid_search_counts(cc_grid_shape_t *shape);

#endif
