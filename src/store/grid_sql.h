/* SQL of a grid, put together from the fragments of its definition. What the user typed is always bound; the texts
 * themselves come from a bounded set: which columns the role may see, what is filtered how, sort, and groups. */
#ifndef CC_GRID_SQL_H
#define CC_GRID_SQL_H

#include "grids.h"

#include <apr_pools.h>
#include <apr_tables.h>

#define CC_GRID_GROUPS_MAX 3
#define CC_GRID_ORDER_MAX (CC_GRID_GROUPS_MAX + 2)

/** Which table of totals is asked instead of the documents (schema_sqlite.h). Each can be filtered by the columns that
 *  are `totalled`, and says under what condition it is right. */
typedef enum {
    CC_TOTALS_NONE,    /**< none: the documents themselves */
    CC_TOTALS_DAYS,    /**< nothing else is filtered, searched or grouped by */
    CC_TOTALS_NOTES,   /**< also filters and groups by notes */
    CC_TOTALS_LETTERS, /**< also one filter of one or two letters of the number or the notes */
    CC_TOTALS_AMOUNTS, /**< also one filter of an amount */
    CC_TOTALS_STEPS,   /**< how many there are in steps of amounts */
    CC_TOTALS_SEARCH   /**< also a search */
} cc_grid_totals_from_t;

/** Where in dates a text can be: nowhere; only in what all days of a month begin with ("2026-11-"); in the day too. */
typedef enum { CC_IN_NO_DATE, CC_IN_MONTHS, CC_IN_DAYS } cc_grid_in_dates_t;

/** How the different values of a column are found. */
typedef enum {
    CC_CHOICES_GROUPED,  /**< by grouping all that may be seen */
    CC_CHOICES_STEPWISE, /**< from one to the next along the index of the column, as PostgreSQL has to be told */
    CC_CHOICES_SKIPPING  /**< the same as MariaDB does by itself where it groups by all that the index begins with */
} cc_choices_from_t;

/** All that decides the SQL text of a grid. Values are no part of it: they are bound (domain/grid_args.h), so that
 * there are few texts, each of which SQLite prepares once. A shape whose fields are 0 but for `def`, `columns` and
 * `index`
 * (-1) asks for everything, in the plainest way; every database can answer that. */
typedef struct {
    const cc_grid_def_t *def;
    unsigned columns; /**< bit n: column n may be seen; no other is named in the text in any way */
    int types;        /**< document types to restrict to; 0: all */
    bool no_types;    /**< the list of document types is empty: nothing */
    bool filtered;    /**< something is filtered or searched */
    unsigned asked;   /**< bit n: column n is filtered; only these are in the text, if the list has text indexes */
    bool searched;    /**< something is searched */
    unsigned absent;  /**< bit n: column n is filtered by having nothing: no parameter */
    unsigned exact;   /**< bit n: column n is filtered by the whole text, not by a part of it, or by one role */
    int sort;
    bool descending;
    int groups[CC_GRID_GROUPS_MAX], group_count; /**< columns grouped by, outermost first */

    /* how rows are read; none of this changes which */
    bool plain;      /**< of cc_grid_def_t::plain, in place of `from`: for totals and ids */
    bool late;       /**< find ids first, and read the rest for these alone */
    bool lean;       /**< of documents: have no condition in the text for columns that are not filtered */
    bool gathered;   /**< keep the planner from walking an index in the order: find all that match, then sort them */
    bool along_sort; /**< keep the planner from the index of the date, so that it walks that of the sort */
    cc_choices_from_t choices; /**< how the different values of a column are found */

    /* what is found by helpers, where the database keeps them (helpers.h) */
    unsigned found;    /**< bit n: what column n is filtered by is found by cc_grid_def_t::finds */
    bool found_search; /**< what is searched is found by them */
    bool found_roles;  /**< with `found_search`: some role's label has the text, so the find of roles is asked too */
    bool by_patterns;  /**< finds are asked for patterns of LIKE, as PostgreSQL is, not for words of FTS5 */
    bool scanned;      /**< read the table of access as it lies: most of its rows are in the scope */
    bool counted;      /**< count by `list_counts`: nothing is filtered but what it is by (`counted_by`) */
    cc_grid_totals_from_t totals;
    bool months;                 /**< totals of whole months, as nothing is asked about days */
    bool all_time;               /**< CC_TOTALS_AMOUNTS, CC_TOTALS_STEPS: and those of all time, instead */
    int filter;                  /**< CC_TOTALS_LETTERS, CC_TOTALS_AMOUNTS: the column */
    bool short_search;           /**< CC_TOTALS_SEARCH: for one or two letters */
    bool few_notes;              /**< CC_TOTALS_SEARCH: the notes of all documents are few different texts */
    bool no_numbers;             /**< CC_TOTALS_SEARCH: and no number of a document can have the text */
    bool number_parts;           /**< CC_TOTALS_SEARCH: totals know in which numbers it is, as it has three letters */
    cc_grid_in_dates_t in_dates; /**< CC_TOTALS_SEARCH: where in dates the text can be */
    bool text_search;            /**< find what is searched by the text index of documents */
    bool text_filters;           /**< find what number and notes are filtered by, by it as well */
    int index;                   /**< column whose index is to be used; -1: whichever the planner takes */

    /* which of the rows */
    bool recent;    /**< with `range`: only those that the text index finds from an id on */
    int newest;     /**< only those that match among so many that come first in the order; 0: among all */
    int fixed;      /**< so many of the order's columns, from the first on, have given values */
    bool range;     /**< the column of the order after these is between two values */
    bool backwards; /**< in the opposite order */
    bool with_keys; /**< select the values of the order's columns as well */
    enum { CC_AFTER_NONE, CC_AFTER_WITHIN, CC_AFTER_BEYOND } after; /**< where to begin: see cc_grid_sql_rows */
} cc_grid_shape_t;

