/* The grid: what one table of a page offers (columns, sort, filter, search, groups, paging) and what was asked of it.
 * Whatever is asked is held against the white list of the grid's definition and the role; what is not offered is
 * ignored. A column that the role forbids is in no SQL text at all. */
#ifndef CC_GRID_H
#define CC_GRID_H

#include "../store/grid_sql.h"
#include "view.h"

/** What a request asks, as text: the value of a parameter, or NULL. For `columns` and `group` a comma list. */
typedef const char *(*cc_grid_param_fn)(void *baton, const char *name);

/** The checked request: indices refer to the definition's columns. */
typedef struct {
    const char *q, *q_key;                        /**< search as typed, and folded; NULL: none */
    const char *filters[CC_GRID_COLUMNS_MAX];     /**< as typed, NULL: none */
    const char *filter_keys[CC_GRID_COLUMNS_MAX]; /**< folded; NULL: nothing to filter by */
    int sort;                                     /**< column */
    bool descending;
    int page, per_page;                             /**< from 1 */
    int columns[CC_GRID_COLUMNS_MAX], column_count; /**< shown columns in order */
    int groups[CC_GRID_GROUPS_MAX], group_count;    /**< columns grouped by, outermost first */

    /* found out while it is answered */
    const char *match,
        *filter_match;           /**< what the text index of documents is asked for search and filters (grid_plan.c) */
    bool words;                  /**< `filter_match`, and `match` of one or two letters, are looked up already */
    const char *steps;           /**< steps of amounts that are asked for, as JSON (grid_steps.c) */
    const char *recent_id;       /**< the least id of documents that are asked for (grid_recent.c) */
    apr_array_header_t *letters; /**< words that were looked up for one or two letters (grid_search_args.c) */
} cc_grid_query_t;

typedef struct {
    int64_t id;
    const char **values;       /**< by column of the definition: plain value, NULL for none */
    bool may_edit, may_remove; /**< set by grids whose rows can be changed */
    const char *link;          /**< what the row's own page is named by; NULL: its id */
    const char *currency;      /**< of its money, or NULL */
} cc_grid_row_t;

/** The sum of one money column in one currency, as decimal text. */
typedef struct {
    int column;
    const char *currency, *amount;
} cc_grid_sum_t;

/** A group that begins on this page: its totals are those of all its rows, on whatever page. */
typedef struct {
    int row;           /**< the row of the page before which it begins */
    int level;         /**< 0 is the outermost */
    const char *value; /**< of the grouped column, plain; NULL for none */
    int64_t count;
    apr_array_header_t *sums; /**< of cc_grid_sum_t */
} cc_grid_group_t;

typedef struct {
    const cc_grid_def_t *def;
    const cc_grid_query_t *query;
    int64_t total; /**< rows that match, over all pages */
    int pages;
    apr_array_header_t *rows;   /**< of cc_grid_row_t */
    apr_array_header_t *sums;   /**< of cc_grid_sum_t, over all pages */
    apr_array_header_t *groups; /**< of cc_grid_group_t, in order */
} cc_grid_result_t;

/** The grid that this name means to the view: each side of the program has its own `users`. NULL: none. */
const cc_grid_def_t *cc_grid_of(apr_pool_t *pool, const cc_view_t *view, const char *name);

extern const int cc_grid_page_sizes[]; /**< 10, 25, 50, 100, then 0 */

/** The request's own parameters over the saved layout over the defaults. */
cc_status_t cc_grid_query_make(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                               cc_grid_param_fn param, void *baton, cc_grid_query_t *query);

/** One page of the rows, scoped to the view's current customer and visible dates, or as the back office sees them.
 *  CC_REFUSED without the right. */
cc_status_t cc_grid_page(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, cc_grid_result_t *result);

typedef struct {
    const cc_grid_def_t *def;
    const char *date; /**< a day, month or year ("2026-11") of the grid's first date; NULL: any */
    int64_t count;    /**< of such rows that the view's user may see */
} cc_grid_count_t;

/** Finds the counts, an array of cc_grid_count_t, in one statement. CC_REFUSED without the right to one of them. */
cc_status_t cc_grid_counts(cc_context_t *ctx, const cc_view_t *view, apr_array_header_t *counts);

/** The values that the filter of a column with choices offers, as an array of texts. */
cc_status_t cc_grid_choices(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, int column,
                            apr_array_header_t **values);

/** All rows that match, in the same order, a bounded batch at a time; `fn` may write them out and is called with
 *  no connection held. */
typedef cc_status_t (*cc_grid_batch_fn)(void *baton, const cc_grid_result_t *batch);
cc_status_t cc_grid_all(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                        const cc_grid_query_t *query, cc_grid_batch_fn fn, void *baton);

/** The text of a cell as lists show it ("Orders with Prices" for "L30", "1,000.00" for "1000.00"). */
const char *cc_grid_cell_text(apr_pool_t *pool, const cc_grid_column_t *column, const char *value,
                              const char *language);

/** Can rows be grouped by this column? Not by points in time, nor by what is counted from today. */
bool cc_grid_groupable(const cc_grid_column_t *column);

/** May the view see this column? */
bool cc_grid_column_allowed(const cc_grid_column_t *column, const cc_view_t *view);

/** Saves the layout of a grid for the view's user; values that are not offered are ignored. */
cc_status_t cc_grid_layout_save(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                                cc_grid_param_fn param, void *baton);

/** Forgets it, so that the grid looks as it does by default. */
cc_status_t cc_grid_layout_reset(cc_context_t *ctx, const cc_grid_def_t *def, int64_t user_id);

#endif
