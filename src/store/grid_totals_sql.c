/* The part of a grid's SQL that asks the tables of totals. Declared in grid_sql.h. */
#include "grid_sql.h"

#include "schema_sqlite.h"

#include <apr_strings.h>
#include <string.h>

#define GROUP_OF_DAY "o.type_code, o.type_key, o.status_key, o.currency, "
#define DAY "o.date, " GROUP_OF_DAY
#define OF_TOTALS "SELECT " DAY "o.count, o.ones, o.millionths FROM "
#define OF_MONTH "'" CC_MONTHS "' || SUBSTR(o.date, 1, 7)"
#define OF_DOCUMENTS(status)                                                                                           \
    " AS date, o.type_code, o.type_key, " status                                                                       \
    " AS status_key, o.currency, 1 AS count, o.amount / 1000000 AS ones, o.amount %% 1000000 AS millionths FROM "

/* Documents, each as a total of its own: with `months`, of its day in the first month and of its month later. Parameter
 * with `months`: the end of the first month. */
static const char *of_documents(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    return apr_pstrcat(pool, "SELECT ",
                       shape->months ? "CASE WHEN o.date > %s THEN " OF_MONTH " ELSE o.date END" : "o.date",
                       !strcmp(shape->def->kind, "orders") ? OF_DOCUMENTS("o.status_key") : OF_DOCUMENTS("''"), NULL);
}

/* Here every table is called `o`: a definition's own letter is replaced. */
static const char *as_o(apr_pool_t *pool, const char *match)
{
    char *made = apr_pstrdup(pool, match);

    if (made[1] == '.') {
        made[0] = 'o';
    }
    return made;
}

/* "spans s CROSS JOIN table o WHERE …": the rows of totals for the first day that may be seen and all after it. With
 * `months`, whole months as such; with `all_time`, all of them as one. Parameters: the spans, customer. */
static const char *in_spans(apr_pool_t *pool, const cc_grid_shape_t *shape, const char *table)
{
    return apr_pstrcat(pool, "(SELECT %s AS first, %s AS last",
                       shape->months && !shape->all_time ? " UNION ALL SELECT %s, %s" : "", ") s CROSS JOIN ", table,
                       " o WHERE o.kind = '", shape->def->kind,
                       "' AND o.customer_id = {number} AND o.date BETWEEN s.first AND s.last", NULL);
}

/* The different notes of a customer, found one after another on the key: (customer, text). Parameter: customer. */
static const char *notes(apr_pool_t *pool, const cc_grid_def_t *def)
{
    return apr_psprintf(pool,
                        "WITH RECURSIVE t(c, x) AS (SELECT {number}, '' UNION ALL SELECT c, (SELECT MIN(text) FROM "
                        "document_parts WHERE kind = '%s' AND customer_id = c AND part = 0 AND text > x) FROM t "
                        "WHERE x IS NOT NULL LIMIT %d)",
                        def->kind, CC_GRID_NOTES_MAX + 2);
}

const char *cc_grid_sql_numbers(apr_pool_t *pool, const apr_array_header_t *texts)
{
    const char *sql = "SELECT (";

    for (int i = 0; i < texts->nelts; i++) {
        sql = apr_pstrcat(pool, sql, i ? "), (" : "", APR_ARRAY_IDX(texts, i, const char *), NULL);
    }
    return apr_pstrcat(pool, sql, ")", NULL);
}

const char *cc_grid_sql_notes(apr_pool_t *pool, const cc_grid_def_t *def)
{
    return apr_pstrcat(pool, notes(pool, def), " SELECT COUNT(*) FROM t", NULL);
}

/* The notes themselves are few: they are compared once each, and not with every total. */
const char *cc_grid_notes_filter(apr_pool_t *pool, const cc_grid_def_t *def)
{
    return apr_pstrcat(pool, apr_pstrmemdup(pool, def->id, 1), ".notes_key IN (", notes(pool, def),
                       " SELECT x FROM t WHERE x LIKE %s ESCAPE '!')", NULL);
}

const char *cc_grid_sql_strangers(apr_pool_t *pool, const cc_grid_def_t *def)
{
    return apr_psprintf(pool,
                        "WITH RECURSIVE t(x, n) AS (SELECT %%s, 1 UNION ALL SELECT x, n + 1 FROM t WHERE n < LENGTH(x) "
                        "- 1) SELECT COUNT(*) FROM t WHERE NOT EXISTS (SELECT 1 FROM document_parts WHERE kind = '%s' "
                        "AND customer_id = {number} AND part IN (1, 3) AND text = SUBSTR(x, n, 2))",
                        def->kind);
}

