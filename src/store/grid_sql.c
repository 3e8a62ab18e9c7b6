#include "grid_sql.h"

#include <apr_strings.h>
#include <string.h>

/* Where in `from` the restriction of document types goes, if not at its end. */
#define TYPES "{types}"
#define SIX "(%s, %s, %s, %s, %s, %s)"

static bool sees(const cc_grid_shape_t *shape, int column)
{
    return (shape->columns >> column) & 1;
}

static bool is_number(const cc_grid_column_t *column)
{
    return column->type == CC_COLUMN_NUMBER || column->type == CC_COLUMN_MONEY || column->type == CC_COLUMN_TIME ||
           column->type == CC_COLUMN_FLAG;
}

/* Is the index of the date the wrong one? Planners take it whenever a date is compared, and then read and sort every
 * document of the customer, where another index has few of them or has them in order. COALESCE keeps them from it. */
static bool leaves_date(const cc_grid_shape_t *shape)
{
    return shape->along_sort || shape->text_search;
}

/* Filter parameters, for each seen column in order: text one pattern, role six codes, the others from and to. */
static const char *column_filter(apr_pool_t *pool, const cc_grid_shape_t *shape, const cc_grid_column_t *column)
{
    const char *match = column->match;

    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_USER: return apr_pstrcat(pool, " AND ", column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, " AND ", column->match, " IN " SIX, NULL);
    default:
        if (column->type == CC_COLUMN_DATE && leaves_date(shape)) {
            match = apr_pstrcat(pool, "COALESCE(", match, ", '')", NULL);
        }
        return apr_pstrcat(pool, " AND ", match,
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
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_DATE: return apr_pstrcat(pool, column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, column->match, " IN " SIX, NULL);
    case CC_COLUMN_NUMBER: return apr_pstrcat(pool, "CAST(", column->match, " AS {chars}) LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_MONEY: return apr_pstrcat(pool, column->match, " BETWEEN {number} AND {number}", NULL);
    case CC_COLUMN_TIME:
    case CC_COLUMN_FLAG:
    case CC_COLUMN_OVERDUE: break;
    }
    return NULL;
}

/* The table's own name of a money column: "amount" for "o.amount". */
static const char *bare(const char *column)
{
    const char *dot = strchr(column, '.');

    return dot ? dot + 1 : column;
}

/* Parameters: the text, then for each money column seen the customer, from and to. */
static const char *text_search(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = apr_pstrcat(pool, " AND ", def->id, " IN (SELECT rowid FROM ", def->kind, "_search WHERE ",
                                  def->kind, "_search MATCH %s", NULL);

    for (int i = 0; i < def->count; i++) {
        if (sees(shape, i) && def->columns[i].type == CC_COLUMN_MONEY) {
            sql = apr_pstrcat(pool, sql, " UNION SELECT id FROM ", def->kind, " WHERE customer_id = {number} AND ",
                              bare(def->columns[i].value), " BETWEEN {number} AND {number}", NULL);
        }
    }
    return apr_pstrcat(pool, sql, ")", NULL);
}

static const char *plain_search(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *search = NULL;

    for (int i = 0; i < def->count; i++) {
        const char *one = sees(shape, i) ? column_search(pool, &def->columns[i]) : NULL;
        search = !one ? search : search ? apr_pstrcat(pool, search, " OR ", one, NULL) : one;
    }
    return apr_pstrcat(pool, " AND (", search, ")", NULL);
}

bool cc_grid_filters(const cc_grid_shape_t *shape, int column)
{
    return sees(shape, column) && (!shape->totalled || shape->def->columns[column].totalled);
}

static const char *filters(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = "";

    for (int i = 0; i < def->count; i++) {
        if (cc_grid_filters(shape, i)) {
            sql = apr_pstrcat(pool, sql, column_filter(pool, shape, &def->columns[i]), NULL);
        }
    }
    return shape->totalled
               ? sql
               : apr_pstrcat(pool, sql, shape->text_search ? text_search(pool, shape) : plain_search(pool, shape),
                             NULL);
}

static const char *types(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const char *list = "";

    if (shape->no_types) {
        return " AND 1 = 0";
    }
    if (!shape->types || !shape->def->type) {
        return "";
    }
    for (int i = 0; i < shape->types; i++) {
        list = apr_pstrcat(pool, list, i ? ", %s" : "%s", NULL);
    }
    return apr_pstrcat(pool, " AND ", shape->def->type, " IN (", list, ")", NULL);
}

static const char *replace(apr_pool_t *pool, const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);

    return at ? apr_pstrcat(pool, apr_pstrmemdup(pool, text, (apr_size_t)(at - text)), new, at + strlen(old), NULL)
              : text;
}

/* The tables and the scope. */
static const char *scope(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *from = def->from;

    if (shape->totalled) {
        return def->totals_from;
    }
    if (leaves_date(shape) && def->date_scope) {
        const char *date = apr_pstrmemdup(pool, def->date_scope, strcspn(def->date_scope, " "));
        from = replace(pool, from, def->date_scope, apr_pstrcat(pool, "COALESCE(", date, ", '') >= %s", NULL));
    }
    /* with the text index, the documents it found are few; the customer's may be many */
    from = shape->text_search ? replace(pool, from, "customer_id = {number}", "customer_id + 0 = {number}") : from;
    return replace(pool, from, TYPES, types(pool, shape));
}

