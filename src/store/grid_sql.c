#include "grid_sql.h"

#include <apr_strings.h>

#define SIX "(%s, %s, %s, %s, %s, %s)"

/* Filter parameters, for each column in order: text one pattern, role six codes, number from and to. */
static const char *column_filter(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER: return apr_pstrcat(pool, " AND ", column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, " AND ", column->match, " IN " SIX, NULL);
    case CC_COLUMN_NUMBER:
        return apr_pstrcat(pool, " AND COALESCE(", column->match, ", " APR_STRINGIFY(CC_GRID_NUMBER_MAX),
                           ") BETWEEN {number} AND {number}", NULL);
    }
    return "";
}

/* Search parameters, for each column in order: text and number one pattern, role six codes. */
static const char *column_search(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER: return apr_pstrcat(pool, column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, column->match, " IN " SIX, NULL);
    case CC_COLUMN_NUMBER: return apr_pstrcat(pool, "CAST(", column->match, " AS {chars}) LIKE %s ESCAPE '!'", NULL);
    }
    return "";
}

static const char *filters(apr_pool_t *pool, const cc_grid_def_t *def)
{
    const char *sql = "", *search = "";

    for (int i = 0; i < def->count; i++) {
        sql = apr_pstrcat(pool, sql, column_filter(pool, &def->columns[i]), NULL);
        search = apr_pstrcat(pool, search, i ? " OR " : "", column_search(pool, &def->columns[i]), NULL);
    }
    return apr_pstrcat(pool, sql, " AND (", search, ")", NULL);
}

const char *cc_grid_sql_count(apr_pool_t *pool, const cc_grid_def_t *def, bool filtered)
{
    return apr_pstrcat(pool, "SELECT COUNT(*) FROM ", def->from, filtered ? filters(pool, def) : "", NULL);
}

const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_def_t *def, bool filtered, int sort, bool descending)
{
    const char *sql = apr_pstrcat(pool, "SELECT ", def->id, ", ", def->owner ? def->owner : "NULL", NULL);
    const char *dir = descending ? " DESC" : "";

    for (int i = 0; i < def->count; i++) {
        sql = apr_pstrcat(pool, sql, ", ", def->columns[i].value, NULL);
    }
    return apr_pstrcat(pool, sql, " FROM ", def->from, filtered ? filters(pool, def) : "", " ORDER BY ",
                       def->columns[sort].match, dir, ", ", def->id, dir, " LIMIT {number} OFFSET {number}", NULL);
}
