/* Lists at random: whatever is asked of a list, by whomever, its pages, totals, sums, groups, downloads, choices and
 * counts are those that the same definition gives when the tables alone are read. Very large lists are read in many
 * other ways: from totals and counts that are kept, by text indexes, from the end, from a place that is worked out,
 * along names. The judge uses none of them: it asks with the shape that cc_grid_shape makes, in which everything that
 * cc_grid_shape_t has for them is 0, so that it shares the definition, the parameters and the order, and nothing else.
 * For some questions a second judge (lists_judge.h) shares none of these either.
 *
 * A seed makes the data and the questions, each question from the seed and its own number; the seed is printed, and a
 * difference with the number of its question. To see it again:
 *     CC_LISTS_SEED=7 CC_LISTS_FIRST=123 CC_LISTS_QUESTIONS=1 build/unit/test_lists
 * CC_LISTS_QUESTIONS asks more of them, CC_LISTS_SCALE makes all lists so many times as long; both go with the seed.
 * `make fuzz-lists` tries seeds for as long as it is told, on each database. */
#include "lists_changes.h"
#include "lists_judge.h"

#define SEED 4
#define QUESTIONS 400
#define CHOICES_MAX 50 /* that a filter offers */

static const char *const keys[] = {"orders",
                                   "orders",
                                   "orders",
                                   "orders",
                                   "orders",
                                   "orders",
                                   "invoices",
                                   "invoices",
                                   "invoices",
                                   "due-payments",
                                   "payment-history",
                                   "users",
                                   "audit",
                                   "backoffice.users",
                                   "backoffice.users",
                                   "backoffice.parties",
                                   "backoffice.parties",
                                   "backoffice.external-access",
                                   "backoffice.external-access",
                                   "backoffice.external-access",
                                   "backoffice.customer",
                                   "backoffice.audit"};

static int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);

    return text && *text ? atoi(text) : otherwise; /* NOLINT(cert-err34-c): the tester's own */
}

/* ---- comparing ---- */

static cc_status_t keep_batch(void *baton, const cc_grid_result_t *batch)
{
    lists_t *l = ((void **)baton)[0];
    apr_array_header_t *texts = ((void **)baton)[1];

    for (int i = 0; i < batch->rows->nelts; i++) {
        apr_array_header_t one = *batch->rows;
        one.elts += (apr_size_t)i * sizeof(cc_grid_row_t);
        one.nelts = 1;
        APR_ARRAY_PUSH(texts, const char *) =
            apr_pstrcat(l->pool, rows_text(l, &one), "|", values_text(l, batch->def, &one), NULL);
    }
    return CC_OK;
}

static void compare_download(lists_t *l, const question_t *q, int total)
{
    apr_array_header_t *got = apr_array_make(l->pool, total + 1, sizeof(const char *)),
                       *want = apr_array_make(l->pool, total + 1, sizeof(const char *));
    cc_grid_result_t all = {.def = q->def};
    cc_grid_rows_t rows;

    if (!came(l, q, "download", cc_grid_all(&l->f.ctx, q->def, &q->view, &q->query, keep_batch, (void *[]){l, got})) ||
        !came(l, q, "the rows of a download", given_rows(l, q, total + 1, 0, &rows))) {
        return;
    }
    all.rows = rows.rows;
    keep_batch((void *[]){l, want}, &all);
    for (int i = 0; i < total && i < got->nelts; i++) {
        if (!same(l, q, SAY(l, "row %d of a download", i), APR_ARRAY_IDX(got, i, const char *),
                  APR_ARRAY_IDX(want, i, const char *))) {
            return;
        }
    }
    same(l, q, "rows of a download", SAY(l, "%d", got->nelts), SAY(l, "%d", want->nelts));
}

static void compare_rows(lists_t *l, const question_t *q, const cc_grid_result_t *got)
{
    int per_page = q->query.per_page, pages = (int)((got->total + per_page - 1) / per_page);
    int page = q->query.page > pages ? pages : q->query.page;
    cc_grid_result_t want = {.def = q->def};
    cc_grid_rows_t rows;

    if (!came(l, q, "the rows", given_rows(l, q, per_page, (int64_t)(page - 1) * per_page, &rows)) ||
        !came(l, q, "the groups", given_groups(l, q, &rows, &want)) ||
        !same(l, q, "rows", rows_text(l, got->rows), rows_text(l, rows.rows)) ||
        !same(l, q, "values", values_text(l, q->def, got->rows), values_text(l, q->def, rows.rows))) {
        return;
    }
    same(l, q, "groups", groups_text(l, got->groups), groups_text(l, want.groups));
}

