/* Which totals and which index answer what is asked of a list. Declared in grid_plan.h. */
#include "grid_plan.h"

#include "../base/text.h"
#include "../store/helpers.h"
#include "grid_args.h"
#include "grid_ranges.h"
#include "grid_words.h"

#include <apr_strings.h>

/* From so many documents on the customer has many: the text index knows the documents of all customers, and small
 * lists are soonest read whole. */
#define MANY 2000

/* ---- what the text index is asked for ---- */

static cc_status_t word_row(void *baton, const cc_row_t *row)
{
    cc_grid_add_word(baton, cc_row_text(row, 0));
    return CC_OK;
}

/* Numbers are filled up with zeros, so that every document has the words of these: what comes behind them finds as much
 * and sooner. The last three letters stay; the text itself is compared once more. */
static const char *unpadded(const char *text)
{
    while (text[0] == '0' && text[1] == '0' && cc_text_length(text) > CC_GRID_WORD) {
        text++;
    }
    return text;
}

/* An expression that finds all that have a text anywhere, and few others: one phrase, or, as the index has words of
 * three letters, all that begin with the one or two. NULL: so many of them that the index does not help. */
static cc_status_t match(cc_context_t *ctx, const cc_grid_def_t *def, const char *text, const char **expression)
{
    apr_array_header_t *words = apr_array_make(ctx->pool, 64, sizeof(const char *));
    cc_status_t status = CC_OK;

    if (cc_grid_is_short(text)) {
        status = cc_db_select_text(ctx->db, "cc_grid_words", cc_grid_sql_words(ctx->pool, def),
                                   CC_ARGS(text, cc_grid_words_end(ctx->pool, text)), word_row, words);
    } else {
        cc_grid_add_word(words, unpadded(text));
    }
    *expression = words->nelts < CC_GRID_WORDS_MAX ? cc_grid_any_word(words) : NULL;
    return status;
}

/* The expression for all filters of number and notes; NULL: there are none, or the index does not help. */
static cc_status_t match_filters(cc_context_t *ctx, const cc_grid_def_t *def, cc_grid_query_t *query)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < def->count; i++) {
        const cc_grid_column_t *column = &def->columns[i];
        const char *one;
        if (!query->filter_keys[i] || !cc_grid_way(def, i).part || cc_grid_is_exact(query, column, i)) {
            continue;
        }
        status = match(ctx, def, query->filter_keys[i], &one);
        if (status == CC_OK && one) {
            one = apr_pstrcat(ctx->pool, cc_grid_way(def, i).part == CC_PART_NUMBER ? "number : " : "notes : ", one,
                              NULL);
            query->filter_match =
                query->filter_match ? apr_pstrcat(ctx->pool, query->filter_match, " AND ", one, NULL) : one;
        }
    }
    return status;
}

/* ---- the plan ---- */

/* Are notes asked about? Searches of words are, where there are any notes. */
static bool asks_notes(const cc_grid_shape_t *shape, const cc_grid_query_t *query)
{
    bool asks = false;

    for (int i = 0; i < shape->def->count; i++) {
        bool notes = cc_grid_way(shape->def, i).part == CC_PART_NOTES;
        asks = asks || (notes && (query->filter_keys[i] || query->q_key || shape->sort == i));
        for (int g = 0; g < shape->group_count; g++) {
            asks = asks || (notes && shape->groups[g] == i);
        }
    }
    return asks;
}

static cc_status_t count_notes(cc_grid_plan_t *plan, const cc_grid_def_t *def)
{
    int64_t count = 0;
    cc_status_t status =
        cc_db_number_text(plan->ctx->db, "cc_grid_notes", cc_grid_sql_notes(plan->ctx->pool, def),
                          CC_ARGS(cc_text_int(plan->ctx->pool, plan->view->current->customer.id)), &count);

    plan->few_notes = count <= CC_GRID_NOTES_MAX;
    return status;
}

static cc_status_t compare_numbers(cc_grid_plan_t *plan, const cc_grid_def_t *def)
{
    int64_t strangers = 0;
    cc_status_t status = cc_db_number_text(
        plan->ctx->db, "cc_grid_strangers", cc_grid_sql_strangers(plan->ctx->pool, def),
        CC_ARGS(plan->query->q_key, cc_text_int(plan->ctx->pool, plan->view->current->customer.id)), &strangers);

    plan->no_numbers = strangers > 0;
    return status;
}

