/* The text of a grid (grid_shape.c) and the parameters of its SQL: scope, document types and filters, in the order of
 * grid_sql.h. */
#ifndef CC_GRID_ARGS_H
#define CC_GRID_ARGS_H

#include "grid.h"

#define CC_GRID_NO_PERSON "none" /**< the filter that finds rows without a person */

/** The text of the grid that fits the view's rights, the site's document types and the query (NULL: no filters). */
cc_grid_shape_t cc_grid_shape(const cc_grid_def_t *def, const cc_view_t *view, const cc_grid_query_t *query);

/** The codes of the document types that the site offers in this grid, ended by NULL; NULL: all. */
const char *const *cc_grid_types(const cc_grid_def_t *def, const cc_view_t *view);

/** Whether this column of text is filtered by the whole of it ("=…"). */
bool cc_grid_is_exact(const cc_grid_query_t *query, const cc_grid_column_t *column, int n);

/** An array of texts to bind: scope and document types, then the filters if the shape has them. */
apr_array_header_t *cc_grid_args(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view,
                                 const cc_grid_query_t *query);

/** The first date that may be seen. */
const char *cc_grid_first_date(const cc_view_t *view);

/** How many digits the smallest steps of amounts have that may be asked for. */
int cc_grid_step_digits(const cc_grid_shape_t *shape, const cc_view_t *view);

#endif