/** A column of the order in which rows come; behind the last of them comes the id. */
typedef struct {
    int column;
    bool descending;
} cc_grid_order_t;

/** The columns of the order: the groups, the sort, then the newest first (or, backwards, last). Returns how many;
 *  `*by_id` gets the direction of the id. */
int cc_grid_order(const cc_grid_shape_t *shape, cc_grid_order_t *order, bool *by_id);

/** Is there anything to sum up: a money column that may be seen? */
bool cc_grid_has_sums(const cc_grid_shape_t *shape);

/** Totals of all rows that match. Without sums: the count. With them: a row per currency of currency, count, and
 *  the sum of each money column that may be seen, in two parts: ones, and millionths. Parameters: the scope's. */
const char *cc_grid_sql_totals(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** What several texts ask that give one number each, as the columns of one row. Parameters: theirs, in order. */
const char *cc_grid_sql_numbers(apr_pool_t *pool, const apr_array_header_t *texts);

/** One page: id, owner and link where the list has them, the values of the columns that may be seen, the currency if
 * there is one, then the keys of the groups, then `with_keys` those of the order. Parameters: the scope's,
 * the fixed values, first and last of the range, what to begin behind (CC_AFTER_WITHIN, in which all
 * columns but the last are fixed: the last column's value twice and the id; CC_AFTER_BEYOND: the value of the column
 * after the fixed ones), limit, offset. */
const char *cc_grid_sql_rows(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** How many rows have each value of the column of the order that comes after the fixed ones: the value and the count,
 *  in order. From totals only. Parameters: the scope's, the fixed values. */
const char *cc_grid_sql_places(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** How many rows are in each step of amounts: its name, and the count. Parameters: the scope's, the fixed values. */
const char *cc_grid_sql_steps(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** Totals of the groups at `level` (0 is the outermost) within one group of the level above, between two keys: the keys
 *  down to that level, then as for the totals. Parameters: the scope's, the keys of the levels above, first and last
 *  key. */
const char *cc_grid_sql_groups(apr_pool_t *pool, const cc_grid_shape_t *shape, int level);

/** True if the text has a filter for this column. */
bool cc_grid_filters(const cc_grid_shape_t *shape, int column);

/** The different values of a column with choices. Parameters: scope, types; over the totals, or skipping, both twice;
 * stepwise, three times; how many. Not always sorted. */
const char *cc_grid_sql_choices(apr_pool_t *pool, const cc_grid_shape_t *shape, int column);

/** How many different notes a customer's documents have, up to CC_GRID_NOTES_MAX + 1. Parameter: customer. */
const char *cc_grid_sql_notes(apr_pool_t *pool, const cc_grid_def_t *def);
#define CC_GRID_NOTES_MAX 1000

/** The first day, and the least id since then, of the newest documents, of which about so many of all are, if each day
 *  has as many; and the largest id that any document has. Parameters: customer, first visible date, how many, of how
 *  many. */
const char *cc_grid_sql_recent(apr_pool_t *pool, const cc_grid_def_t *def);
#define CC_GRID_RECENT_DAYS 128

/** How many pairs of neighbouring letters of a text no number of the customer's documents has: if there is one, none
 * has the text. Parameters: the text, of two letters at least, and the customer. */
const char *cc_grid_sql_strangers(apr_pool_t *pool, const cc_grid_def_t *def);

/** The words of the text index that begin with some letters. Parameters: the letters, and what comes after all that
 *  begin with them. */
const char *cc_grid_sql_words(apr_pool_t *pool, const cc_grid_def_t *def);
#define CC_GRID_WORDS_MAX 5000

/** What follows SELECT …: tables, scope, types, filters, search. Its parameters, the scope's, are
 *  - of the documents: the letters of cc_grid_def_t::scope, types, filters, search; with `recent`, the least id behind
 *    what the text index is asked for;
 *  - of totals (grid_totals_sql.c): spans, customer, then
 *    - CC_TOTALS_DAYS: types, filters;
 *    - CC_TOTALS_NOTES: customer, types, filters;
 *    - CC_TOTALS_LETTERS: letters, types, filters;
 *    - CC_TOTALS_AMOUNTS: names of steps as JSON, twice with `months` the end of the first month, customer,
 *      from, to and first date, types, filters;
 *    - CC_TOTALS_STEPS: names of steps as JSON, types, filters;
 *    - CC_TOTALS_SEARCH: what is searched, types, filters.
 *  Spans: first and last day; with `months`, first and last month as the totals name them; with `all_time` only that.
 *  Filters: an absent one none, text a pattern (NOTES: for the notes customer and pattern; an exact one, the text),
 *  role as many codes as there are (an exact one, the code), others from and to. */
const char *cc_grid_source(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** What ids are called that are found before the rest of their rows. */
#define CC_GRID_LATE "late"

/** Totals of a search may take away all that they had added (in grid_totals_sql.c). */
#define CC_GRID_ANY " HAVING SUM(count) <> 0"

/** What a search of totals compares in one place: texts and dates that the totals have, texts that they have not. */
enum { CC_LIKE_TEXTS = 1, CC_LIKE_DATES = 2, CC_LIKE_OTHERS = 4 };

/** Is this column among what is compared? */
bool cc_grid_compares(const cc_grid_shape_t *shape, int column, unsigned which);

/** The column that the first visible date is about, or -1. */
int cc_grid_date_column(const cc_grid_def_t *def);

/** May the column be seen? */
bool cc_grid_sees(const cc_grid_shape_t *shape, int column);

/* ---- pieces that the files of the text share ---- */

/** Is the `match` of the column a number, so that its parameters are {number}? */
bool cc_grid_is_number(const cc_grid_column_t *column);

/** " AND …" of filters and search. */
const char *cc_grid_filter_text(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** In place of the tables of `from`: the rows of totals, under the letter of these tables, and " WHERE 1 = 1". */
const char *cc_grid_totals_source(apr_pool_t *pool, const cc_grid_shape_t *shape);

/** "o.notes_key IN (…)": a filter of notes, compared with each different text once. Parameters: customer, pattern. */
const char *cc_grid_notes_filter(apr_pool_t *pool, const cc_grid_def_t *def);

/** Largest whole number of a number column; also what its NULL counts as in a filter by range. */
#define CC_GRID_NUMBER_MAX 2147483647

#endif
