#include "grid_sql.h"

#include "grid_finds.h"

#include <apr_strings.h>
#include <string.h>

/* Where in `from` the restriction of document types goes, if not at its end. */
#define TYPES "{types}"

/* Have the rows a given date, or one of a range? */
static bool places_date(const cc_grid_shape_t *shape)
{
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    bool by_id, places = false;
    int count = cc_grid_order(shape, order, &by_id), date = cc_grid_date_column(shape->def);

    for (int i = 0; i < count && i < shape->fixed + shape->range; i++) {
        places = places || order[i].column == date;
    }
    return places;
}

/* Is the first visible date the wrong thing to look for? Planners take the index of the date whenever a date is
 * compared, and then read and sort every document of the customer, where another index has few of them or has them in
 * order; and of two conditions on the date they may take the wider one. COALESCE keeps them from it. */
static bool leaves_date(const cc_grid_shape_t *shape)
{
    return !shape->totals && (shape->along_sort || shape->text_search || shape->text_filters || places_date(shape));
}

/* Filter parameters, for each seen column in order: text one pattern, role the codes of some or the exact one, the
 * others from and to. */
static const char *column_filter(apr_pool_t *pool, const cc_grid_shape_t *shape, int n)
{
    const cc_grid_column_t *column = &shape->def->columns[n];
    const char *match = shape->counted ? column->counted_by : column->match;

    if ((shape->absent >> n) & 1) {
        return apr_pstrcat(pool, " AND ", shape->counted ? shape->def->counted_absent : shape->def->absent, NULL);
    }
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_CODE:
    case CC_COLUMN_VALUES:
    case CC_COLUMN_USER:
        if ((shape->exact >> n) & 1) {
            return apr_pstrcat(pool, " AND ", match, " = %s", NULL);
        }
        if (shape->totals == CC_TOTALS_NOTES && cc_grid_way(shape->def, n).part == CC_PART_NOTES) {
            return apr_pstrcat(pool, " AND ", cc_grid_notes_filter(pool, shape->def), NULL);
        }
        return apr_pstrcat(pool, " AND ", match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE:
        return apr_pstrcat(pool, " AND ", match, (shape->exact >> n) & 1 ? " = %s" : " " CC_GRID_IN_ROLES, NULL);
    default:
        if (column->type == CC_COLUMN_DATE && leaves_date(shape)) {
            match = apr_pstrcat(pool, "COALESCE(", match, ", '')", NULL);
        }
        return apr_pstrcat(pool, " AND ", match,
                           cc_grid_is_number(column) ? " BETWEEN {number} AND {number}" : " BETWEEN %s AND %s", NULL);
    }
}

/* Search parameters, for each seen column in order: text, date and number one pattern, role the codes of some, money
 * from and to; NULL: not searched. */
