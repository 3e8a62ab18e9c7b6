/* The parameters of a grid's SQL: scope, document types and filters, in the order of grid_sql.h. */
#ifndef CC_GRID_ARGS_H
#define CC_GRID_ARGS_H

#include "grid.h"

/** The text of the grid that fits the view's rights, the site's document types and the query (NULL: no filters). */
cc_grid_shape_t cc_grid_shape(const cc_grid_def_t *def, const cc_view_t *view, const cc_grid_query_t *query);

/** Whether the totals by day can answer: no search, and no filter or group that they do not have. */
bool cc_grid_totals_do(const cc_grid_shape_t *shape, const cc_grid_query_t *query);

/** Whether the text index can: it knows texts of three characters or more. */
bool cc_grid_text_index_does(const cc_grid_shape_t *shape, const cc_grid_query_t *query);

/** An array of texts to bind: scope and document types, then the filters if the shape has them. */
apr_array_header_t *cc_grid_args(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view,
                                 const cc_grid_query_t *query);

#endif