static void compare_list(lists_t *l, const question_t *q)
{
    cc_grid_result_t got = {0};
    cc_grid_totals_t totals;
    bool download = one_in(l, 8) && !l->passing, judged = one_in(l, 3);

    if (!came(l, q, "list", cc_grid_page(&l->f.ctx, q->def, &q->view, &q->query, &got)) ||
        !came(l, q, "the totals", given_totals(l, q, &q->query, &totals)) ||
        !same(l, q, "total", SAY(l, "%" PRId64, got.total), SAY(l, "%" PRId64, totals.count))) {
        return;
    }
    same(l, q, "sums", sums_text(l, got.sums), sums_text(l, totals.sums));
    if (judged) {
        judge(l, q, &got);
    }
    if (got.total) {
        compare_rows(l, q, &got);
    }
    if (download && !q->query.group_count) {
        compare_download(l, q, (int)totals.count);
    }
}

static cc_status_t choice_row(void *baton, const cc_row_t *row)
{
    const char *value = cc_row_text(row, 0);

    if (value && *value) {
        APR_ARRAY_PUSH((apr_array_header_t *)baton, const char *) = value;
    }
    return CC_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void compare_choices(lists_t *l, const question_t *q, int column)
{
    cc_context_t *ctx = &l->f.ctx;
    const cc_grid_column_t *of = &q->def->columns[column];
    cc_grid_shape_t shape = cc_grid_shape(q->def, &q->view, NULL);
    apr_array_header_t *got, *want = apr_array_make(l->pool, 8, sizeof(const char *));
    const char *sql = apr_pstrcat(l->pool, "SELECT MIN(", of->value, ")", cc_grid_source(l->pool, &shape), " GROUP BY ",
                                  of->match, NULL);

    if (came(l, q, "choices", cc_grid_choices(ctx, q->def, &q->view, column, &got)) &&
        came(l, q, "the values",
             cc_db_select_text(ctx->db, "test_lists", sql, cc_grid_bound(cc_grid_args(ctx, &shape, &q->view, NULL)),
                               choice_row, want))) {
        qsort(want->elts, (size_t)want->nelts, sizeof(const char *), by_text);
        want->nelts = want->nelts > CHOICES_MAX ? CHOICES_MAX : want->nelts;
        same(l, q, SAY(l, "choices of %s", of->name), texts_text(l, got), texts_text(l, want));
    }
}

/* Of all lists of a customer that have dates, at once. */
static void compare_counts(lists_t *l, const question_t *q)
{
    static const char *const dated[] = {"orders", "invoices", "due-payments", "payment-history"};
    apr_array_header_t *counts = apr_array_make(l->pool, 8, sizeof(cc_grid_count_t));
    apr_array_header_t *want = apr_array_make(l->pool, 8, sizeof(const char *)),
                       *got = apr_array_make(l->pool, 8, sizeof(const char *));

    for (int i = 0; i < 4; i++) {
        const cc_grid_def_t *def = cc_grid_def(ONE_OF(l, dated));
        const char *date = one_in(l, 4) ? NULL : some_date(l);
        if (cc_view_allows(&q->view, (cc_right_t)def->right)) {
            *(cc_grid_count_t *)apr_array_push(counts) =
                (cc_grid_count_t){def, date ? SAY(l, "%.*s", one_in(l, 2) ? 7 : 10, date) : NULL, 0};
        }
    }
    came(l, q, "counts", cc_grid_counts(&l->f.ctx, &q->view, counts));
    for (int i = 0; i < counts->nelts; i++) {
        const cc_grid_count_t *count = &APR_ARRAY_IDX(counts, i, cc_grid_count_t);
        question_t of = *q;
        cc_grid_query_t query = {0};
        cc_grid_totals_t totals;
        for (int n = count->def->count - 1; n >= 0 && count->date; n--) {
            if (count->def->columns[n].type == CC_COLUMN_DATE) {
                memset(query.filter_keys, 0, sizeof(query.filter_keys));
                query.filter_keys[n] = count->date; /* the first date */
            }
        }
        of.def = count->def;
        came(l, q, "the counts", given_totals(l, &of, &query, &totals));
        APR_ARRAY_PUSH(got, const char *) = SAY(l, "%s %s %" PRId64, of.def->name, count->date, count->count);
        APR_ARRAY_PUSH(want, const char *) = SAY(l, "%s %s %" PRId64, of.def->name, count->date, totals.count);
    }
    same(l, q, "counts", texts_text(l, got), texts_text(l, want));
}

/* The next page, before which rows came, went or were changed, which is undone. */
static void compare_next_page(lists_t *l, question_t *q)
{
    apr_pool_t *rows = l->pool;
    bool begun = came(l, q, "the beginning of changes", cc_db_begin(l->f.ctx.db));

    l->passing = true;
    apr_pool_create(&l->pool, rows);
    change_data(l, 1 + below(l, 12));
    l->pool = rows;
    came(l, q, "what rows repeat", keep_keys(l));
    q->query.page = q->query.page < 1000000 ? q->query.page + 1 : 1;
    compare_list(l, q);
    if (begun) {
        same(l, q, "the end of changes", SAY(l, "%d", cc_db_end(l->f.ctx.db, CC_REFUSED)), SAY(l, "%d", CC_REFUSED));
    }
    l->passing = false;
}

static void ask(lists_t *l, const char *key)
{
    question_t q;

    l->f.ctx.pool = l->pool;
    cc_db_set_pool(l->f.ctx.db, l->pool);
    make_question(l, key, &q);
    compare_list(l, &q);
    if (one_in(l, 12)) {
        compare_next_page(l, &q);
    }
    for (int i = 0; i < q.def->count; i++) {
        const cc_grid_column_t *column = &q.def->columns[i];
        if (column->choices && column->type != CC_COLUMN_CODE && cc_grid_column_allowed(column, &q.view) &&
            one_in(l, 10)) {
            compare_choices(l, &q, i);
        }
    }
    if (!q.view.back_office && one_in(l, 10)) {
        compare_counts(l, &q);
    }
    l->f.ctx.pool = l->f.pool;
    cc_db_set_pool(l->f.ctx.db, NULL);
    apr_pool_clear(l->pool);
}

/* ---- the whole ---- */

static void tell_drift(void *baton, const char *kind, const char *problem)
{
    ++*(int *)baton;
    diag("%s: %s", kind, problem);
}

/* A server knows by itself, though later, how many rows there are, and reads by that. */
static void tell_rows(lists_t *l)
{
    if (!strcmp(l->f.driver, "pgsql")) {
        run_sql(l, "ANALYZE");
    } else if (!strcmp(l->f.driver, "mysql")) {
        int64_t rows;
        cc_db_select_text(l->f.ctx.db, "test_lists",
                          "ANALYZE TABLE orders, invoices, due_payments, payments, external_access, users, persons, "
                          "customers, parties, audit",
                          CC_NO_ARGS, number_of_row, &rows);
    }
}

/* What the seed says of the data, and the data. */
static void make_lists(lists_t *l, uint64_t seed, int scale)
{
    int drifts = 0;

    lists_seed(l, seed);
    l->few_notes = one_in(l, 2);
    l->in_order = one_in(l, 2);
    l->held = one_in(l, 2);
    diag("CC_LISTS_SEED=%" PRIu64 ": %s notes, documents by %s, helpers %s", seed, l->few_notes ? "few" : "many",
         l->in_order ? "date" : "chance", l->held ? "held" : "written at once");
    make_data(l, scale);
    tell_rows(l);
    is_int(cc_helpers_check(l->f.ctx.db, tell_drift, &drifts), CC_OK, "what is kept can be held against the rows");
    is_int(drifts, 0, "and is right");
}

int main(void)
{
    uint64_t seed = (uint64_t)number_from("CC_LISTS_SEED", SEED);
    int first = number_from("CC_LISTS_FIRST", 0), count = number_from("CC_LISTS_QUESTIONS", QUESTIONS);
    lists_t l = {0};

    fixture_open(&l.f);
    apr_pool_create(&l.pool, l.f.pool);
    make_lists(&l, seed, number_from("CC_LISTS_SCALE", 1));
    for (l.question = first; l.question < first + count; l.question++) {
        lists_seed(&l, seed * 1000003 + (uint64_t)l.question);
        ask(&l, ONE_OF(&l, keys));
    }
    is_int(l.different, 0, "all questions have the answers that the tables give");
    fixture_close(&l.f);
    return done();
}