const char *cc_grid_sql_words(apr_pool_t *pool, const cc_grid_def_t *def)
{
    return apr_psprintf(pool, "SELECT term FROM %s_terms WHERE term >= %%s AND term < %%s LIMIT %d", def->kind,
                        CC_GRID_WORDS_MAX);
}

bool cc_grid_compares(const cc_grid_shape_t *shape, int column, unsigned which)
{
    const cc_grid_column_t *compared = &shape->def->columns[column];
    unsigned part = compared->type == CC_COLUMN_DATE   ? CC_LIKE_DATES
                    : compared->type != CC_COLUMN_TEXT ? 0
                    : compared->totalled               ? CC_LIKE_TEXTS
                                                       : CC_LIKE_OTHERS;

    return cc_grid_sees(shape, column) && (which & part) && (part != CC_LIKE_DATES || shape->in_dates != CC_IN_NO_DATE);
}

/* "o.date LIKE … OR …" of the columns that are compared; "" for none. Of a month that is what all its days begin with.
 */
static const char *likes(apr_pool_t *pool, const cc_grid_shape_t *shape, unsigned which)
{
    const cc_grid_def_t *def = shape->def;
    const char *sql = "";

    for (int i = 0; i < def->count; i++) {
        if (cc_grid_compares(shape, i, which)) {
            const char *match = as_o(pool, def->columns[i].match);
            if (shape->months && def->columns[i].type == CC_COLUMN_DATE) {
                match = apr_pstrcat(pool, "SUBSTR(", match, " || '-', 1, 10)", NULL);
            }
            sql = apr_pstrcat(pool, sql, *sql ? " OR " : "", match, " LIKE %s ESCAPE '!'", NULL);
        }
    }
    return sql;
}

/* Where totals of months were asked but the text is in some of their days: what the documents of those days add to
 * what was found, some of which is taken away again as it is in `parts`, the totals that were found by the month. The
 * days of the first month were asked one by one. Parameters: twice customer, what the first whole month comes after,
 * endings of days as JSON, twice the pattern, customer, those of `parts`, texts that are totalled. */
static const char *in_days(apr_pool_t *pool, const cc_grid_shape_t *shape, const char *table, const char *sign,
                           const char *parts)
{
    const char *kind = shape->def->kind;
    const char *days = apr_pstrcat(
        pool,
        "(WITH RECURSIVE months(c, x) AS (SELECT {number}, %s UNION ALL SELECT c, (SELECT MIN(date) FROM "
        "document_totals WHERE kind = '",
        kind,
        "' AND customer_id = c AND date > x) FROM months WHERE x IS NOT NULL) SELECT SUBSTR(x, 2) || '-' || value AS "
        "day FROM months CROSS JOIN json_each(%s) WHERE SUBSTR(x, 2) || '-' || value LIKE %s AND x || '-' NOT LIKE %s)",
        NULL);

    return apr_pstrcat(pool, " UNION ALL SELECT " OF_MONTH ", " GROUP_OF_DAY, sign, "o.count, ", sign, "o.ones, ", sign,
                       "o.millionths FROM ", days, " d CROSS JOIN ", table, " o WHERE o.kind = '", kind,
                       "' AND o.customer_id = {number} AND o.date = d.day", parts, " AND NOT (",
                       likes(pool, shape, CC_LIKE_TEXTS), ")", NULL);
}

/* Documents with the text in what is totalled; those that have it elsewhere only; those that only have the amount. So
 * each is counted once. Parameters, T being a pattern for each column that the totals have, and E for each other:
 *   spans, customer, T;
 *   short: spans, customer, letters, T;
 *   few notes: spans, customer, customer, pattern, T;
 *   months, and the text in days: those of in_days() without parts, then with letters, or with customer and pattern;
 *   `number_parts`: spans, customer, text, T;
 *   else, few notes, but for `no_numbers`: M, match of the number, customer, first date, T, E, pattern of the notes;
 *   else, not short: M, match of number and notes, customer, first date, T, E;
 *   with a money column: M, customer, first date, from, to, T, E;
 * where M is that of of_documents(). */
