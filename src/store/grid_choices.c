/* The values that the filter of a column offers. Declared in grid_sql.h. */
#include "grid_sql.h"

#include <apr_strings.h>

const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *wanted = &def->columns[column];
    cc_grid_shape_t plain = *shape;
    const char *keys;

    plain.filtered = plain.text_search = plain.text_filters = plain.along_sort = false;
    plain.group_count = 0;
    if (def->counted_by && def->counted_by[column]) {
        return apr_pstrcat(pool, "SELECT kind FROM ", def->counted,
                           " AND count > 0 GROUP BY 1 ORDER BY 1 LIMIT {limit}", NULL);
    }
    if (!shape->totals) {
        return apr_pstrcat(pool, "SELECT MIN(", wanted->value, ")", cc_grid_source(pool, &plain), " GROUP BY ",
                           wanted->match, " ORDER BY 1 LIMIT {limit}", NULL);
    }
    /* The totals know the keys; one of the documents that may be seen knows how it is written. Grouping leaves the keys
     * sorted, while DISTINCT, or a limit after another sort, would make SQLite fill a table. */
    keys = cc_grid_source(pool, &plain);
    plain.totals = CC_TOTALS_NONE;
    return apr_pstrcat(pool, "SELECT (SELECT ", wanted->value, cc_grid_source(pool, &plain), " AND ", wanted->match,
                       " = k LIMIT 1) FROM (SELECT ", wanted->match, " AS k", keys,
                       " GROUP BY 1 ORDER BY 1 LIMIT {limit}) t", NULL);
}
