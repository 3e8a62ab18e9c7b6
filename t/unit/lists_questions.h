/* Questions at random for the test of lists (test_lists.c): a list, who asks, and what is sorted, filtered, searched
 * and grouped by. Texts are mostly pieces of what some row has, so that something is found. */
#ifndef CC_LISTS_QUESTIONS_H
#define CC_LISTS_QUESTIONS_H

#include "lists_data.h"

#include "domain/grid.h"
#include "domain/grid_args.h"
#include "domain/grid_totals.h"

typedef struct {
    const cc_grid_def_t *def;
    cc_user_t user;
    cc_access_t access;
    cc_settings_t settings;
    cc_view_t view;
    cc_grid_query_t query;
} question_t;

static inline cc_status_t first_text(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

/* What some row has in a column. */
static inline const char *some_value(lists_t *l, const question_t *q, int column)
{
    cc_context_t *ctx = &l->f.ctx;
    cc_grid_shape_t shape = cc_grid_shape(q->def, &q->view, NULL);
    const char *value = NULL;
    const char *sql =
        apr_pstrcat(ctx->pool, "SELECT CAST(", q->def->columns[column].match,
                    strcmp(l->f.driver, "mysql") ? " AS TEXT)" : " AS CHAR)", cc_grid_source(ctx->pool, &shape),
                    " ORDER BY ", q->def->id, SAY(l, " LIMIT 1 OFFSET %d", below(l, 140)), NULL);

    cc_db_select_text(ctx->db, "test_lists", sql, cc_grid_bound(cc_grid_args(ctx, &shape, &q->view, NULL)), first_text,
                      &value);
    return value ? value : "";
}

static inline const char *end_of_word(const char *at)
{
    for (at += *at != '\0'; (*at & 0xC0) == 0x80; at++) {
    }
    return at;
}

/* Some letters of it, most often the three that are a word of the text indexes. */
static inline const char *part_of(lists_t *l, const char *text)
{
    int skip = below(l, (int)cc_text_length(text)), take = one_in(l, 3) ? 3 : 1 + below(l, one_in(l, 2) ? 4 : 8);
    const char *from = text, *to;

    if (!*text) {
        return some_text(l, 1);
    }
    while (skip--) {
        from = end_of_word(from);
    }
    to = from;
    while (take--) {
        to = end_of_word(to);
    }
    return apr_pstrmemdup(l->pool, from, (apr_size_t)(to - from));
}

/* Half written, wrong, or as far as it goes. */
static const char *const half_dates[] = {"2026-",
                                         "2026-1",
                                         "2026-02-30",
                                         "2026-13",
                                         "2026-00",
                                         "2026-02-29..",
                                         "..",
                                         "x..",
                                         "..x",
                                         "2026..2025",
                                         "0000",
                                         "0001",
                                         "9999",
                                         "9999-12-31..",
                                         "..0001-01-01",
                                         "1960..2026",
                                         "1969",
                                         "..1969",
                                         "0001..",
                                         "1960-05..",
                                         "2026...",
                                         "...2026",
                                         "2026..2026..2027",
                                         "20261107",
                                         "2026 .. 2026",
                                         "2024-02-29",
                                         "..1970-01-01",
                                         "=2026",
                                         "2026-11-07..2026",
                                         "26",
                                         "1e3",
                                         "-2026",
                                         "2026-1-1"};
static const char *const half_amounts[] = {"1.",
                                           ".5",
                                           "-",
                                           "--1",
                                           "1..2..3",
                                           "1e5",
                                           "+1",
                                           "1,000.00",
                                           "1,000",
                                           "1.000,00",
                                           "1.000",
                                           "0,5",
                                           "0.1234567",
                                           "0.000001",
                                           "-0",
                                           "0",
                                           "..0",
                                           "0..",
                                           "..",
                                           "9223372036854.775807",
                                           "9223372036854.775808",
                                           "9223372036854.775806..",
                                           "..-9223372036854.775806",
                                           "..-9223372036854.775807",
                                           "-9223372036854.775807",
                                           "-9223372036854.775806..9223372036854.775806",
                                           "99999999999999999999",
                                           "=5",
                                           "5 .. 10",
                                           "5-10",
                                           "10..5",
                                           "1 000",
                                           "1 000,5",
                                           "\xC2\xA0"
                                           "5",
                                           "1...5",
                                           "500",
                                           "-500..500",
                                           "1,0,0",
                                           "00..05",
                                           "0.50",
                                           "x..5",
                                           "5..x"};
static const char *const half_numbers[] = {"-1",
                                           "1.5",
                                           "..",
                                           "5..",
                                           "..5",
                                           "0",
                                           "2147483647",
                                           "2147483647..",
                                           "2147483648",
                                           "5..x",
                                           "x",
                                           "..0",
                                           "99999999999999999999",
                                           "300..100",
                                           "=5",
                                           "1..2..3",
                                           "36500.."};

static inline const char *date_filter(lists_t *l)
{
    const char *a = some_date(l), *b = some_date(l), *from = strcmp(a, b) < 0 ? a : b, *to = from == a ? b : a;

    if (one_in(l, 8)) {
        return ONE_OF(l, half_dates);
    }
    switch (below(l, 8)) {
    case 0: return a;
    case 1: return SAY(l, "%.7s", a);
    case 2: return SAY(l, "%.4s", a);
    case 3: return SAY(l, "%s..%s", from, to);
    case 4: return SAY(l, "%.7s..%.7s", from, to);
    case 5: return SAY(l, "%s..", a);
    case 6: return SAY(l, "..%.7s", a);
    default: return SAY(l, "%.7s..%s", from, to);
    }
}

static inline const char *amount_filter(lists_t *l)
{
    double from = one_in(l, 3) ? below(l, 2000000000) / 3.0 : below(l, 3000), to = from + below(l, 100000);

    if (one_in(l, 5)) {
        return ONE_OF(l, half_amounts);
    }
    switch (below(l, 4)) {
    case 0: return SAY(l, "%.2f", from);
    case 1: return SAY(l, "-%.0f..%.2f", from, to);
    case 2: return SAY(l, "%.2f..", from);
    default: return SAY(l, "..%.2f", to);
    }
}

static inline const char *some_letters_of(lists_t *l, const question_t *q, int column)
{
    const char *value = some_value(l, q, column);

    if (one_in(l, 20)) {
        return one_in(l, 3) ? "=" : one_in(l, 2) ? SAY(l, "= %s ", value) : ONE_OF(l, pieces);
    }
    switch (below(l, 6)) {
    case 0: return SAY(l, "=%s", value);
    case 1: return some_text(l, 3);
    default: return part_of(l, value);
    }
}

static inline const char *some_filter(lists_t *l, const question_t *q, int column)
{
    static const char *const flags[] = {"1", "0", "yes", "no", "x"}, *const words[] = {
                                                                         "l40", "billing", "order", "orders with",
                                                                         "l",   "owner",   "xyz",   "l8"};

    switch (q->def->columns[column].type) {
    case CC_COLUMN_DATE:
    case CC_COLUMN_TIME: return date_filter(l);
    case CC_COLUMN_MONEY: return amount_filter(l);
    case CC_COLUMN_NUMBER:
        return one_in(l, 4)   ? ONE_OF(l, half_numbers)
               : one_in(l, 2) ? SAY(l, "%d", below(l, 400))
                              : SAY(l, "%d..%d", below(l, 200), 200 + below(l, 200));
    case CC_COLUMN_ROLE: return ONE_OF(l, words);
    case CC_COLUMN_FLAG: return ONE_OF(l, flags);
    case CC_COLUMN_OVERDUE:
        return one_in(l, 2) ? "1..100" : one_in(l, 2) ? SAY(l, "%d", below(l, 400)) : ONE_OF(l, half_numbers);
    case CC_COLUMN_PERSON: return one_in(l, 3) ? "none" : some_letters_of(l, q, column);
    default: return some_letters_of(l, q, column);
    }
}

/* The largest lists are asked most. Who asks is an administrator in the back office, or somebody of a customer with
 * all days and types or some. */
static inline void make_asker(lists_t *l, const char *key, question_t *q)
{
    static const char *const some[] = {"T1", "T3", NULL}, *const none[] = {NULL};
    static const char *const languages[] = {"en", "de", "bg", "de-AT", NULL};
    static const cc_role_t roles[] = {CC_ROLE_OWNER, CC_ROLE_OWNER, CC_ROLE_BILLING, CC_ROLE_ORDERS};

    *q = (question_t){.def = cc_grid_def(key), .settings = cc_settings_default};
    q->user = (cc_user_t){.id = 1, .login = "u1", .name = "C", .user_type = "INT", .active = true};
    q->user.language = ONE_OF(l, languages);
    q->view = (cc_view_t){.user = &q->user, .settings = &q->settings};
    q->view.back_office = !strncmp(key, CC_GRID_BACK_OFFICE, strlen(CC_GRID_BACK_OFFICE));
    if (one_in(l, 5)) {
        q->settings.order_types = q->settings.invoice_types = one_in(l, 5) ? none : some;
    }
    if (q->view.back_office) {
        q->view.customer_id = one_in(l, 5) ? SMALL : BIG;
        return;
    }
    q->access = (cc_access_t){.id = 1, .customer = {.id = one_in(l, 5) ? SMALL : BIG, .number = "N1"}, .days_back = -1};
    q->access.role = ONE_OF(l, roles);
    q->view.current = &q->access;
    q->view.visible_since = one_in(l, 3) ? some_date(l) : NULL;
    if (!cc_view_allows(&q->view, (cc_right_t)q->def->right)) {
        q->access.role = CC_ROLE_OWNER;
    }
}

/* Of documents, most often one that text indexes know. */
static inline int some_column(lists_t *l, const cc_grid_def_t *def)
{
    int column = below(l, def->count);

    return def->kind && !cc_grid_way(def, column).part ? below(l, def->count) : column;
}

static inline void make_filters(lists_t *l, question_t *q)
{
    const cc_grid_def_t *def = q->def;

    int most = one_in(l, 40) ? 3 * def->count : one_in(l, 4) ? 1 + below(l, 2) : below(l, 2); /* of all, or of few */

    for (int i = most; i > 0; i--) {
        int column = some_column(l, def);
        const char *text = folded(l, some_filter(l, q, column));
        if (cc_grid_column_allowed(&def->columns[column], &q->view) && *text && cc_text_length(text) < 200) {
            q->query.filters[column] = q->query.filter_keys[column] = text;
        }
    }
    if (one_in(l, 3)) {
        const char *text = folded(l, one_in(l, 6) ? one_in(l, 2) ? some_text(l, 2) : some_date(l) + below(l, 4)
                                                  : part_of(l, some_value(l, q, some_column(l, def))));
        q->query.q = q->query.q_key = *text ? text : NULL;
    }
}

static inline bool is_grouped(const cc_grid_query_t *query, int column)
{
    bool is = false;

    for (int i = 0; i < query->group_count; i++) {
        is = is || query->groups[i] == column;
    }
    return is;
}

static inline void make_question(lists_t *l, const char *key, question_t *q)
{
    cc_grid_query_t *query = &q->query;
    int tries = one_in(l, 5) ? 1 + below(l, CC_GRID_GROUPS_MAX) : 0;

    make_asker(l, key, q);
    query->sort = below(l, q->def->count);
    query->sort = cc_grid_column_allowed(&q->def->columns[query->sort], &q->view) ? query->sort : q->def->sort;
    query->descending = one_in(l, 2);
    query->per_page = cc_grid_page_sizes[below(l, 4)];
    query->page = one_in(l, 3) ? 1 : one_in(l, 3) ? 1000000 : 1 + below(l, one_in(l, 2) ? 20 : 200);
    for (int i = 0; i < q->def->count; i++) {
        query->columns[query->column_count++] = i;
    }
    make_filters(l, q);
    while (tries--) {
        int column = below(l, q->def->count);
        if (cc_grid_groupable(&q->def->columns[column]) && !is_grouped(query, column) &&
            cc_grid_column_allowed(&q->def->columns[column], &q->view)) {
            query->groups[query->group_count++] = column;
        }
    }
}

/* For whoever looks into a difference. */
static inline const char *question_text(lists_t *l, const question_t *q)
{
    const cc_grid_query_t *query = &q->query;
    const char *const *types = cc_grid_types(q->def, &q->view);
    const char *text =
        SAY(l, "%s customer=%" PRId64 " role=%s since=%s types=%s sort=%s %s page=%d/%d q=[%s]", cc_grid_key(q->def),
            q->view.current ? q->access.customer.id : q->view.customer_id,
            q->view.current ? cc_role_code(q->access.role) : "-", q->view.visible_since ? q->view.visible_since : "-",
            !types   ? "all"
            : *types ? "some"
                     : "none",
            q->def->columns[query->sort].name, query->descending ? "desc" : "asc", query->page, query->per_page,
            query->q_key ? query->q_key : "");

    for (int i = 0; i < q->def->count; i++) {
        text =
            query->filter_keys[i] ? SAY(l, "%s %s=[%s]", text, q->def->columns[i].name, query->filter_keys[i]) : text;
    }
    for (int i = 0; i < query->group_count; i++) {
        text = SAY(l, "%s group=%s", text, q->def->columns[query->groups[i]].name);
    }
    return text;
}

#endif
