/* SQL of a grid, put together from the fragments of its definition. Each grid has few texts: a count and, for each
 * sort and direction, the rows, both with and without the filters; what the user typed is always bound. */
#ifndef CC_GRID_SQL_H
#define CC_GRID_SQL_H

#include "grids.h"

#include <apr_pools.h>
#include <stdbool.h>

/** Rows that match. Parameters: scope, then the filters' (if `filtered`). */
const char *cc_grid_sql_count(apr_pool_t *pool, const cc_grid_def_t *def, bool filtered);

/** One page: id, owner, then the values of all columns. Parameters: scope, filters', limit, offset. */
const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_def_t *def, bool filtered, int sort, bool descending);

/** Largest whole number of a number column; also what its NULL counts as in a filter by range. */
#define CC_GRID_NUMBER_MAX 2147483647

#endif