static const char *source(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    return apr_pstrcat(pool, " FROM ", scope(pool, shape), strstr(shape->def->from, TYPES) ? "" : types(pool, shape),
                       shape->filtered ? filters(pool, shape) : "", NULL);
}

/* ", currency, COUNT(*), SUM(amount)…", or ", COUNT(*)" */
static const char *totals(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = shape->totalled ? ", SUM(count)" : ", COUNT(*)";

    for (int i = 0; def->currency && i < def->count; i++) {
        if (sees(shape, i) && def->columns[i].type == CC_COLUMN_MONEY) {
            const char *amount = def->columns[i].value;
            sql = shape->totalled
                      ? apr_pstrcat(pool, sql, ", SUM(ones), SUM(millionths)", NULL)
                      : apr_pstrcat(pool, sql, ", SUM(", amount, " {div} 1000000), SUM(", amount, " %% 1000000)", NULL);
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

/* Rows that are equal so far: the newest first, or, backwards, last, as the indexes have them; then by id, so that no
 * page repeats a row of another. */
static const char *ties(apr_pool_t *pool, const cc_grid_shape_t *shape, const char *dir)
{
    const cc_grid_def_t *def = shape->def;
    const char *date = def->date_scope ? apr_pstrmemdup(pool, def->date_scope, strcspn(def->date_scope, " ")) : NULL;
    const char *back = *dir ? "" : " DESC";

    if (!date || !strcmp(date, def->columns[shape->sort].match)) {
        return apr_pstrcat(pool, def->id, dir, NULL);
    }
    return apr_pstrcat(pool, date, back, ", ", def->id, back, NULL);
}

const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *sort = &def->columns[shape->sort];
    const char *sql = apr_pstrcat(pool, "SELECT ", def->id, ", ", def->owner ? def->owner : "NULL", ", ",
                                  def->link ? def->link : "NULL", NULL);
    /* the more days overdue, the earlier the due date */
    const char *dir = shape->descending != (sort->type == CC_COLUMN_OVERDUE) ? " DESC" : "", *order = "";
    bool in_groups = false;

    for (int i = 0; i < def->count; i++) {
        sql = sees(shape, i) ? apr_pstrcat(pool, sql, ", ", def->columns[i].value, NULL) : sql;
    }
    for (int i = 0; i < shape->group_count; i++) {
        const char *group = def->columns[shape->groups[i]].match;
        bool sorted = shape->groups[i] == shape->sort;
        sql = apr_pstrcat(pool, sql, ", ", group, NULL);
        order = apr_pstrcat(pool, order, group, sorted ? dir : "", ", ", NULL);
        in_groups = in_groups || sorted;
    }
    if (!in_groups) {
        order = apr_pstrcat(pool, order, sort->match, dir, ", ", NULL);
    }
    return apr_pstrcat(pool, sql, source(pool, shape), " ORDER BY ", order, ties(pool, shape, dir),
                       " LIMIT {number} OFFSET {number}", NULL);
}

const char *cc_grid_sql_groups(apr_pool_t *pool, const cc_grid_shape_t *shape, int level)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *inner = &def->columns[shape->groups[level]];
    const char *keys = NULL, *within = "", *currency = def->currency ? def->currency : NULL;

    for (int i = 0; i <= level; i++) {
        const cc_grid_column_t *column = &def->columns[shape->groups[i]];
        keys = keys ? apr_pstrcat(pool, keys, ", ", column->match, NULL) : column->match;
        if (i < level) {
            within =
                apr_pstrcat(pool, within, " AND ", column->match, is_number(column) ? " = {number}" : " = %s", NULL);
        }
    }
    if (currency) {
        keys = apr_pstrcat(pool, keys, ", ", currency, NULL);
    }
    return apr_pstrcat(pool, "SELECT ", keys, totals(pool, shape) + (currency ? 2 + strlen(currency) : 0),
                       source(pool, shape), within, " AND ", inner->match,
                       is_number(inner) ? " BETWEEN {number} AND {number}" : " BETWEEN %s AND %s", " GROUP BY ", keys,
                       " ORDER BY ", keys, NULL);
}

const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *wanted = &def->columns[column];
    cc_grid_shape_t plain = *shape;

    plain.filtered = plain.text_search = plain.along_sort = false;
    plain.group_count = 0;
    if (!shape->totalled) {
        return apr_pstrcat(pool, "SELECT DISTINCT ", wanted->value, source(pool, &plain), " ORDER BY 1 LIMIT 50", NULL);
    }
    /* the totals know the keys; any document that has one knows how it is written */
    return apr_pstrcat(pool, "SELECT (SELECT ", bare(wanted->value), " FROM ", def->kind,
                       " WHERE customer_id = {number} AND ", bare(wanted->match),
                       " = k LIMIT 1) FROM (SELECT DISTINCT ", wanted->match, " AS k", source(pool, &plain),
                       ") t ORDER BY 1 LIMIT 50", NULL);
}
