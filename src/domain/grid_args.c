#include "grid_args.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/text.h"
#include "grid_amounts.h"
#include "settings.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DATE "0001-01-01"
#define LAST_DATE "9999-12-31"
#define NO_PERSON "none" /* the filter that finds rows without a person */

static void push(apr_array_header_t *args, const char *value)
{
    APR_ARRAY_PUSH(args, const char *) = value;
}

/* The document types that the site offers in this grid; NULL: all. */
static const char *const *type_codes(const cc_grid_def_t *def, const cc_view_t *view)
{
    if (!view->settings || def->types == CC_TYPES_ALL) {
        return NULL;
    }
    return def->types == CC_TYPES_ORDERS ? view->settings->order_types : view->settings->invoice_types;
}

static bool is_filtered(const cc_grid_query_t *query, const cc_grid_def_t *def)
{
    bool filtered = query && query->q_key;

    for (int i = 0; query && i < def->count; i++) {
        filtered = filtered || query->filter_keys[i];
    }
    return filtered;
}

bool cc_grid_is_exact(const cc_grid_query_t *query, const cc_grid_column_t *column, int n)
{
    bool by_text = column->type == CC_COLUMN_TEXT || column->type == CC_COLUMN_CODE;

    return by_text && query->filter_keys[n] && *query->filter_keys[n] == '=';
}

cc_grid_shape_t cc_grid_shape(const cc_grid_def_t *def, const cc_view_t *view, const cc_grid_query_t *query)
{
    cc_grid_shape_t shape = {.def = def, .filtered = is_filtered(query, def), .index = -1};

    for (int i = 0; i < def->count; i++) {
        shape.columns |= cc_grid_column_allowed(&def->columns[i], view) ? 1U << i : 0;
    }
    for (const char *const *code = type_codes(def, view); code && *code; code++) {
        shape.types++;
    }
    shape.no_types = type_codes(def, view) && !shape.types;
    for (int i = 0; query && i < def->count; i++) {
        shape.exact |= cc_grid_is_exact(query, &def->columns[i], i) ? 1U << i : 0;
    }
    if (query) {
        shape.sort = query->sort;
        shape.descending = query->descending;
        shape.group_count = query->group_count;
        memcpy(shape.groups, query->groups, sizeof(shape.groups));
    }
    return shape;
}

/* ---- filters ---- */

/* The codes of the roles whose label has the text, filled up to six; all six for no text. */
static void push_roles(apr_array_header_t *args, const char *folded)
{
    const char *codes[6];
    int count = 0;

    for (const cc_role_t *role = cc_roles; *role; role++) {
        if (!folded || strstr(cc_text_fold(args->pool, cc_role_label(*role)), folded)) {
            codes[count++] = cc_role_code(*role);
        }
    }
    for (int i = 0; i < 6; i++) {
        push(args, i < count ? codes[i] : count ? codes[0] : "");
    }
}

/* "a..b" into its ends, "" where one is open; a single value is both ends. */
static void split_range(apr_pool_t *pool, const char *text, const char **from, const char **to)
{
    const char *dots = strstr(text, "..");

    *from = dots ? cc_text_trim(pool, apr_pstrmemdup(pool, text, (apr_size_t)(dots - text))) : text;
    *to = dots ? cc_text_trim(pool, dots + 2) : text;
}

typedef bool (*parse_fn)(const char *text, int64_t *value);
typedef struct {
    int64_t from, to; /* both included */
} range_t;

static bool parse_whole(const char *text, int64_t *value)
{
    return cc_text_to_int(text, CC_GRID_NUMBER_MAX, value);
}

/* What is no range matches nothing; an open end is what `all` has. */
static range_t parse_range(apr_pool_t *pool, const char *folded, parse_fn parse, range_t all)
{
    const char *from = "", *to = "";

    split_range(pool, folded ? folded : "", &from, &to);
    return (*from && !parse(from, &all.from)) || (*to && !parse(to, &all.to)) ? (range_t){1, 0} : all;
}

