#include "grid_args.h"

#include "../base/decimal.h"
#include "../base/text.h"
#include "../store/schema_sqlite.h"
#include "grid_amounts.h"
#include "grid_ranges.h"
#include "grid_roles.h"
#include "grid_search_args.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

static void push(apr_array_header_t *args, const char *value)
{
    APR_ARRAY_PUSH(args, const char *) = value;
}

/* ---- filters ---- */

/* Texts are filtered by a part, or by the whole after "=": where they are made of several columns, by a pattern. */
static const char *text_pattern(apr_pool_t *pool, const char *folded)
{
    const char *pattern;

    if (!folded || *folded != '=') {
        return cc_text_like(pool, folded);
    }
    pattern = cc_text_like(pool, cc_text_trim(pool, folded + 1));
    return strlen(pattern) > 1 ? apr_pstrmemdup(pool, pattern + 1, strlen(pattern) - 2) : "";
}

/* A plain column is compared with the whole, as far as keys go. */
static const char *text_filter(apr_pool_t *pool, const char *folded)
{
    return folded && *folded == '=' ? cc_text_key_of(pool, cc_text_trim(pool, folded + 1)) : cc_text_like(pool, folded);
}

/* 1 and 0, or the words that lists show; anything else matches nothing. */
static void push_flag(apr_array_header_t *args, const char *folded)
{
    bool yes = folded && (!strcmp(folded, "1") || !strcmp(folded, "yes"));
    bool no = folded && (!strcmp(folded, "0") || !strcmp(folded, "no"));

    push(args, yes || (folded && !no) ? "1" : "0");
    push(args, no || (folded && !yes) ? "0" : "1");
}

/* The exact one, or as many codes as there are. */
static void push_role_filter(apr_array_header_t *args, const char *folded)
{
    const char *codes[CC_ROLES];

    if (folded && cc_grid_roles(folded, codes) == 1) {
        push(args, codes[0]);
    } else {
        cc_grid_push_roles(args, folded);
    }
}

static void push_filter(apr_array_header_t *args, const cc_grid_column_t *column, const char *today,
                        const char *language, const char *folded)
{
    switch (column->type) {
    case CC_COLUMN_ROLE: push_role_filter(args, folded); break;
    case CC_COLUMN_NUMBER: cc_grid_push_numbers(args, folded); break;
    case CC_COLUMN_MONEY: cc_grid_push_range(args, cc_grid_amount_range(args->pool, folded, language)); break;
    case CC_COLUMN_TIME: cc_grid_push_times(args, folded); break;
    case CC_COLUMN_DATE: cc_grid_push_dates(args, folded); break;
    case CC_COLUMN_OVERDUE: cc_grid_push_overdue(args, today, folded); break;
    case CC_COLUMN_FLAG: push_flag(args, folded); break;
    case CC_COLUMN_TEXT:
    case CC_COLUMN_CODE: push(args, text_filter(args->pool, folded)); break;
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_VALUES:
    case CC_COLUMN_USER: push(args, text_pattern(args->pool, folded)); break;
    }
}

static void push_search(apr_array_header_t *args, const cc_grid_column_t *column, const char *language, const char *q)
{
    int64_t amount = 0;
    bool is_amount = q && cc_decimal_parse(cc_decimal_plain(args->pool, q, language), &amount);

    switch (column->type) {
    case CC_COLUMN_ROLE: cc_grid_push_roles(args, q); break;
    case CC_COLUMN_MONEY:
        push(args, cc_text_int(args->pool, is_amount ? amount : 1));
        push(args, cc_text_int(args->pool, is_amount ? amount : 0));
        break;
    case CC_COLUMN_TIME:
    case CC_COLUMN_FLAG:
    case CC_COLUMN_OVERDUE: break;
    default: push(args, cc_text_like(args->pool, q)); break;
    }
}

static void push_recent(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_grid_query_t *query)
{
    if (shape->recent) {
        push(args, query->recent_id);
    }
}

static void push_searches(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                          const cc_grid_query_t *query)
{
    const cc_grid_column_t *columns = shape->def->columns;

    if (shape->text_search) {
        push(args, query->match);
        push_recent(args, shape, query);
    }
    for (int i = 0; shape->text_search && i < shape->def->count; i++) {
        if (((shape->columns >> i) & 1) && columns[i].type == CC_COLUMN_MONEY) {
            push(args, cc_text_int(args->pool, view->current->customer.id));
            push_search(args, &columns[i], view->user->language, query->q_key);
        }
    }
    for (int i = 0; i < shape->def->count; i++) {
        if ((shape->columns >> i) & 1) {
            push_search(args, &columns[i], view->user->language, query->q_key);
        }
    }
}

/* ---- scope ---- */

const char *cc_grid_first_date(const cc_view_t *view)
{
    return view->visible_since ? view->visible_since : CC_FIRST_DATE;
}

