/* The rows of a grid: from the checked request to bound SQL and back. Declared in grid.h. */
#include "grid.h"

#include "../base/decimal.h"
#include "../base/text.h"
#include "../store/document_tables.h"
#include "../store/helpers.h"
#include "grid_args.h"
#include "grid_find.h"
#include "grid_search.h"
#include "grid_totals.h"

#include <apr_strings.h>
#include <string.h>

#define BATCH 1000
#define FIRST_BATCH 100 /* so that a download begins soon; then twice as many each time */
/* From so many rows on it is cheaper to walk the index of the sort than to sort what the date's index gives. */
#define MANY 2000
/* Skipping so many rows is worth a second look at those that remain. */
#define FAR 500

static bool may_see(const cc_grid_def_t *def, const cc_view_t *view)
{
    return cc_view_allows(view, def->right);
}

/* ---- use cases ---- */

/* Do the rows come in the order of the date that limits them? Then its index is the right one in any case. */
static bool is_in_date_order(const cc_grid_shape_t *shape)
{
    int first = shape->group_count ? shape->groups[0] : shape->sort;
    const char *match = shape->def->columns[first].match, *date = shape->def->date_scope;

    return date && !strncmp(date, match, strlen(match));
}

/* What a page of a list is read by. */
typedef struct {
    cc_grid_shape_t walked, found; /* along the order; by what indexes find, if they do */
    int64_t total, all, offset;    /* rows that match; of the whole list, 0 if it is not long; those before the page */
} paged_t;

/* Are there tables that only values are read from? */
static bool joins(const cc_grid_def_t *def)
{
    return strcmp(def->plain, def->from) != 0;
}

/* Among the first rows of the order only; `*enough` says whether all of the page are there. */
static cc_status_t read_near(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view,
                             const cc_grid_query_t *query, int limit, int64_t offset, bool *enough,
                             cc_grid_rows_t *rows)
{
    cc_status_t status;

    shape.plain = shape.def->plain != NULL;
    status = cc_grid_rows_read(rows, &shape, cc_grid_args(ctx, &shape, view, query), limit, offset);
    *enough = rows->rows->nelts == limit;
    if (!*enough) {
        apr_array_clear(rows->rows);
    }
    return status;
}

/* MariaDB sorts documents whatever index there is, and takes 2 us to find the rest of each. Of a view, whose ids may be
 * worked out, or be those of a union, it reads what is there of all customers to find some ids. */
static cc_status_t sorts_late(cc_context_t *ctx, const cc_grid_shape_t *shape, bool *late)
{
    bool view = true;
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(ctx->db, &dialect);

    if (status == CC_OK && dialect == CC_DIALECT_MYSQL && shape->def->kind && shape->along_sort) {
        status = cc_table_is_view(ctx->db, shape->def->kind, &view);
    }
    *late = status == CC_OK && !view;
    return status;
}

/* One page of those who have few documents, or of whatever the database keeps no helpers for. */
static cc_status_t read_page(cc_context_t *ctx, const paged_t *paged, const cc_view_t *view,
                             const cc_grid_query_t *query, cc_grid_rows_t *rows)
{
    int64_t total = paged->total, offset = paged->offset;
    int64_t behind = total - offset - query->per_page; /* rows after those of the page; less than 0: it is not full */
    int limit = behind < 0 ? query->per_page + (int)behind : query->per_page;
    bool backwards = total > MANY && behind < offset, enough = false, many;
    cc_grid_shape_t shape = paged->walked;
    cc_status_t status = CC_OK;
    int64_t passed;

    offset = !backwards ? offset : behind < 0 ? 0 : behind;
    passed = offset + limit;
    shape.backwards = backwards;
    if (cc_grid_search_begins(&shape, total, paged->all, passed, &shape.newest)) {
        status = read_near(ctx, shape, view, query, limit, offset, &enough, rows);
        if (status != CC_OK || enough) {
            return status;
        }
    }
    if (!cc_grid_search_walks(&paged->found, total, paged->all, passed, shape.newest > 0)) {
        shape = paged->found;
    }
    shape.newest = 0;
    shape.along_sort = total > MANY && !is_in_date_order(&shape);
    shape.backwards = backwards;
    many = total > MANY && (shape.found || shape.found_search); /* to be sorted: their ids alone */
    shape.gathered = paged->found.by_patterns && total <= MANY; /* it would walk far along the order to a few hits */
    /* of many rows the ids alone, and the rest for those that are shown: planners prepare a join for all of them */
    shape.plain = shape.def->plain && (offset > FAR || many || (total > MANY && joins(shape.def)));
    status = sorts_late(ctx, &shape, &shape.late);
    shape.late = shape.late || shape.plain;
    return status != CC_OK ? status
                           : cc_grid_rows_read(rows, &shape, cc_grid_args(ctx, &shape, view, query), limit, offset);
}

