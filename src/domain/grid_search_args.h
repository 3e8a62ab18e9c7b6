/* What the text indexes of lists are asked for. Used by grid_args.c alone. */
#ifndef CC_GRID_SEARCH_ARGS_H
#define CC_GRID_SEARCH_ARGS_H

#include "grid.h"

/** Adds the parameters of cc_grid_sql_found. */
void cc_grid_push_found(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                        const cc_grid_query_t *query);

#endif