/* An open end is not "none at all". */
static range_t parse_amounts(apr_pool_t *pool, const char *folded)
{
    return parse_range(pool, folded, cc_decimal_parse, (range_t){folded ? 1 - INT64_MAX : -INT64_MAX, INT64_MAX});
}

static void push_range(apr_array_header_t *args, range_t range)
{
    push(args, cc_text_int(args->pool, range.from));
    push(args, cc_text_int(args->pool, range.to));
}

/* A day, a month ("2026-11"), a year, or a range of them. Text compares like the dates, and a prefix comes before
 * whatever it begins. */
static bool is_date_part(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        if (i >= sizeof(form) - 1 || (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')) {
            return false;
        }
    }
    return length == 0 || length == 4 || length == 7 || length == 10;
}

static void push_dates(apr_array_header_t *args, const char *folded)
{
    const char *from = "", *to = "";

    split_range(args->pool, folded ? folded : "", &from, &to);
    if (!is_date_part(from) || !is_date_part(to)) {
        from = LAST_DATE;
        to = FIRST_DATE;
    }
    /* an open end is not "none at all" */
    push(args, folded && !*from ? FIRST_DATE : from);
    push(args, *to ? apr_pstrcat(args->pool, to, "~", NULL) : LAST_DATE);
}

/* When a day, a month or a year begins, in UTC; `next`: the one after it. */
static bool begin_of(apr_pool_t *pool, const char *part, bool next, int64_t *seconds)
{
    static const char *const rest[] = {"-01-01", "-01", ""};
    size_t length = strlen(part);
    const char *day = apr_pstrcat(pool, part, rest[length == 4 ? 0 : length == 7 ? 1 : 2], NULL);

    if (!cc_date_valid(day)) {
        return false;
    }
    if (next && length == 10) {
        day = cc_date_plus(pool, day, 1);
    } else if (next) {
        /* 31 days after the first of a month, or 366 after that of a year, is always in the next one */
        day = apr_pstrmemdup(pool, cc_date_plus(pool, day, length == 7 ? 31 : 366), length);
        day = apr_pstrcat(pool, day, rest[length == 4 ? 0 : 1], NULL);
    }
    return cc_date_utc_parse(apr_pstrcat(pool, day, "T00:00:00Z", NULL), seconds);
}

/* The same dates as of a point in time, by days in UTC. */
static void push_times(apr_array_header_t *args, const char *folded)
{
    const char *from = "", *to = "";
    int64_t first = folded ? 1 - INT64_MAX : -INT64_MAX, last = INT64_MAX; /* an open end is not "never" */
    bool good = true;

    split_range(args->pool, folded ? folded : "", &from, &to);
    if (*from) {
        good = is_date_part(from) && begin_of(args->pool, from, false, &first);
    }
    if (*to) {
        good = good && is_date_part(to) && begin_of(args->pool, to, true, &last);
        last--;
    }
    push(args, cc_text_int(args->pool, good ? first : 1));
    push(args, cc_text_int(args->pool, good ? last : 0));
}

/* Days overdue from a to b are due dates from b to a days ago. */
static void push_overdue(apr_array_header_t *args, const char *today, const char *folded)
{
    const char *from = "", *to = "";
    int64_t least = 0, most = CC_DAYS_MAX;

    if (!folded) {
        push(args, "");
        push(args, LAST_DATE);
        return;
    }
    split_range(args->pool, folded, &from, &to);
    bool good =
        (!*from || cc_text_to_int(from, CC_DAYS_MAX, &least)) && (!*to || cc_text_to_int(to, CC_DAYS_MAX, &most));
    push(args, good ? cc_date_minus(args->pool, today, (int)most) : LAST_DATE);
    push(args, good ? cc_date_minus(args->pool, today, (int)(least > 1 ? least : 1)) : FIRST_DATE);
}

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

/* A plain column is compared with the whole. */
static const char *text_filter(apr_pool_t *pool, const char *folded)
{
    return folded && *folded == '=' ? cc_text_trim(pool, folded + 1) : cc_text_like(pool, folded);
}