static cc_status_t page_groups(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, const char *const *keys,
                               cc_grid_result_t *result)
{
    cc_status_t status = CC_OK;

    result->groups = apr_array_make(plan->ctx->pool, 8, sizeof(cc_grid_group_t));
    for (int level = 0; status == CC_OK && level < shape->group_count; level++) {
        cc_grid_shape_t of_level = *shape;
        status = cc_grid_plan_groups(plan, &of_level, level);
        if (status == CC_OK) {
            status = cc_grid_read_groups(
                plan->ctx, &of_level, cc_grid_args(plan->ctx, &of_level, plan->view, plan->query), keys, level, result);
        }
    }
    return status;
}

/* Where the totals of such rows are to be had. */
static cc_status_t find_totals(const cc_grid_plan_t *plan, cc_grid_shape_t *shape)
{
    cc_status_t status;

    shape->group_count = 0;
    shape->plain = true;
    status = cc_grid_plan_totals(plan, shape);
    cc_grid_search_counts(shape);
    return status;
}

static cc_status_t page_totals(const cc_grid_plan_t *plan, cc_grid_shape_t shape, cc_grid_totals_t *totals)
{
    cc_status_t status = find_totals(plan, &shape);

    return status == CC_OK ? cc_grid_read_totals(plan->ctx, &shape,
                                                 cc_grid_args(plan->ctx, &shape, plan->view, plan->query), totals)
                           : status;
}

cc_status_t cc_grid_page(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, cc_grid_result_t *result)
{
    cc_grid_query_t *clamped = apr_pmemdup(ctx->pool, query, sizeof(*query));
    cc_grid_shape_t shape = cc_grid_shape(def, view, query);
    cc_grid_rows_t rows = cc_grid_rows_make(ctx, &shape, view, query->per_page);
    cc_grid_shape_t found = shape;
    cc_grid_totals_t totals;
    cc_grid_plan_t plan;
    int64_t offset, all = 0;
    cc_status_t status;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    status = cc_grid_plan(ctx, &shape, view, clamped, &plan);
    totals = plan.totals;
    if (status == CC_OK) {
        status = cc_grid_search(&plan, &found, &all);
        shape.lean = found.lean;
    }
    if (status == CC_OK && !(plan.helpers && !shape.filtered)) {
        status = page_totals(&plan, found, &totals);
    }
    if (status != CC_OK) {
        return status;
    }
    result->def = def;
    result->total = totals.count;
    result->sums = totals.sums;
    result->pages = (int)((totals.count + query->per_page - 1) / query->per_page);
    result->pages = result->pages ? result->pages : 1;
    clamped->page = query->page > result->pages ? result->pages : query->page;
    result->query = clamped;
    result->rows = rows.rows;
    result->groups = apr_array_make(ctx->pool, 1, sizeof(cc_grid_group_t));
    if (!totals.count) {
        return CC_OK; /* nothing to look for */
    }
    offset = (int64_t)(clamped->page - 1) * query->per_page;
    if (plan.many) {
        status = cc_grid_find(&plan, &shape, totals.count, query->per_page, offset, &rows);
    } else {
        const paged_t paged = {shape, found, totals.count, all, offset};
        status = read_page(ctx, &paged, view, clamped, &rows);
    }
    return status == CC_OK ? page_groups(&plan, &found, (const char *const *)rows.keys, result) : status;
}

