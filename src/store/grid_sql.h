/* SQL of a grid, put together from the fragments of its definition. What the user typed is always bound; the texts
 * themselves come from a small set: which columns the role may see, whether there are filters, sort, and groups. */
#ifndef CC_GRID_SQL_H
#define CC_GRID_SQL_H

#include "grids.h"

#include <apr_pools.h>

#define CC_GRID_GROUPS_MAX 3

/** Which of a grid's texts is meant. */
typedef struct {
    const cc_grid_def_t *def;
    unsigned columns; /**< bit n: column n may be seen; no other is named in the text in any way */
    int types;        /**< document types to restrict to; 0: all */
    bool no_types;    /**< the list of document types is empty: nothing */
    bool filtered;
    bool totalled;    /**< ask the totals by day: only where every filter and group is a column that they have */
    bool text_search; /**< search through the text index */
    bool along_sort;  /**< walk the index of the sort, not that of the date: for many rows */
    int sort;
    bool descending;
    int groups[CC_GRID_GROUPS_MAX], group_count; /**< columns grouped by, outermost first */
} cc_grid_shape_t;

/** Totals of all rows that match. Without a currency: the count. With one: a row per currency of currency, count, and
 *  the sum of each money column that may be seen, in two parts: ones, and millionths. Parameters: scope, types,
 * filters'. */
const char *cc_grid_sql_totals(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** One page: id, owner, link, the values of the columns that may be seen, then the keys of the groups. Parameters:
 * scope, types, filters', limit, offset. */
const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** Totals of the groups at `level` (0 is the outermost) within one group of the level above, between two keys: the keys
 *  down to that level, then as for the totals. Parameters: scope, types, filters', the keys of the levels above, first
 *  and last key. */
const char *cc_grid_sql_groups(apr_pool_t *pool, const cc_grid_shape_t *shape, int level);

/** True if the text has a filter for this column. */
bool cc_grid_filters(const cc_grid_shape_t *shape, int column);

/** The different values of a column with choices, at most 50. Parameters: scope, types; over the totals, the customer
 *  comes first. */
const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column);

/** Largest whole number of a number column; also what its NULL counts as in a filter by range. */
#define CC_GRID_NUMBER_MAX 2147483647

#endif