/* 1 and 0, or the words that lists show; anything else matches nothing. */
static void push_flag(apr_array_header_t *args, const char *folded)
{
    bool yes = folded && (!strcmp(folded, "1") || !strcmp(folded, "yes"));
    bool no = folded && (!strcmp(folded, "0") || !strcmp(folded, "no"));

    push(args, yes || (folded && !no) ? "1" : "0");
    push(args, no || (folded && !yes) ? "0" : "1");
}

static void push_filter(apr_array_header_t *args, const cc_grid_column_t *column, const char *today, const char *folded)
{
    switch (column->type) {
    case CC_COLUMN_ROLE: push_roles(args, folded); break;
    case CC_COLUMN_NUMBER:
        push_range(args, parse_range(args->pool, folded, parse_whole, (range_t){0, CC_GRID_NUMBER_MAX}));
        break;
    case CC_COLUMN_MONEY: push_range(args, parse_amounts(args->pool, folded)); break;
    case CC_COLUMN_TIME: push_times(args, folded); break;
    case CC_COLUMN_DATE: push_dates(args, folded); break;
    case CC_COLUMN_OVERDUE: push_overdue(args, today, folded); break;
    case CC_COLUMN_FLAG: push_flag(args, folded); break;
    case CC_COLUMN_PERSON:
        push(args, folded && !strcmp(folded, NO_PERSON) ? "" : text_pattern(args->pool, folded));
        break;
    case CC_COLUMN_TEXT:
    case CC_COLUMN_CODE: push(args, text_filter(args->pool, folded)); break;
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_VALUES:
    case CC_COLUMN_USER: push(args, text_pattern(args->pool, folded)); break;
    }
}

