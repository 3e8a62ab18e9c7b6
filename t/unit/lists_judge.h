/* A second judge for the test of lists (test_lists.c), which shares no SQL and no parameters with the program: it reads
 * a list with nothing asked, and decides in C, row by row and by what is shown, which rows a question has, what they
 * sum up to, and whether they come in order. What its columns cannot tell (values of the audit, which are stored in
 * another form than they are shown) it leaves to the first judge. */
#ifndef CC_LISTS_JUDGE_H
#define CC_LISTS_JUDGE_H

#include "lists_compare.h"

#include "base/date.h"
#include "base/decimal.h"
#include "domain/grid_ranges.h"

#define JUDGED_MAX 100000 /* rows of a list */

typedef struct {
    const char *from, *to; /* "": open */
    bool range;
} ends_t;

static inline ends_t ends_in(lists_t *l, const char *text)
{
    const char *dots = strstr(text, "..");

    return dots ? (ends_t){cc_text_trim(l->pool, apr_pstrmemdup(l->pool, text, (apr_size_t)(dots - text))),
                           cc_text_trim(l->pool, dots + 2), true}
                : (ends_t){text, text, false};
}

/* Whole, or as far as it goes: 4, 7 or 10 characters of a date. */
static inline bool is_part_of_date(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return length == 0 || length == 4 || length == 7 || length == 10;
}

/* A part that no day begins with. */
static inline bool is_no_day(lists_t *l, const char *part)
{
    static const char *const rest[] = {"-01-01", "-01", ""};
    size_t length = strlen(part);

    return length && !cc_date_valid(SAY(l, "%s%s", part, rest[length == 4 ? 0 : length == 7 ? 1 : 2]));
}

static inline bool has_date(lists_t *l, const char *date, const char *text, bool of_time)
{
    ends_t ends = ends_in(l, text);

    if (!date || !*date || !is_part_of_date(ends.from) || !is_part_of_date(ends.to) ||
        (of_time && (is_no_day(l, ends.from) || is_no_day(l, ends.to)))) {
        return false;
    }
    return strcmp(date, ends.from) >= 0 && strncmp(date, ends.to, strlen(ends.to)) <= 0;
}

static inline bool has_amount(lists_t *l, const question_t *q, const char *value, const char *text)
{
    ends_t ends = ends_in(l, text);
    int64_t amount, from = -INT64_MAX, to = INT64_MAX;
    const char *language = q->user.language;

    return value && cc_decimal_parse(value, &amount) &&
           (!*ends.from || cc_decimal_parse(cc_decimal_plain(l->pool, ends.from, language), &from)) &&
           (!*ends.to || cc_decimal_parse(cc_decimal_plain(l->pool, ends.to, language), &to)) && amount >= from &&
           amount <= to;
}

/* No value is more than any. */
static inline bool has_number(lists_t *l, const char *value, const char *text, int64_t none)
{
    ends_t ends = ends_in(l, text);
    int64_t number = value ? apr_atoi64(value) : none, from = 0, to = INT32_MAX;

    return (!*ends.from || cc_text_to_int(ends.from, INT32_MAX, &from)) &&
           (!*ends.to || cc_text_to_int(ends.to, INT32_MAX, &to)) && number >= from && number <= to;
}

/* What a text is compared and sorted by: a person without the parentheses that show the code, a customer by its two
 * parts. */
static inline const char *key_of(lists_t *l, const cc_grid_column_t *column, const char *value)
{
    const char *mark = column->type == CC_COLUMN_PERSON ? " (" : " #", *at = NULL;

    for (const char *next = value; next && (next = strstr(next, mark)) != NULL; next++) {
        at = next;
    }
    if (!at || (column->type != CC_COLUMN_PERSON && column->type != CC_COLUMN_CUSTOMER)) {
        return cc_text_key(l->pool, value ? value : "");
    }
    if (column->type == CC_COLUMN_PERSON) {
        return cc_text_key(l->pool, SAY(l, "%.*s %.*s", (int)(at - value), value, (int)strlen(at) - 3, at + 2));
    }
    return cc_text_key_of(l->pool, SAY(l, "%s #%s", folded(l, apr_pstrmemdup(l->pool, value, (apr_size_t)(at - value))),
                                       folded(l, at + 2)));
}

static inline bool has_text(lists_t *l, const cc_grid_column_t *column, const char *value, const char *text,
                            bool may_be_whole)
{
    const char *key = key_of(l, column, value);

    if (may_be_whole && *text == '=') {
        return !strcmp(key, cc_text_trim(l->pool, text + 1));
    }
    return strstr(key, text) != NULL;
}

static inline bool has_flag(const char *value, const char *text)
{
    bool yes = !strcmp(text, "1") || !strcmp(text, "yes"), no = !strcmp(text, "0") || !strcmp(text, "no");

    return value && (yes || no) && (*value == '1') == yes;
}