/* ---- counts ---- */

typedef struct {
    apr_array_header_t *texts, *args;
} asked_t;

static cc_status_t ask_count(cc_context_t *ctx, const cc_view_t *view, const cc_grid_count_t *count, asked_t *asked)
{
    const cc_grid_def_t *def = count->def;
    cc_grid_query_t query = {0};
    cc_grid_plan_t plan = {.ctx = ctx, .view = view, .query = &query};
    cc_grid_shape_t shape;
    unsigned columns = 0;
    cc_status_t status = CC_OK;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    for (int i = 0; count->date && i < def->count; i++) {
        if (def->columns[i].type == CC_COLUMN_DATE && !columns) {
            query.filter_keys[i] = count->date;
            columns = 1U << i;
        }
    }
    shape = cc_grid_shape(def, view, &query);
    shape.columns = columns; /* no sums */
    if (def->kind) {
        status = cc_helpers_present(ctx->db, def->kind, &plan.helpers);
    }
    if (status == CC_OK) {
        status = find_totals(&plan, &shape);
    }
    APR_ARRAY_PUSH(asked->texts, const char *) = cc_grid_sql_totals(ctx->pool, &shape);
    apr_array_cat(asked->args, cc_grid_args(ctx, &shape, view, &query));
    return status;
}

static cc_status_t counts_row(void *baton, const cc_row_t *row)
{
    const apr_array_header_t *counts = baton;

    for (int i = 0; i < counts->nelts; i++) {
        APR_ARRAY_IDX(counts, i, cc_grid_count_t).count = cc_row_int(row, i, 0);
    }
    return CC_OK;
}

cc_status_t cc_grid_counts(cc_context_t *ctx, const cc_view_t *view, apr_array_header_t *counts)
{
    asked_t asked = {apr_array_make(ctx->pool, 4, sizeof(const char *)),
                     apr_array_make(ctx->pool, 24, sizeof(const char *))};
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < counts->nelts; i++) {
        status = ask_count(ctx, view, &APR_ARRAY_IDX(counts, i, cc_grid_count_t), &asked);
    }
    if (status != CC_OK || !counts->nelts) {
        return status;
    }
    return cc_db_select_text(ctx->db, "cc_grid_counts", cc_grid_sql_numbers(ctx->pool, asked.texts),
                             cc_grid_bound(asked.args), counts_row, counts);
}

/* ---- downloads ---- */

/* Where the next batch of a download begins. */
typedef struct {
    const char *values[CC_GRID_ORDER_MAX], *id; /* of the last row */
    int count;                                  /* columns of the order */
    bool begun;
    bool beyond; /* nothing is left with the first of the values */
    int batch;   /* rows that are read at once */
} place_t;

/* Behind the last row: within its value of the first column, and then beyond it, as an index leads along both. */
static cc_status_t read_after(const cc_grid_plan_t *plan, cc_grid_shape_t shape, place_t *place, cc_grid_rows_t *rows)
{
    apr_array_header_t *args;
    int last = place->count - 1;

    shape.after = !place->begun ? CC_AFTER_NONE : place->beyond ? CC_AFTER_BEYOND : CC_AFTER_WITHIN;
    shape.fixed = shape.after == CC_AFTER_WITHIN ? last : 0;
    args = cc_grid_args(plan->ctx, &shape, plan->view, plan->query);
    for (int i = 0; i < shape.fixed; i++) {
        APR_ARRAY_PUSH(args, const char *) = place->values[i];
    }
    if (shape.after == CC_AFTER_WITHIN) {
        APR_ARRAY_PUSH(args, const char *) = place->values[last];
        APR_ARRAY_PUSH(args, const char *) = place->values[last];
        APR_ARRAY_PUSH(args, const char *) = place->id;
    } else if (shape.after == CC_AFTER_BEYOND) {
        APR_ARRAY_PUSH(args, const char *) = place->values[0];
    }
    place->batch = !place->begun ? FIRST_BATCH : 2 * place->batch < BATCH ? 2 * place->batch : BATCH;
    return cc_grid_rows_read(rows, &shape, args, place->batch, 0);
}