cc_status_t cc_grid_plan(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view, cc_grid_query_t *query,
                         cc_grid_plan_t *plan)
{
    const cc_grid_def_t *def = shape->def;
    cc_grid_shape_t all = cc_grid_shape(def, view, NULL);
    cc_status_t status = CC_OK;

    *plan = (cc_grid_plan_t){.ctx = ctx, .view = view, .query = query};
    query->match = query->filter_match = NULL;
    query->words = false;
    if (def->kind) {
        status = cc_helpers_present(ctx->db, def->kind, &plan->helpers);
    }
    if (status != CC_OK || !plan->helpers) {
        return status;
    }
    all.totals = CC_TOTALS_DAYS;
    all.months = true;
    status = cc_grid_read_totals(ctx, &all, cc_grid_args(ctx, &all, view, NULL), &plan->totals);
    plan->totals.shape = shape;
    plan->all = plan->totals.count;
    plan->many = plan->all > MANY;
    if (status == CC_OK && plan->many && asks_notes(shape, query)) {
        status = count_notes(plan, def);
    }
    if (status == CC_OK && plan->many && query->q_key && !cc_grid_is_short(query->q_key)) {
        status = match(ctx, def, query->q_key, &query->match);
        if (status == CC_OK) {
            status = compare_numbers(plan, def);
        }
    }
    return status;
}

/* ---- totals ---- */

/* What is filtered other than by what all totals have: no column (-1), one, or more (-2). */
static int other_filter(const cc_grid_def_t *def, const cc_grid_query_t *query)
{
    int other = -1;

    for (int i = 0; i < def->count; i++) {
        if (query->filter_keys[i] && !def->columns[i].totalled) {
            other = other == -1 ? i : -2;
        }
    }
    return other;
}

bool cc_grid_asks_days(const cc_grid_plan_t *plan, const cc_grid_def_t *def, const int *columns, int count)
{
    bool asks = false;

    for (int i = 0; i < def->count; i++) {
        asks = asks || (def->columns[i].type == CC_COLUMN_DATE && plan->query->filter_keys[i]);
    }
    for (int i = 0; i < count; i++) {
        asks = asks || def->columns[columns[i]].type == CC_COLUMN_DATE;
    }
    return asks;
}

/* Are whole months, or all time, all that is asked about? Only they are counted by three letters or digits. */
static bool asks_months_only(const cc_grid_plan_t *plan, const cc_grid_def_t *def, const int *columns, int count)
{
    return !plan->view->visible_since && !cc_grid_asks_days(plan, def, columns, count);
}

/* Have totals letters of what this column is filtered by? */
static bool knows_letters(const cc_grid_plan_t *plan, const cc_grid_def_t *def, int filtered, bool months_only)
{
    const char *text = plan->query->filter_keys[filtered];
    cc_grid_part_t part = cc_grid_way(def, filtered).part;

    return part && !cc_grid_is_exact(plan->query, &def->columns[filtered], filtered) &&
           (cc_grid_is_short(text) || (part == CC_PART_NUMBER && months_only && cc_text_length(text) == CC_GRID_WORD));
}

/* Which totals have these columns, under what is filtered and searched. */
static cc_grid_totals_from_t totals_of(const cc_grid_plan_t *plan, const cc_grid_def_t *def, const int *columns,
                                       int count)
{
    const cc_grid_query_t *query = plan->query;
    int other = other_filter(def, query);
    bool notes = false;

    if (!plan->helpers) {
        return CC_TOTALS_NONE;
    }
    for (int i = 0; i < count; i++) {
        bool is_notes = cc_grid_way(def, columns[i]).part == CC_PART_NOTES;
        if (!def->columns[columns[i]].totalled && !is_notes) {
            return CC_TOTALS_NONE;
        }
        notes = notes || is_notes;
    }
    if (!notes && !query->q_key && other == -1) {
        return CC_TOTALS_DAYS;
    }
    if (!plan->many || other == -2) {
        return CC_TOTALS_NONE;
    }
    if (query->q_key) {
        return !notes && other == -1 ? CC_TOTALS_SEARCH : CC_TOTALS_NONE;
    }
    if (other >= 0 && def->columns[other].type == CC_COLUMN_MONEY && !notes) {
        return CC_TOTALS_AMOUNTS;
    }
    if (other >= 0 && !notes && knows_letters(plan, def, other, asks_months_only(plan, def, columns, count))) {
        return CC_TOTALS_LETTERS;
    }
    return plan->few_notes && (other == -1 || cc_grid_way(def, other).part == CC_PART_NOTES) ? CC_TOTALS_NOTES
                                                                                             : CC_TOTALS_NONE;
}

/* Will months do, as no days are asked about, or only those of whole months where nothing but totals is read? */
static bool takes_months(const cc_grid_plan_t *plan, const cc_grid_def_t *def, cc_grid_totals_from_t totals,
                         const int *columns, int count)
{
    const char *const *filters = plan->query->filter_keys;
    bool takes = totals == CC_TOTALS_DAYS || totals == CC_TOTALS_NOTES || totals == CC_TOTALS_LETTERS;

    if (!cc_grid_asks_days(plan, def, columns, count)) {
        return true;
    }
    for (int i = 0; takes && i < def->count; i++) {
        takes =
            def->columns[i].type != CC_COLUMN_DATE || !filters[i] || cc_grid_whole_months(plan->ctx->pool, filters[i]);
    }
    for (int i = 0; takes && i < count; i++) {
        takes = def->columns[columns[i]].type != CC_COLUMN_DATE;
    }
    return takes;
}