static void push_scope(cc_context_t *ctx, apr_array_header_t *args, const cc_grid_def_t *def, const cc_view_t *view)
{
    const char *visible = cc_grid_first_date(view);
    int this_year = atoi(ctx->today); /* NOLINT(cert-err34-c): the clock's own */
    const char *year = apr_psprintf(ctx->pool, "%04d%s", this_year - 1, ctx->today + 4);

    for (const char *letter = def->scope; *letter; letter++) {
        push(args, *letter == 'c'                                ? cc_text_int(ctx->pool, view->current->customer.id)
                   : *letter == 'p'                              ? cc_text_int(ctx->pool, view->customer_id)
                   : *letter == 'm' && strcmp(year, visible) > 0 ? year
                                                                 : visible);
    }
}

/* What comes after the days of the first month that may be seen, and before the next month, as totals name them. Where
 * all days may be seen, all months are whole: what is counted by month alone has no days. */
static const char *first_month(apr_pool_t *pool, const cc_view_t *view)
{
    return view->visible_since
               ? apr_pstrcat(pool, CC_MONTHS, apr_pstrmemdup(pool, view->visible_since, strlen("2026-11")), "-", NULL)
               : CC_MONTHS;
}

static const char *first_month_end(apr_pool_t *pool, const cc_view_t *view)
{
    return view->visible_since
               ? apr_pstrcat(pool, apr_pstrmemdup(pool, view->visible_since, strlen("2026-11")), "-31", NULL)
               : "";
}

static const char *later(const char *a, const char *b)
{
    return strcmp(a, b) < 0 ? b : a;
}

static const char *earlier(const char *a, const char *b)
{
    return strcmp(a, b) < 0 ? a : b;
}

/* What may be seen and is asked for, in days, or in days of its first month and in months, as store/schema_sqlite.h
 * names them; and the customer. */
static void push_spans(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                       const cc_grid_query_t *query)
{
    const char *visible = cc_grid_first_date(view), *first = CC_FIRST_DATE, *last = CC_LAST_DATE;

    for (int i = 0; shape->filtered && i < shape->def->count; i++) {
        if (shape->def->columns[i].type == CC_COLUMN_DATE && query->filter_keys[i]) {
            apr_array_header_t *asked = apr_array_make(args->pool, 2, sizeof(const char *));
            cc_grid_push_dates(asked, query->filter_keys[i]);
            first = APR_ARRAY_IDX(asked, 0, const char *);
            last = APR_ARRAY_IDX(asked, 1, const char *);
        }
    }
    if (shape->all_time) {
        push(args, CC_ALL_TIME);
        push(args, CC_ALL_TIME);
    } else if (shape->months) {
        push(args, later(visible, first));
        push(args, earlier(first_month_end(args->pool, view), last));
        push(args, later(first_month(args->pool, view),
                         apr_pstrcat(args->pool, CC_MONTHS, apr_pstrndup(args->pool, first, strlen("2026-11")), NULL)));
        push(args, apr_pstrcat(args->pool, CC_MONTHS, last, NULL));
    } else {
        push(args, later(visible, first));
        push(args, last);
    }
    push(args, cc_text_int(args->pool, view->current->customer.id));
}

/* What tells the day of a document from its month. */
static void push_month_end(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view)
{
    if (shape->months) {
        push(args, first_month_end(args->pool, view));
    }
}

static void push_documents(apr_array_header_t *args, const cc_view_t *view)
{
    push(args, cc_text_int(args->pool, view->current->customer.id));
    push(args, cc_grid_first_date(view));
}

/* A pattern for each column that is compared. */
static void push_likes(apr_array_header_t *args, const cc_grid_shape_t *shape, unsigned which, const char *pattern)
{
    for (int i = 0; i < shape->def->count; i++) {
        if (cc_grid_compares(shape, i, which)) {
            push(args, pattern);
        }
    }
}

/* The totals that parts of documents have: of letters, or of the few notes that have the text. */
static void push_parts(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view, const char *text)
{
    if (!shape->short_search) {
        push(args, cc_text_int(args->pool, view->current->customer.id));
    }
    push(args, shape->short_search ? text : cc_text_like(args->pool, text));
}

static void push_days(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view, const char *text,
                      bool parts)
{
    const char *customer = cc_text_int(args->pool, view->current->customer.id);
    const char *pattern = cc_text_like(args->pool, text);

    push(args, customer);
    push(args, first_month(args->pool, view));
    push(args, cc_grid_days_with(args->pool, text));
    push(args, pattern);
    push(args, pattern);
    push(args, customer);
    if (parts) {
        push_parts(args, shape, view, text);
    }
    push_likes(args, shape, CC_LIKE_TEXTS, pattern);
}

