/* What the text indexes of lists are asked for. Used by grid_args.c and grid_search.c. */
#ifndef CC_GRID_SEARCH_ARGS_H
#define CC_GRID_SEARCH_ARGS_H

#include "grid_plan.h"

/** Adds the parameters of cc_grid_sql_found. */
void cc_grid_push_found(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                        const cc_grid_query_t *query);

/** Looks up in this index the words that begin with one or two letters, for cc_grid_push_found. `*can` is false where
 *  the index has no such words, and where reading a list of so many rows takes no longer than asking for as many. */
cc_status_t cc_grid_find_letters(const cc_grid_plan_t *plan, const cc_grid_find_t *find, const char *folded,
                                 int64_t rows, bool *can);

#endif