static const char *column_search(apr_pool_t *pool, const cc_grid_column_t *column)
{
    switch (column->type) {
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER:
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_CODE:
    case CC_COLUMN_VALUES:
    case CC_COLUMN_DATE: return apr_pstrcat(pool, column->match, " LIKE %s ESCAPE '!'", NULL);
    case CC_COLUMN_ROLE: return apr_pstrcat(pool, column->match, " " CC_GRID_IN_ROLES, NULL);
    case CC_COLUMN_NUMBER:
        /* as it is shown, which is not how it is sorted where it is NULL */
        return apr_pstrcat(pool, "COALESCE(CAST(", column->value, " AS {chars}), '') LIKE %s ESCAPE '!'", NULL);
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

/* The id that the text index has to know: that of a row, or, before that is read, of what comes first in the order. */
static const char *id_sought(const cc_grid_shape_t *shape)
{
    return shape->newest ? CC_GRID_LATE ".id" : shape->def->id;
}

static const char *since_id(const cc_grid_shape_t *shape)
{
    return shape->recent ? " AND rowid >= {number}" : "";
}

/* Parameters: the text, then for each money column seen the customer, from and to. What the index finds may be more
 * than what has the text. */
static const char *text_search(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = apr_pstrcat(pool, " AND ", id_sought(shape), " IN (SELECT rowid FROM ", def->kind,
                                  "_search WHERE ", def->kind, "_search MATCH %s", since_id(shape), NULL);

    for (int i = 0; i < def->count; i++) {
        if (cc_grid_sees(shape, i) && def->columns[i].type == CC_COLUMN_MONEY) {
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
        const char *one = cc_grid_sees(shape, i) ? column_search(pool, &def->columns[i]) : NULL;
        search = !one ? search : search ? apr_pstrcat(pool, search, " OR ", one, NULL) : one;
    }
    return apr_pstrcat(pool, " AND (", search, ")", NULL);
}

bool cc_grid_filters(const cc_grid_shape_t *shape, int column)
{
    const cc_grid_column_t *filtered = &shape->def->columns[column];
    bool asked = (shape->asked >> column) & 1;

    if (shape->def->finds && !((shape->asked >> column) & ~(shape->found >> column) & 1)) {
        return false;
    }
    if (!cc_grid_sees(shape, column) || (shape->months && filtered->type == CC_COLUMN_DATE)) {
        return false;
    }
    if (shape->totals == CC_TOTALS_NONE) {
        return asked || !shape->lean;
    }
    return asked && (filtered->totalled ||
                     (shape->totals == CC_TOTALS_NOTES && cc_grid_way(shape->def, column).part == CC_PART_NOTES));
}

const char *cc_grid_filter_text(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = "";

    for (int i = 0; i < def->count; i++) {
        if (cc_grid_filters(shape, i)) {
            sql = apr_pstrcat(pool, sql, column_filter(pool, shape, i), NULL);
        }
    }
    if (shape->text_filters && shape->totals == CC_TOTALS_NONE) {
        sql = apr_pstrcat(pool, sql, " AND ", id_sought(shape), " IN (SELECT rowid FROM ", def->kind, "_search WHERE ",
                          def->kind, "_search MATCH %s", since_id(shape), ")", NULL);
    }
    if (shape->def->finds) {
        return apr_pstrcat(pool, sql, cc_grid_sql_found(pool, shape),
                           shape->searched && !shape->found_search ? plain_search(pool, shape) : "", NULL);
    }
    return shape->totals ? sql
                         : apr_pstrcat(pool, sql, shape->text_search ? text_search(pool, shape) : "",
                                       shape->lean && !shape->searched ? "" : plain_search(pool, shape), NULL);
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

    if (shape->totals) {
        return cc_grid_totals_source(pool, shape);
    }
    if (shape->counted) {
        return def->counted;
    }
    if (shape->plain && def->plain) {
        from = def->plain;
    }
    if (shape->scanned) {
        from = replace(pool, from, "external_access a WHERE", "external_access a NOT INDEXED WHERE");
    }
    if (shape->index >= 0 && def->kind) {
        const char *table = apr_pstrcat(pool, def->kind, " ", apr_pstrmemdup(pool, def->id, 1), NULL);
        from = replace(pool, from, table,
                       apr_pstrcat(pool, table, " INDEXED BY ", cc_grid_way(def, shape->index).index, NULL));
    }
    if (leaves_date(shape) && def->date_scope) {
        const char *date = apr_pstrmemdup(pool, def->date_scope, strcspn(def->date_scope, " "));
        from = replace(pool, from, def->date_scope, apr_pstrcat(pool, "COALESCE(", date, ", '') >= %s", NULL));
    }
    /* with the text index, the documents it found are few; the customer's may be many */
    from = shape->text_search || shape->text_filters
               ? replace(pool, from, "customer_id = {number}", "customer_id + 0 = {number}")
               : from;
    if (shape->found || shape->found_search) { /* the same with these */
        from = replace(pool, from, "customer_id = %lld", "customer_id + 0 = {number}");
    }
    return replace(pool, from, TYPES, types(pool, shape));
}

const char *cc_grid_source(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    return apr_pstrcat(pool, " FROM ", scope(pool, shape), strstr(shape->def->from, TYPES) ? "" : types(pool, shape),
                       shape->filtered ? cc_grid_filter_text(pool, shape) : "", NULL);
}

/* ", COUNT(*), SUM(amount)…" */
static const char *totals(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = shape->totals || shape->counted ? ", SUM(count)" : ", COUNT(*)";

    for (int i = 0; def->currency && i < def->count; i++) {
        if (cc_grid_sees(shape, i) && def->columns[i].type == CC_COLUMN_MONEY) {
            const char *amount = def->columns[i].value;
            sql = shape->totals ? apr_pstrcat(pool, sql, ", SUM(ones), SUM(millionths)", NULL)
                                : apr_pstrcat(pool, sql, ", SUM({whole}", amount, "{elohw} {div} 1000000), SUM(",
                                              amount, " %% 1000000)", NULL);
        }
    }
    return sql;
}

const char *cc_grid_sql_totals(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const char *currency = shape->def->currency, *found = cc_grid_sql_found_count(pool, shape);

    if (found) {
        return found;
    }
    if (!cc_grid_has_sums(shape)) {
        return apr_pstrcat(pool, "SELECT ", totals(pool, shape) + 2, cc_grid_source(pool, shape), NULL);
    }
    if (!shape->def->kind || shape->filtered || shape->types) { /* else MariaDB has an index that is in this order */
        currency = apr_pstrcat(pool, "{brief}", currency, "{feirb}", NULL);
    }
    return apr_pstrcat(pool, "SELECT ", currency, totals(pool, shape), cc_grid_source(pool, shape), " GROUP BY ",
                       currency, shape->totals ? CC_GRID_ANY : "", " ORDER BY 1", NULL);
}

const char *cc_grid_sql_groups(apr_pool_t *pool, const cc_grid_shape_t *shape, int level)
{
    const cc_grid_def_t *def = shape->def;
    const cc_grid_column_t *inner = &def->columns[shape->groups[level]];
    const char *keys = NULL, *within = "";
    cc_grid_shape_t placed = *shape;

    placed.fixed = level;
    placed.range = true;
    for (int i = 0; i <= level; i++) {
        const cc_grid_column_t *column = &def->columns[shape->groups[i]];
        keys = keys ? apr_pstrcat(pool, keys, ", ", column->match, NULL) : column->match;
        if (i < level) {
            within = apr_pstrcat(pool, within, " AND ", column->match,
                                 cc_grid_is_number(column) ? " = {number}" : " = %s", NULL);
        }
    }
    if (cc_grid_has_sums(shape)) {
        keys = apr_pstrcat(pool, keys, ", {brief}", def->currency, "{feirb}", NULL);
    }
    return apr_pstrcat(pool, "SELECT ", keys, totals(pool, shape), cc_grid_source(pool, &placed), within, " AND ",
                       inner->match, cc_grid_is_number(inner) ? " BETWEEN {number} AND {number}" : " BETWEEN %s AND %s",
                       " GROUP BY ", keys, shape->totals ? CC_GRID_ANY : "", " ORDER BY ", keys, NULL);
}

static const char *fixed_values(apr_pool_t *pool, const cc_grid_shape_t *shape, const cc_grid_order_t *order)
{
    const char *within = "";

    for (int i = 0; i < shape->fixed; i++) {
        within = apr_pstrcat(pool, within, " AND ", shape->def->columns[order[i].column].match, " = %s", NULL);
    }
    return within;
}

const char *cc_grid_sql_places(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    bool by_id;
    const char *key;

    cc_grid_order(shape, order, &by_id);
    key = shape->def->columns[order[shape->fixed].column].match;
    return apr_pstrcat(pool, "SELECT ", key, ", SUM(count)", cc_grid_source(pool, shape),
                       fixed_values(pool, shape, order), " GROUP BY 1" CC_GRID_ANY " ORDER BY 1",
                       order[shape->fixed].descending ? " DESC" : "", NULL);
}

const char *cc_grid_sql_steps(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    bool by_id;

    cc_grid_order(shape, order, &by_id);
    return apr_pstrcat(pool, "SELECT text, SUM(count)", cc_grid_source(pool, shape), fixed_values(pool, shape, order),
                       " GROUP BY 1", NULL);
}
