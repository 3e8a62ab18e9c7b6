/* The part of a grid's SQL that asks for rows. Declared in grid_sql.h. */
#include "grid_sql.h"

#include <apr_strings.h>
#include <string.h>

static const char *compared(apr_pool_t *pool, const cc_grid_column_t *column, const char *how)
{
    return apr_pstrcat(pool, " AND ", column->match, how, cc_grid_is_number(column) ? "{number}" : "%s", NULL);
}

/* Which of the rows: see cc_grid_sql_rows. */
static const char *place(apr_pool_t *pool, const cc_grid_shape_t *shape, const cc_grid_order_t *order, bool by_id)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *next = &def->columns[order[shape->fixed].column];
    const char *sql = "", *hole = cc_grid_is_number(next) ? "{number}" : "%s";
    bool down = order[shape->fixed].descending;

    for (int i = 0; i < shape->fixed; i++) {
        sql = apr_pstrcat(pool, sql, compared(pool, &def->columns[order[i].column], " = "), NULL);
    }
    if (shape->range) {
        sql = apr_pstrcat(pool, sql, " AND ", next->match, " BETWEEN ", hole, " AND ", hole, NULL);
    }
    if (shape->after == CC_AFTER_WITHIN) {
        sql = apr_pstrcat(pool, sql, compared(pool, next, down ? " <= " : " >= "), " AND (", next->match,
                          down ? " < " : " > ", hole, " OR ", def->id, by_id ? " < " : " > ", "{number})", NULL);
    }
    return shape->after == CC_AFTER_BEYOND ? apr_pstrcat(pool, sql, compared(pool, next, down ? " < " : " > "), NULL)
                                           : sql;
}

/* " ORDER BY …" */
static const char *order_by(apr_pool_t *pool, const cc_grid_shape_t *shape, const cc_grid_order_t *order, int count,
                            bool by_id)
{
    const cc_grid_def_t *def = shape->def;
    const char *by = " ORDER BY ";

    for (int i = 0; i < count; i++) {
        const cc_grid_column_t *column = &def->columns[order[i].column];
        const char *down = order[i].descending != shape->backwards ? " DESC, " : ", ",
                   *itself = !shape->gathered || i       ? ""
                             : cc_grid_is_number(column) ? " + 0"
                                                         : " || ''";
        by = apr_pstrcat(pool, by, column->match, itself, down, NULL);
    }
    return apr_pstrcat(pool, by, def->id, by_id != shape->backwards ? " DESC" : "", NULL);
}

/* The tables of `from` for the rows whose ids these are. */
static const char *for_late(apr_pool_t *pool, const cc_grid_def_t *def, const char *ids)
{
    const char *tables = apr_pstrmemdup(pool, def->from, (apr_size_t)(strstr(def->from, " WHERE ") - def->from));

    return apr_pstrcat(pool, " FROM (", ids, ") " CC_GRID_LATE " {cross join} ", tables, " WHERE ", def->id,
                       " = " CC_GRID_LATE ".id", NULL);
}

/* The ids that come first along the index of the order. */
static const char *first_ids(apr_pool_t *pool, const cc_grid_shape_t *shape, int column, const char *by)
{
    cc_grid_shape_t all = *shape;

    all.filtered = all.searched = all.text_search = all.text_filters = false;
    all.asked = 0;
    all.index = column;
    return apr_psprintf(pool, "SELECT %s AS id%s%s LIMIT %d", shape->def->id,
                        apr_pstrcat(pool, cc_grid_source(pool, &all), NULL), by, shape->newest);
}

const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = apr_pstrcat(pool, "SELECT ", def->id, def->owner ? ", " : "", def->owner ? def->owner : "",
                                  def->link ? ", " : "", def->link, NULL),
               *by, *limit = " LIMIT {limit} OFFSET {limit}";
    cc_grid_order_t order[CC_GRID_ORDER_MAX + 1] = {{0, false}}; /* where all are fixed there is still a next */
    bool by_id;
    int count = cc_grid_order(shape, order, &by_id);

    for (int i = 0; i < def->count; i++) {
        sql = cc_grid_sees(shape, i) ? apr_pstrcat(pool, sql, ", ", def->columns[i].value, NULL) : sql;
    }
    sql = def->currency ? apr_pstrcat(pool, sql, ", ", def->currency, NULL) : sql;
    for (int i = 0; i < shape->group_count; i++) {
        sql = apr_pstrcat(pool, sql, ", ", def->columns[shape->groups[i]].match, NULL);
    }
    for (int i = 0; i < count; i++) {
        sql = shape->with_keys ? apr_pstrcat(pool, sql, ", ", def->columns[order[i].column].match, NULL) : sql;
    }
    by = order_by(pool, shape, order, count, by_id);
    if (shape->newest) {
        return apr_pstrcat(pool, sql, for_late(pool, def, first_ids(pool, shape, order[0].column, by)),
                           cc_grid_filter_text(pool, shape), by, limit, NULL);
    }
    if (shape->late) {
        const char *ids = apr_pstrcat(pool, "SELECT ", def->id, " AS id", cc_grid_source(pool, shape),
                                      place(pool, shape, order, by_id), by, limit, NULL);
        return apr_pstrcat(pool, sql, for_late(pool, def, ids), by, NULL);
    }
    return apr_pstrcat(pool, sql, cc_grid_source(pool, shape), place(pool, shape, order, by_id), by, limit, NULL);
}

/* From day to day along the index of dates, which has the ids of each day in their order: two looks a day. */
const char *cc_grid_sql_recent(apr_pool_t *pool, const cc_grid_def_t *def)
{
    const char *kind = def->kind;

    return apr_psprintf(
        pool,
        "WITH RECURSIVE ends(c, first, last) AS (SELECT c, (SELECT MIN(date) FROM %s WHERE customer_id = c AND date >= "
        "visible), (SELECT MAX(date) FROM %s WHERE customer_id = c) FROM (SELECT {number} AS c, %%s AS visible)), "
        "days(c, since, day) AS (SELECT c, DATE(last, -CAST((JULIANDAY(last) - JULIANDAY(first)) * {number} / {number} "
        "AS INTEGER) || ' days'), last FROM ends UNION ALL SELECT c, since, (SELECT MAX(date) FROM %s WHERE "
        "customer_id = c AND date < day) FROM days WHERE day > since LIMIT %d) SELECT MIN(day), MIN((SELECT MIN(id) "
        "FROM %s WHERE customer_id = c AND date = day)), (SELECT MAX(id) FROM %s) FROM days WHERE day >= since",
        kind, kind, kind, CC_GRID_RECENT_DAYS, kind, kind);
}