/* Remembers the last row in a pool that outlives the batch. Returns whether there is more to read. */
static bool move_on(apr_pool_t *pool, const cc_grid_rows_t *rows, place_t *place)
{
    int count = rows->rows->nelts;
    bool last_part = place->beyond || !place->begun || place->count == 1;

    if (count) {
        for (int i = 0; i < place->count; i++) {
            place->values[i] = apr_pstrdup(pool, rows->keys[(count - 1) * rows->width + i]);
        }
        place->id = cc_text_int(pool, APR_ARRAY_IDX(rows->rows, count - 1, cc_grid_row_t).id);
    }
    place->beyond = place->begun && place->count > 1 && !place->beyond && count < place->batch;
    place->begun = true;
    return count == place->batch || !last_part;
}

static cc_status_t read_batch(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, place_t *place, bool *more,
                              cc_grid_batch_fn fn, void *baton, apr_pool_t *places)
{
    cc_grid_plan_t of_batch = *plan;
    cc_context_t ctx = *plan->ctx;
    cc_grid_rows_t rows;
    bool first = !place->begun;
    cc_status_t status;

    apr_pool_create(&ctx.pool, plan->ctx->pool);
    ctx.db = cc_db_make(ctx.pool, cc_db_provider(plan->ctx->db), ctx.log);
    of_batch.ctx = &ctx;
    rows = cc_grid_rows_make(&ctx, shape, plan->view, BATCH);
    status = read_after(&of_batch, *shape, place, &rows);
    cc_db_release(ctx.db);
    if (status == CC_OK) {
        const cc_grid_result_t result = {.def = shape->def, .query = plan->query, .rows = rows.rows};
        *more = move_on(places, &rows, place);
        status = first || rows.rows->nelts ? fn(baton, &result) : CC_OK;
    }
    apr_pool_destroy(ctx.pool);
    return status;
}

cc_status_t cc_grid_all(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                        const cc_grid_query_t *query, cc_grid_batch_fn fn, void *baton)
{
    cc_grid_query_t asked = *query;
    cc_grid_shape_t shape = cc_grid_shape(def, view, query);
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    cc_grid_plan_t plan;
    place_t place = {.begun = false};
    bool more = true, by_id;
    apr_pool_t *places[2]; /* of the last row, and of the one before */
    cc_status_t status;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    shape.group_count = 0;
    status = cc_grid_plan(ctx, &shape, view, &asked, &plan);
    if (status == CC_OK) {
        status = cc_grid_plan_all(&plan, &shape);
    }
    shape.along_sort = !is_in_date_order(&shape);
    shape.with_keys = true;
    place.count = cc_grid_order(&shape, order, &by_id);
    cc_db_release(ctx->db);
    apr_pool_create(&places[0], ctx->pool);
    apr_pool_create(&places[1], ctx->pool);
    for (int n = 0; status == CC_OK && more; n = !n) {
        place_t before = place;
        status = read_batch(&plan, &shape, &place, &more, fn, baton, places[n]);
        if (place.id != before.id) {
            apr_pool_clear(places[!n]);
        } else {
            n = !n; /* nothing was read: what is kept stays where it is */
        }
    }
    return status;
}

const char *cc_grid_cell_text(apr_pool_t *pool, const cc_grid_column_t *column, const char *value, const char *language)
{
    if (!value) {
        return "";
    }
    if (column->type == CC_COLUMN_MONEY) {
        return cc_decimal_group(pool, value, language);
    }
    if (column->type == CC_COLUMN_FLAG) {
        return *value == '1' ? "Yes" : "No";
    }
    return column->type == CC_COLUMN_ROLE ? cc_role_name(cc_role_parse(value)) : value;
}