static inline bool has_role(lists_t *l, const char *value, const char *text)
{
    return value && strstr(folded(l, cc_role_label(cc_role_parse(value))), text) != NULL;
}

static inline bool is_filtered_in(lists_t *l, const question_t *q, int column, const char *value)
{
    const char *text = q->query.filter_keys[column];

    switch (q->def->columns[column].type) {
    case CC_COLUMN_DATE: return has_date(l, value, text, false);
    case CC_COLUMN_TIME: return has_date(l, value ? apr_pstrmemdup(l->pool, value, 10) : NULL, text, true);
    case CC_COLUMN_MONEY: return has_amount(l, q, value, text);
    case CC_COLUMN_NUMBER: return has_number(l, value, text, INT32_MAX);
    case CC_COLUMN_OVERDUE: return value && has_number(l, value, text, 0);
    case CC_COLUMN_FLAG: return has_flag(value, text);
    case CC_COLUMN_ROLE: return has_role(l, value, text);
    case CC_COLUMN_PERSON:
        return !strcmp(text, "none") ? !value : has_text(l, &q->def->columns[column], value, text, true);
    default: return has_text(l, &q->def->columns[column], value, text, true);
    }
}

static inline bool is_found_in(lists_t *l, const question_t *q, int column, const char *value)
{
    const char *text = q->query.q_key;
    int64_t amount, sought;

    switch (q->def->columns[column].type) {
    case CC_COLUMN_TIME:
    case CC_COLUMN_FLAG:
    case CC_COLUMN_OVERDUE: return false;
    case CC_COLUMN_MONEY:
        return value && cc_decimal_parse(value, &amount) &&
               cc_decimal_parse(cc_decimal_plain(l->pool, text, q->user.language), &sought) && amount == sought;
    case CC_COLUMN_ROLE: return has_role(l, value, text);
    default: return has_text(l, &q->def->columns[column], value, text, false);
    }
}

static inline bool can_judge(const question_t *q)
{
    bool can = true;

    for (int i = 0; i < q->def->count; i++) {
        can = can && !(q->def->columns[i].type == CC_COLUMN_VALUES && (q->query.filter_keys[i] || q->query.q_key));
    }
    return can;
}

static inline bool has_row(lists_t *l, const question_t *q, const cc_grid_row_t *row)
{
    bool has = true, found = !q->query.q_key;

    for (int i = 0; i < q->def->count; i++) {
        if (cc_grid_column_allowed(&q->def->columns[i], &q->view)) {
            has = has && (!q->query.filter_keys[i] || is_filtered_in(l, q, i, row->values[i]));
            found = found || is_found_in(l, q, i, row->values[i]);
        }
    }
    return has && found;
}

/* ---- sums ---- */

typedef struct {
    int column;
    const char *currency;
    int64_t ones, millionths; /* an array of a pool is not aligned for 128 bits */
} judged_sum_t;

static inline void add_amounts(const question_t *q, const cc_grid_row_t *row, apr_array_header_t *sums)
{
    for (int i = 0; q->def->currency && i < q->def->count; i++) {
        judged_sum_t *sum = NULL;
        int64_t amount = 0;
        if (q->def->columns[i].type != CC_COLUMN_MONEY || !cc_grid_column_allowed(&q->def->columns[i], &q->view)) {
            continue;
        }
        for (int n = 0; n < sums->nelts && !sum; n++) {
            judged_sum_t *one = &APR_ARRAY_IDX(sums, n, judged_sum_t);
            sum = one->column == i && !strcmp(one->currency, row->currency) ? one : NULL;
        }
        if (!sum) {
            sum = apr_array_push(sums);
            *sum = (judged_sum_t){i, row->currency, 0, 0};
        }
        amount = row->values[i] && cc_decimal_parse(row->values[i], &amount) ? amount : 0;
        sum->ones += amount / CC_DECIMAL_ONE;
        sum->millionths += amount % CC_DECIMAL_ONE;
    }
}

static inline const char *judged_sums(lists_t *l, const apr_array_header_t *sums)
{
    apr_array_header_t *made = apr_array_make(l->pool, sums->nelts + 1, sizeof(cc_grid_sum_t));

    for (int i = 0; i < sums->nelts; i++) {
        const judged_sum_t *sum = &APR_ARRAY_IDX(sums, i, judged_sum_t);
        __int128 signed_sum = (__int128)sum->ones * CC_DECIMAL_ONE + sum->millionths;
        unsigned __int128 amount = signed_sum < 0 ? -(unsigned __int128)signed_sum : (unsigned __int128)signed_sum;
        char *text = SAY(l, "%s%" PRIu64 ".%06d", signed_sum < 0 ? "-" : "", (uint64_t)(amount / CC_DECIMAL_ONE),
                         (int)(amount % CC_DECIMAL_ONE));
        for (size_t at = strlen(text); text[at - 1] == '0' && text[at - 3] != '.'; at--) {
            text[at - 1] = '\0';
        }
        *(cc_grid_sum_t *)apr_array_push(made) = (cc_grid_sum_t){sum->column, sum->currency, text};
    }
    return sums_text(l, made);
}

