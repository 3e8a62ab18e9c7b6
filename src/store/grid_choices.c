/* The values that the filter of a column offers. Declared in grid_sql.h. */
#include "grid_sql.h"

#include <apr_strings.h>
#include <string.h>

/* From each key to the next along the index that begins with the customer and the column, and how the newest row that
 * has it spells it, which is in the order of that index: PostgreSQL does not know how rare a key is and would rather
 * read the table until it meets one. It takes no more steps than are read. */
static const char *stepwise(apr_pool_t *pool, const cc_grid_def_t *def, const cc_grid_column_t *wanted,
                            const char *source)
{
    const char *key = wanted->match, *o = apr_pstrmemdup(pool, def->id, 1);

    return apr_pstrcat(pool, "WITH RECURSIVE keys(k) AS ((SELECT MIN(", key, ")", source,
                       ") UNION ALL SELECT (SELECT MIN(", key, ")", source, " AND ", key,
                       " > k) FROM keys WHERE k IS NOT NULL) SELECT (SELECT ", wanted->value, source, " AND ", key,
                       " = k ORDER BY ", o, ".date DESC, ", o,
                       ".id DESC LIMIT 1) FROM keys WHERE k IS NOT NULL LIMIT {limit}", NULL);
}

/* With its newest date each key is found by one look into the index; of a condition on what an index has behind its
 * groups, that has to be the least or the largest. The index is named: by its statistics, which are estimates, MariaDB
 * may as well take that of the date, and read whatever else is of that day. */
static const char *skipping(apr_pool_t *pool, const cc_grid_def_t *def, int column, const char *source)
{
    const cc_grid_column_t *wanted = &def->columns[column];
    const char *key = wanted->match, *o = apr_pstrmemdup(pool, def->id, 1);
    const char *table = apr_pstrcat(pool, " FROM ", def->kind, " ", o, NULL);
    const char *indexed =
        apr_pstrcat(pool, table, " FORCE INDEX (", cc_grid_way(def, column).index, ")", source + strlen(table), NULL);

    return apr_pstrcat(pool, "SELECT (SELECT ", wanted->value, indexed, " AND ", key, " = k AND ", o,
                       ".date = newest ORDER BY ", o, ".id DESC LIMIT 1) FROM (SELECT ", key, " AS k, MAX(", o,
                       ".date) AS newest", source, " GROUP BY ", o, ".customer_id, ", key, " LIMIT {limit}) t", NULL);
}

const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *wanted = &def->columns[column];
    cc_grid_shape_t plain = *shape;
    const char *keys;

    plain.filtered = plain.text_search = plain.text_filters = plain.along_sort = false;
    plain.group_count = 0;
    if (def->columns[column].counted_by) {
        return apr_pstrcat(pool, "SELECT kind FROM ", def->counted,
                           " AND count > 0 GROUP BY 1 ORDER BY 1 LIMIT {limit}", NULL);
    }
    switch (shape->choices) {
    case CC_CHOICES_STEPWISE: return stepwise(pool, def, wanted, cc_grid_source(pool, &plain));
    case CC_CHOICES_SKIPPING: return skipping(pool, def, column, cc_grid_source(pool, &plain));
    case CC_CHOICES_GROUPED: break;
    }
    if (!shape->totals) {
        return apr_pstrcat(pool, "SELECT MIN({brief}", wanted->value, "{feirb})", cc_grid_source(pool, &plain),
                           " GROUP BY {brief}", wanted->match, "{feirb} ORDER BY 1 LIMIT {limit}", NULL);
    }
    /* The totals know the keys; one of the documents that may be seen knows how it is written. Grouping leaves the keys
     * sorted, while DISTINCT, or a limit after another sort, would make SQLite fill a table. */
    keys = cc_grid_source(pool, &plain);
    plain.totals = CC_TOTALS_NONE;
    return apr_pstrcat(pool, "SELECT (SELECT ", wanted->value, cc_grid_source(pool, &plain), " AND ", wanted->match,
                       " = k LIMIT 1) FROM (SELECT ", wanted->match, " AS k", keys,
                       " GROUP BY 1 ORDER BY 1 LIMIT {limit}) t", NULL);
}
