#include "grid_sql.h"

#include <apr_strings.h>

#define SIX "(%s, %s, %s, %s, %s, %s)"

static bool sees(const cc_grid_shape_t *shape, int column)
{
    return (shape->columns >> column) & 1;
}

/* The value that a column is compared and grouped by, with something in place of NULL. */
static const char *key(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_NUMBER:
        return apr_pstrcat(pool, "COALESCE(", column->match, ", " APR_STRINGIFY(CC_GRID_NUMBER_MAX), ")", NULL);
    case CC_COLUMN_MONEY:
    case CC_COLUMN_TIME:
        return apr_pstrcat(pool, "COALESCE(", column->match, ", " CC_GRID_NULL_NUMBER ")", NULL);
    case CC_COLUMN_DATE:
    case CC_COLUMN_OVERDUE: return apr_pstrcat(pool, "COALESCE(", column->match, ", '')", NULL);
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER:
    case CC_COLUMN_ROLE: break;
    }
    return column->match;
}

static bool is_number(const cc_grid_column_t *column)
{
    return column->type == CC_COLUMN_NUMBER || column->type == CC_COLUMN_MONEY || column->type == CC_COLUMN_TIME;
}

/* Filter parameters, for each seen column in order: text one pattern, role six codes, the others from and to. */
static const char *column_filter(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER: return apr_pstrcat(pool, " AND ", column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, " AND ", column->match, " IN " SIX, NULL);
    default:
        return apr_pstrcat(pool, " AND ", key(pool, column),
                           is_number(column) ? " BETWEEN {number} AND {number}" : " BETWEEN %s AND %s", NULL);
    }
}

/* Search parameters, for each seen column in order: text, date and number one pattern, role six codes, money from and
 * to; NULL: not searched. */
static const char *column_search(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER:
    case CC_COLUMN_DATE: return apr_pstrcat(pool, column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, column->match, " IN " SIX, NULL);
    case CC_COLUMN_NUMBER:
        return apr_pstrcat(pool, "CAST(", column->match, " AS {chars}) LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_MONEY: return apr_pstrcat(pool, column->match, " BETWEEN {number} AND {number}", NULL);
    case CC_COLUMN_TIME:
    case CC_COLUMN_OVERDUE: break;
    }
    return NULL;
}

static const char *filters(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = "", *search = NULL;

    for (int i = 0; i < def->count; i++) {
        const char *one = sees(shape, i) ? column_search(pool, &def->columns[i]) : NULL;
        sql = sees(shape, i) ? apr_pstrcat(pool, sql, column_filter(pool, &def->columns[i]), NULL) : sql;
        search = !one ? search : search ? apr_pstrcat(pool, search, " OR ", one, NULL) : one;
    }
    return apr_pstrcat(pool, sql, " AND (", search, ")", NULL);
}

static const char *types(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const char *list = "";

    if (!shape->types || !shape->def->type) {
        return "";
    }
    for (int i = 0; i < shape->types; i++) {
        list = apr_pstrcat(pool, list, i ? ", %s" : "%s", NULL);
    }
    return apr_pstrcat(pool, " AND ", shape->def->type, " IN (", list, ")", NULL);
}

static const char *source(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    return apr_pstrcat(pool, " FROM ", shape->def->from, types(pool, shape),
                       shape->filtered ? filters(pool, shape) : "", NULL);
}

/* ", currency, COUNT(*), SUM(amount)…", or ", COUNT(*)" */
static const char *totals(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = ", COUNT(*)";

    for (int i = 0; def->currency && i < def->count; i++) {
        if (sees(shape, i) && def->columns[i].type == CC_COLUMN_MONEY) {
            sql = apr_pstrcat(pool, sql, ", SUM(", def->columns[i].value, ")", NULL);
        }
    }
    return def->currency ? apr_pstrcat(pool, ", ", def->currency, sql, NULL) : sql;
}

const char *cc_grid_sql_totals(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const char *currency = shape->def->currency;

    return apr_pstrcat(pool, "SELECT ", totals(pool, shape) + 2, source(pool, shape), currency ? " GROUP BY " : "",
                       currency ? currency : "", currency ? " ORDER BY 1" : "", NULL);
}

const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *sort = &def->columns[shape->sort];
    const char *sql = apr_pstrcat(pool, "SELECT ", def->id, ", ", def->owner ? def->owner : "NULL", NULL);
    /* the more days overdue, the earlier the due date */
    const char *dir = shape->descending != (sort->type == CC_COLUMN_OVERDUE) ? " DESC" : "", *order = "";

    for (int i = 0; i < def->count; i++) {
        sql = sees(shape, i) ? apr_pstrcat(pool, sql, ", ", def->columns[i].value, NULL) : sql;
    }
    for (int i = 0; i < shape->group_count; i++) {
        const char *group = key(pool, &def->columns[shape->groups[i]]);
        sql = apr_pstrcat(pool, sql, ", ", group, NULL);
        order = apr_pstrcat(pool, order, group, ", ", NULL);
    }
    return apr_pstrcat(pool, sql, source(pool, shape), " ORDER BY ", order, sort->match, dir, ", ", def->id, dir,
                       " LIMIT {number} OFFSET {number}", NULL);
}

const char *cc_grid_sql_groups(apr_pool_t *pool, const cc_grid_shape_t *shape, int level)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *outer = &def->columns[shape->groups[0]];
    const char *keys = NULL;

    for (int i = 0; i <= level; i++) {
        const char *group = key(pool, &def->columns[shape->groups[i]]);
        keys = keys ? apr_pstrcat(pool, keys, ", ", group, NULL) : group;
    }
    return apr_pstrcat(pool, "SELECT ", keys, totals(pool, shape), source(pool, shape), " AND ", key(pool, outer),
                       is_number(outer) ? " BETWEEN {number} AND {number}" : " BETWEEN %s AND %s", " GROUP BY ", keys,
                       def->currency ? ", " : "", def->currency ? def->currency : "", " ORDER BY ", keys,
                       def->currency ? ", " : "", def->currency ? def->currency : "", NULL);
}

const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column)
{
    const cc_grid_shape_t plain = {.def = shape->def, .columns = shape->columns, .types = shape->types};

    return apr_pstrcat(pool, "SELECT DISTINCT ", shape->def->columns[column].value, source(pool, &plain),
                       " ORDER BY 1 LIMIT 50", NULL);
}