/* As store/grid_totals_sql.c says. */
static void push_totals_search(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                               const cc_grid_query_t *query)
{
    const char *pattern = cc_text_like(args->pool, query->q_key);
    const unsigned totalled = CC_LIKE_TEXTS | CC_LIKE_DATES;
    bool parts = shape->short_search || shape->few_notes;

    push_spans(args, shape, view, query);
    push_likes(args, shape, totalled, pattern);
    if (parts) {
        push_spans(args, shape, view, query);
        push_parts(args, shape, view, query->q_key);
        push_likes(args, shape, totalled, pattern);
    }
    if (shape->months && shape->in_dates == CC_IN_DAYS) {
        push_days(args, shape, view, query->q_key, false);
        if (parts) {
            push_days(args, shape, view, query->q_key, true);
        }
    }
    if (shape->number_parts) {
        push_spans(args, shape, view, query);
        push(args, query->q_key);
        push_likes(args, shape, totalled, pattern);
    } else if (!shape->short_search && !shape->no_numbers) {
        push_month_end(args, shape, view);
        push(args, apr_pstrcat(args->pool, shape->few_notes ? "number : " : "{number notes} : ", query->match, NULL));
        push_documents(args, view);
        push_likes(args, shape, totalled, pattern);
        push_likes(args, shape, CC_LIKE_OTHERS, pattern);
        if (shape->few_notes) {
            push(args, pattern);
        }
    }
    for (int i = 0; i < shape->def->count; i++) {
        if (((shape->columns >> i) & 1) && shape->def->columns[i].type == CC_COLUMN_MONEY) {
            push_month_end(args, shape, view);
            push_documents(args, view);
            push_search(args, &shape->def->columns[i], view->user->language, query->q_key);
            push_likes(args, shape, totalled, pattern);
            push_likes(args, shape, CC_LIKE_OTHERS, pattern);
        }
    }
}

/* Days are not counted by steps of as many digits as months are. */
int cc_grid_step_digits(const cc_grid_shape_t *shape, const cc_view_t *view)
{
    return shape->months && !view->visible_since ? CC_GRID_STEP_DIGITS : CC_GRID_STEP_DIGITS - 1;
}

static void push_amounts(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                         const char *folded)
{
    cc_grid_range_t range = cc_grid_amount_range(args->pool, folded, view->user->language);
    cc_grid_amounts_t amounts = cc_grid_amounts(args->pool, range.from, range.to, cc_grid_step_digits(shape, view));

    push(args, amounts.steps);
    for (int i = 0; i < 2; i++) {
        push_month_end(args, shape, view);
        push(args, cc_text_int(args->pool, view->current->customer.id));
        cc_grid_push_range(args, (cc_grid_range_t){amounts.ends[i].from, amounts.ends[i].to});
        push(args, cc_grid_first_date(view));
    }
}

static void push_source(cc_context_t *ctx, apr_array_header_t *args, const cc_grid_shape_t *shape,
                        const cc_view_t *view, const cc_grid_query_t *query)
{
    switch (shape->totals) {
    case CC_TOTALS_NONE: push_scope(ctx, args, shape->def, view); return;
    case CC_TOTALS_SEARCH: push_totals_search(args, shape, view, query); return;
    default: push_spans(args, shape, view, query); break;
    }
    if (shape->totals == CC_TOTALS_NOTES) {
        push(args, cc_text_int(ctx->pool, view->current->customer.id));
    } else if (shape->totals == CC_TOTALS_LETTERS) {
        push(args, query->filter_keys[shape->filter]);
    } else if (shape->totals == CC_TOTALS_AMOUNTS) {
        push_amounts(args, shape, view, query->filter_keys[shape->filter]);
    } else if (shape->totals == CC_TOTALS_STEPS) {
        push(args, query->steps);
    }
}

apr_array_header_t *cc_grid_args(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view,
                                 const cc_grid_query_t *query)
{
    const cc_grid_def_t *def = shape->def;
    apr_array_header_t *args = apr_array_make(ctx->pool, 40, sizeof(const char *));

    push_source(ctx, args, shape, view, query);
    for (const char *const *code = cc_grid_types(def, view); code && *code; code++) {
        push(args, *code);
    }
    for (int i = 0; shape->filtered && i < def->count; i++) {
        if (!cc_grid_filters(shape, i) || ((shape->absent >> i) & 1)) {
            continue;
        }
        if (shape->totals == CC_TOTALS_NOTES && cc_grid_way(def, i).part == CC_PART_NOTES &&
            !((shape->exact >> i) & 1)) {
            push(args, cc_text_int(ctx->pool, view->current->customer.id));
        }
        push_filter(args, &def->columns[i], ctx->today, view->user->language, query->filter_keys[i]);
    }
    if (shape->filtered && def->finds) {
        cc_grid_push_found(args, shape, view, query);
        if (shape->searched && !shape->found_search) {
            push_searches(args, shape, view, query);
        }
    } else if (shape->filtered && !shape->totals) {
        if (shape->text_filters) {
            push(args, query->filter_match);
            push_recent(args, shape, query);
        }
        if (!shape->lean || shape->searched) {
            push_searches(args, shape, view, query);
        }
    }
    return args;
}