static void push_search(apr_array_header_t *args, const cc_grid_column_t *column, const char *q)
{
    int64_t amount = 0;
    bool is_amount = q && cc_decimal_parse(q, &amount);

    switch (column->type) {
    case CC_COLUMN_ROLE: push_roles(args, q); break;
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

static void push_searches(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                          const cc_grid_query_t *query)
{
    const cc_grid_column_t *columns = shape->def->columns;

    if (shape->text_search) {
        push(args, query->match);
    }
    for (int i = 0; shape->text_search && i < shape->def->count; i++) {
        if (((shape->columns >> i) & 1) && columns[i].type == CC_COLUMN_MONEY) {
            push(args, cc_text_int(args->pool, view->current->customer.id));
            push_search(args, &columns[i], query->q_key);
        }
    }
    for (int i = 0; i < shape->def->count; i++) {
        if ((shape->columns >> i) & 1) {
            push_search(args, &columns[i], query->q_key);
        }
    }
}

/* ---- scope ---- */

static const char *first_date(const cc_view_t *view)
{
    return view->visible_since ? view->visible_since : FIRST_DATE;
}

static void push_scope(cc_context_t *ctx, apr_array_header_t *args, const cc_grid_def_t *def, const cc_view_t *view)
{
    const char *visible = first_date(view);
    int this_year = atoi(ctx->today); /* NOLINT(cert-err34-c): the clock's own */
    const char *year = apr_psprintf(ctx->pool, "%04d%s", this_year - 1, ctx->today + 4);

    for (const char *letter = def->scope; *letter; letter++) {
        push(args, *letter == 'c'                                ? cc_text_int(ctx->pool, view->current->customer.id)
                   : *letter == 'p'                              ? cc_text_int(ctx->pool, view->customer_id)
                   : *letter == 'm' && strcmp(year, visible) > 0 ? year
                                                                 : visible);
    }
}

/* A pattern for each column of text that may be seen and is totalled, or is not. */
static void push_likes(apr_array_header_t *args, const cc_grid_shape_t *shape, bool totalled, const char *pattern)
{
    for (int i = 0; i < shape->def->count; i++) {
        const cc_grid_column_t *column = &shape->def->columns[i];
        bool text = column->type == CC_COLUMN_TEXT || column->type == CC_COLUMN_DATE;
        if (((shape->columns >> i) & 1) && text && column->totalled == totalled) {
            push(args, pattern);
        }
    }
}

/* As store/grid_totals_sql.c says. */
static void push_totals_search(apr_array_header_t *args, const cc_grid_shape_t *shape, const cc_view_t *view,
                               const cc_grid_query_t *query)
{
    const char *customer = cc_text_int(args->pool, view->current->customer.id);
    const char *pattern = cc_text_like(args->pool, query->q_key);

    push(args, customer);
    push_likes(args, shape, true, pattern);
    if (shape->short_search) {
        push(args, customer);
        push(args, query->q_key);
        push_likes(args, shape, true, pattern);
    } else if (shape->few_notes) {
        push(args, customer);
        push(args, customer);
        push(args, pattern);
        push_likes(args, shape, true, pattern);
    }
    if (!shape->short_search && !shape->no_numbers) {
        push(args, apr_pstrcat(args->pool, shape->few_notes ? "number : " : "{number notes} : ", query->match, NULL));
        push(args, customer);
        push_likes(args, shape, true, pattern);
        push_likes(args, shape, false, pattern);
        if (shape->few_notes) {
            push(args, pattern);
        }
    }
    for (int i = 0; i < shape->def->count; i++) {
        if (((shape->columns >> i) & 1) && shape->def->columns[i].type == CC_COLUMN_MONEY) {
            push(args, customer);
            push_search(args, &shape->def->columns[i], query->q_key);
            push_likes(args, shape, true, pattern);
            push_likes(args, shape, false, pattern);
        }
    }
}

static void push_amounts(apr_array_header_t *args, const char *customer, const char *folded)
{
    range_t range = parse_amounts(args->pool, folded);
    cc_grid_amounts_t amounts = cc_grid_amounts(args->pool, range.from, range.to);

    push(args, amounts.steps);
    for (int i = 0; i < 2; i++) {
        push(args, customer);
        push_range(args, (range_t){amounts.ends[i].from, amounts.ends[i].to});
    }
}

static void push_source(cc_context_t *ctx, apr_array_header_t *args, const cc_grid_shape_t *shape,
                        const cc_view_t *view, const cc_grid_query_t *query)
{
    if (shape->totals == CC_TOTALS_NONE) {
        push_scope(ctx, args, shape->def, view);
        return;
    }
    if (shape->totals == CC_TOTALS_SEARCH) {
        push_totals_search(args, shape, view, query);
    } else {
        push(args, cc_text_int(ctx->pool, view->current->customer.id));
    }
    if (shape->totals == CC_TOTALS_LETTERS) {
        push(args, query->filter_keys[shape->filter]);
    } else if (shape->totals == CC_TOTALS_AMOUNTS) {
        push_amounts(args, cc_text_int(ctx->pool, view->current->customer.id), query->filter_keys[shape->filter]);
    }
    push(args, first_date(view));
}

apr_array_header_t *cc_grid_args(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view,
                                 const cc_grid_query_t *query)
{
    const cc_grid_def_t *def = shape->def;
    apr_array_header_t *args = apr_array_make(ctx->pool, 40, sizeof(const char *));

    push_source(ctx, args, shape, view, query);
    for (const char *const *code = type_codes(def, view); code && *code; code++) {
        push(args, *code);
    }
    for (int i = 0; shape->filtered && i < def->count; i++) {
        if (!cc_grid_filters(shape, i)) {
            continue;
        }
        if (shape->totals == CC_TOTALS_NOTES && cc_grid_way(def, i).part == 2 && !((shape->exact >> i) & 1)) {
            push(args, cc_text_int(ctx->pool, view->current->customer.id));
        }
        push_filter(args, &def->columns[i], ctx->today, query->filter_keys[i]);
    }
    if (shape->filtered && !shape->totals) {
        if (shape->text_filters) {
            push(args, query->filter_match);
        }
        push_searches(args, shape, view, query);
    }
    return args;
}