bool cc_grid_use_totals(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, const int *columns, int count)
{
    cc_grid_totals_from_t totals = totals_of(plan, shape->def, columns, count);
    bool months_only = totals && asks_months_only(plan, shape->def, columns, count);
    const char *text = plan->query->q_key;

    shape->totals = totals;
    shape->months = totals && takes_months(plan, shape->def, totals, columns, count);
    shape->all_time = months_only && totals == CC_TOTALS_AMOUNTS;
    shape->filter =
        totals == CC_TOTALS_LETTERS || totals == CC_TOTALS_AMOUNTS ? other_filter(shape->def, plan->query) : 0;
    shape->short_search = totals == CC_TOTALS_SEARCH && cc_grid_is_short(text);
    shape->few_notes = totals == CC_TOTALS_SEARCH && plan->few_notes;
    shape->no_numbers = shape->few_notes && plan->no_numbers;
    shape->in_dates = totals == CC_TOTALS_SEARCH ? cc_grid_in_dates(text) : CC_IN_NO_DATE;
    shape->number_parts = shape->few_notes && !shape->no_numbers && months_only &&
                          cc_text_length(text) == CC_GRID_WORD && shape->in_dates != CC_IN_DAYS;
    return totals != CC_TOTALS_NONE;
}

/* The index of a column that is filtered by a whole text or by an amount, or -1. */
static int filtered_index(const cc_grid_shape_t *shape, const cc_grid_query_t *query)
{
    int found = -1;

    for (int i = 0; i < shape->def->count; i++) {
        const cc_grid_column_t *column = &shape->def->columns[i];
        bool exact = ((shape->exact >> i) & 1) && !column->totalled;
        if (query->filter_keys[i] && cc_grid_way(shape->def, i).index &&
            (exact || (found < 0 && column->type == CC_COLUMN_MONEY))) {
            found = i;
        }
    }
    return found;
}

/* What the text index is asked for, if it is not known yet. */
static cc_status_t find_words(const cc_grid_plan_t *plan, const cc_grid_def_t *def, bool letters)
{
    cc_grid_query_t *query = plan->query;
    cc_status_t status = CC_OK;

    if (query->words) {
        return CC_OK;
    }
    query->words = true;
    if (query->q_key && !query->match && letters) {
        status = match(plan->ctx, def, query->q_key, &query->match);
    }
    return status == CC_OK ? match_filters(plan->ctx, def, query) : status;
}

cc_status_t cc_grid_use_finders(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, bool letters, bool *can)
{
    cc_status_t status = find_words(plan, shape->def, letters);

    shape->text_search = plan->query->match != NULL;
    shape->text_filters = plan->query->filter_match != NULL;
    shape->index = filtered_index(shape, plan->query);
    if (shape->text_search || shape->text_filters) {
        shape->index = -1;
    }
    *can = shape->text_search || shape->text_filters || shape->index >= 0;
    return status;
}

cc_status_t cc_grid_plan_totals(const cc_grid_plan_t *plan, cc_grid_shape_t *shape)
{
    bool can;

    return cc_grid_use_totals(plan, shape, shape->groups, shape->group_count) || !plan->many
               ? CC_OK
               : cc_grid_use_finders(plan, shape, true, &can);
}

cc_status_t cc_grid_plan_groups(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, int level)
{
    bool can;

    if (cc_grid_use_totals(plan, shape, shape->groups, level + 1) || !plan->many) {
        return CC_OK;
    }
    shape->text_search = shape->text_filters = false;
    /* a column that the totals have not has many values, so its index leads to few documents */
    for (int i = 0; i <= level && shape->index < 0; i++) {
        cc_grid_way_t way = cc_grid_way(shape->def, shape->groups[i]);
        if (!shape->def->columns[shape->groups[i]].totalled && way.index &&
            !(way.part == CC_PART_NOTES && plan->few_notes)) {
            shape->index = shape->groups[i];
        }
    }
    return shape->index < 0 ? cc_grid_use_finders(plan, shape, true, &can) : CC_OK;
}

/* Many hits come soonest along the sort, as those of one or two letters do; a whole list is read anyway. */
cc_status_t cc_grid_plan_all(const cc_grid_plan_t *plan, cc_grid_shape_t *shape)
{
    bool can;

    return plan->many && shape->filtered ? cc_grid_use_finders(plan, shape, false, &can) : CC_OK;
}