/* ---- order ---- */

static inline int compare_cells(lists_t *l, const cc_grid_column_t *column, const char *a, const char *b)
{
    int64_t x = INT64_MIN, y = INT64_MIN;

    switch (column->type) {
    case CC_COLUMN_MONEY:
        x = a && cc_decimal_parse(a, &x) ? x : INT64_MIN;
        y = b && cc_decimal_parse(b, &y) ? y : INT64_MIN;
        return (x > y) - (x < y);
    case CC_COLUMN_NUMBER:
    case CC_COLUMN_OVERDUE: /* unlimited days are most, no days overdue least */
        x = a ? apr_atoi64(a) : column->type == CC_COLUMN_NUMBER ? INT32_MAX : 0;
        y = b ? apr_atoi64(b) : column->type == CC_COLUMN_NUMBER ? INT32_MAX : 0;
        return (x > y) - (x < y);
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER:
    case CC_COLUMN_PERSON:
    case CC_COLUMN_CUSTOMER: return strcmp(key_of(l, column, a), key_of(l, column, b));
    case CC_COLUMN_VALUES: return 0;
    default: return strcmp(a ? a : "", b ? b : "");
    }
}

static inline int compare_in_order(lists_t *l, const question_t *q, const cc_grid_row_t *a, const cc_grid_row_t *b)
{
    const cc_grid_query_t *query = &q->query;
    bool sorted = false;
    int order = 0;

    for (int i = 0; !order && i < query->group_count; i++) {
        int column = query->groups[i];
        if (q->def->columns[column].type == CC_COLUMN_VALUES) {
            return 0;
        }
        order = compare_cells(l, &q->def->columns[column], a->values[column], b->values[column]);
        order = column == query->sort && query->descending ? -order : order;
        sorted = sorted || column == query->sort;
    }
    if (!order && !sorted) {
        order = compare_cells(l, &q->def->columns[query->sort], a->values[query->sort], b->values[query->sort]);
        order = query->descending ? -order : order;
    }
    return order;
}

static inline void judge_order(lists_t *l, const question_t *q, const apr_array_header_t *rows)
{
    for (int i = 1; i < rows->nelts; i++) {
        const cc_grid_row_t *a = &APR_ARRAY_IDX(rows, i - 1, cc_grid_row_t),
                            *b = &APR_ARRAY_IDX(rows, i, cc_grid_row_t);
        if (compare_in_order(l, q, a, b) > 0) {
            same(l, q, SAY(l, "order of ids %" PRId64 " and %" PRId64, a->id, b->id),
                 SAY(l, "%s", a->values[q->query.sort] ? a->values[q->query.sort] : "(none)"),
                 SAY(l, "after %s", b->values[q->query.sort] ? b->values[q->query.sort] : "(none)"));
            return;
        }
    }
}

/* ---- the whole ---- */

static inline int by_row_id(const void *a, const void *b)
{
    int64_t x = ((const cc_grid_row_t *)a)->id, y = ((const cc_grid_row_t *)b)->id;

    return (x > y) - (x < y);
}

/* What a question has by the rows alone: their number and sums, and which they are. */
static inline void judge(lists_t *l, const question_t *q, const cc_grid_result_t *got)
{
    question_t all = *q;
    cc_grid_rows_t rows, asked;
    apr_array_header_t *want = apr_array_make(l->pool, 100, sizeof(cc_grid_row_t)),
                       *sums = apr_array_make(l->pool, 4, sizeof(judged_sum_t));

    memset(all.query.filter_keys, 0, sizeof(all.query.filter_keys));
    all.query.q_key = NULL;
    if (!can_judge(q) || !came(l, q, "the whole list", given_rows(l, &all, JUDGED_MAX, 0, &rows)) ||
        !came(l, q, "all rows", given_rows(l, q, JUDGED_MAX, 0, &asked))) {
        return;
    }
    judge_order(l, q, asked.rows);
    for (int i = 0; i < rows.rows->nelts; i++) {
        const cc_grid_row_t *row = &APR_ARRAY_IDX(rows.rows, i, cc_grid_row_t);
        if (has_row(l, q, row)) {
            *(cc_grid_row_t *)apr_array_push(want) = *row;
            add_amounts(q, row, sums);
        }
    }
    qsort(want->elts, (size_t)want->nelts, sizeof(cc_grid_row_t), by_row_id);
    qsort(asked.rows->elts, (size_t)asked.rows->nelts, sizeof(cc_grid_row_t), by_row_id);
    if (same(l, q, "number by the rows", SAY(l, "%" PRId64, got->total), SAY(l, "%d", want->nelts)) &&
        same(l, q, "which rows", rows_text(l, asked.rows), rows_text(l, want))) {
        same(l, q, "sums by the rows", sums_text(l, got->sums), judged_sums(l, sums));
    }
}

#endif