static const char *search(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *kind = def->kind, *t = likes(pool, shape, CC_LIKE_TEXTS | CC_LIKE_DATES);
    const char *e = likes(pool, shape, CC_LIKE_OTHERS);
    const char *documents = of_documents(pool, shape), *scope = " = {number} AND o.date >= %s AND ";
    const char *parts = shape->short_search ? " AND o.part IN (1, 2, 3) AND o.text = %s"
                        : shape->few_notes  ? apr_pstrcat(pool, " AND o.part = 0 AND o.text IN (", notes(pool, def),
                                                          " SELECT x FROM t WHERE x LIKE %s ESCAPE '!')", NULL)
                                            : NULL;
    const char *sql =
        apr_pstrcat(pool, "(" OF_TOTALS, in_spans(pool, shape, "document_totals"), " AND (", t, ")", NULL);

    if (parts) {
        sql = apr_pstrcat(pool, sql, " UNION ALL " OF_TOTALS, in_spans(pool, shape, "document_parts"), parts,
                          " AND NOT (", t, ")", NULL);
    }
    if (shape->months && shape->in_dates == CC_IN_DAYS) {
        sql = apr_pstrcat(pool, sql, in_days(pool, shape, "document_totals", "", ""),
                          parts ? in_days(pool, shape, "document_parts", "-", parts) : "", NULL);
    }
    if (shape->number_parts) {
        sql = apr_pstrcat(pool, sql, " UNION ALL " OF_TOTALS, in_spans(pool, shape, "document_parts"),
                          " AND o.part = 1 AND o.text = %s AND NOT (", t, ")", NULL);
    } else if (!shape->short_search && !shape->no_numbers) {
        sql = apr_pstrcat(pool, sql, " UNION ALL ", documents, kind, " o WHERE o.id IN (SELECT rowid FROM ", kind,
                          "_search WHERE ", kind, "_search MATCH %s) AND o.customer_id + 0", scope, "NOT (", t,
                          ") AND (", e, ")", shape->few_notes ? " AND o.notes_key NOT LIKE %s ESCAPE '!'" : "", NULL);
    }
    if (cc_grid_has_sums(shape)) {
        sql = apr_pstrcat(pool, sql, " UNION ALL ", documents, kind, " o WHERE o.customer_id", scope,
                          "o.amount BETWEEN {number} AND {number} AND NOT (", t, *e ? " OR " : "", e, ")", NULL);
    }
    return apr_pstrcat(pool, sql, ") ", NULL);
}

/* Whole steps of amounts, and the documents at either end. Parameters: spans, customer, steps, twice that of
 * of_documents(), customer, from, to, first date. */
static const char *amounts(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *amount = as_o(pool, def->columns[shape->filter].match);
    const char *end = apr_pstrcat(pool, " UNION ALL ", of_documents(pool, shape), def->kind, " o INDEXED BY ",
                                  cc_grid_way(def, shape->filter).index, " WHERE o.customer_id = {number} AND ", amount,
                                  " BETWEEN {number} AND {number} AND o.date >= %s", NULL);

    return apr_pstrcat(pool, "(" OF_TOTALS, in_spans(pool, shape, "document_parts"),
                       " AND o.part = 4 AND o.text IN (SELECT value FROM json_each(%s))", end, end, ") ", NULL);
}

/* Every different note is looked for, as the dates stand behind it in the key. Parameters: spans, customer, customer.
 */
static const char *of_notes(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    return apr_pstrcat(pool, "(SELECT o.*, o.text AS notes_key FROM ", in_spans(pool, shape, "document_parts"),
                       " AND o.part = 0 AND o.text IN (", notes(pool, shape->def),
                       " SELECT x FROM t WHERE x IS NOT NULL)) ", NULL);
}

const char *cc_grid_totals_source(apr_pool_t *pool, const cc_grid_shape_t *shape)
{
    const cc_grid_def_t *def = shape->def;
    const char *rows, *of_parts = apr_pstrcat(pool, "(SELECT o.* FROM ", in_spans(pool, shape, "document_parts"), NULL);

    switch (shape->totals) {
    case CC_TOTALS_NOTES: rows = of_notes(pool, shape); break;
    case CC_TOTALS_LETTERS:
        rows = apr_pstrcat(pool, of_parts, " AND o.part IN (",
                           cc_grid_way(def, shape->filter).part == CC_PART_NUMBER ? "1" : "2", ", 3) AND o.text = %s) ",
                           NULL);
        break;
    case CC_TOTALS_AMOUNTS: rows = amounts(pool, shape); break;
    case CC_TOTALS_STEPS:
        rows = apr_pstrcat(pool, of_parts, " AND o.part = 4 AND o.text IN (SELECT value FROM json_each(%s))) ", NULL);
        break;
    case CC_TOTALS_SEARCH: rows = search(pool, shape); break;
    case CC_TOTALS_DAYS:
    case CC_TOTALS_NONE:
    default: rows = apr_pstrcat(pool, "(SELECT o.* FROM ", in_spans(pool, shape, "document_totals"), ") ", NULL); break;
    }
    return apr_pstrcat(pool, rows, apr_pstrmemdup(pool, def->id, 1), " WHERE 1 = 1", NULL);
}
