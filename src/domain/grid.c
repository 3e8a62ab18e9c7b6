/* The rows of a grid: from the checked request to bound SQL and back. Declared in grid.h. */
#include "grid.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/text.h"
#include "grid_args.h"
#include "grid_totals.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 1000
#define MONEY_DECIMALS 2
/* From so many rows on it is cheaper to walk the index of the sort than to sort what the date's index gives. */
#define MANY 2000

static bool may_see(const cc_grid_def_t *def, const cc_view_t *view)
{
    return cc_view_allows(view, (cc_right_t)def->right);
}

/* Money leaves the store as decimal text. */
static const char *money(apr_pool_t *pool, const char *millionths)
{
    return millionths ? cc_decimal_text(pool, apr_atoi64(millionths), MONEY_DECIMALS) : NULL;
}

/* Does the database keep totals and a text index for this grid? Views have neither. */
static cc_status_t has_helpers(cc_context_t *ctx, const cc_grid_def_t *def, bool *has)
{
    cc_dialect_t dialect;
    int64_t count = 0;
    cc_status_t status = def->kind ? cc_db_dialect(ctx->db, &dialect) : CC_OK;

    if (status == CC_OK && def->kind && dialect == CC_DIALECT_SQLITE) {
        status = cc_db_number(ctx->db, CC_SQL_TRIGGER_EXISTS_SQLITE,
                              CC_ARGS(apr_pstrcat(ctx->pool, def->kind, "_inserted", NULL)), &count);
    }
    *has = count > 0;
    return status;
}

/* ---- rows ---- */

typedef struct {
    cc_grid_result_t *result;
    const cc_grid_shape_t *shape;
    const cc_view_t *view;
    cc_context_t *ctx;
    const char **keys; /* of the groups of each row, group_count a row */
} rows_t;

static void set_rights(cc_grid_row_t *row, const cc_grid_def_t *def, const cc_view_t *view, int64_t owner)
{
    const cc_access_t *current = view->current;
    const cc_grantor_t actor = {.back_office = view->back_office,
                                .role = current ? current->role : CC_ROLE_NONE,
                                .days_back = current ? current->days_back : CC_DAYS_UNLIMITED};

    for (int i = 0; i < def->count; i++) {
        if (def->columns[i].type == CC_COLUMN_ROLE) {
            cc_role_t role = cc_role_parse(row->values[i]);
            bool own = !view->back_office && owner == view->user->id;
            row->may_edit = cc_policy_touch(&actor, role, own) == CC_GRANT_OK;
            row->may_remove = cc_policy_remove(&actor, role, own) == CC_GRANT_OK;
        }
    }
}

/* Reads the value of one column, which begins at `*n` in the row. */
static const char *read_value(const rows_t *rows, const cc_grid_column_t *column, const cc_row_t *from, int *n)
{
    apr_pool_t *pool = rows->ctx->pool;
    const char *value = cc_row_text(from, (*n)++);

    switch (column->type) {
    case CC_COLUMN_USER:
        *n += 2;
        return cc_text_user(pool, value, cc_row_text(from, *n - 2), cc_row_text(from, *n - 1));
    case CC_COLUMN_PERSON:
        *n += 2;
        return value ? apr_pstrcat(pool, value, " ", cc_row_text(from, *n - 2), " (", cc_row_text(from, *n - 1), ")",
                                   NULL)
                     : NULL;
    case CC_COLUMN_CUSTOMER: return cc_text_customer(pool, value, cc_row_text(from, (*n)++));
    case CC_COLUMN_MONEY: return money(pool, value);
    case CC_COLUMN_TIME: return value ? cc_date_utc(pool, apr_atoi64(value)) : NULL;
    case CC_COLUMN_OVERDUE: {
        int days = value ? cc_date_between(value, rows->ctx->today) : 0;
        return days > 0 ? cc_text_int(pool, days) : NULL;
    }
    default: return value;
    }
}

static cc_status_t add_row(void *baton, const cc_row_t *from)
{
    rows_t *rows = baton;
    const cc_grid_def_t *def = rows->shape->def;
    int index = rows->result->rows->nelts, n = 3;
    cc_grid_row_t *row = apr_array_push(rows->result->rows);

    row->id = cc_row_int(from, 0, 0);
    row->link = cc_row_text(from, 2);
    row->values = apr_pcalloc(rows->ctx->pool, sizeof(const char *) * (size_t)def->count);
    row->may_edit = row->may_remove = false;
    for (int i = 0; i < def->count; i++) {
        if ((rows->shape->columns >> i) & 1) {
            row->values[i] = read_value(rows, &def->columns[i], from, &n);
        }
    }
    for (int i = 0; i < rows->shape->group_count; i++) {
        rows->keys[index * rows->shape->group_count + i] = cc_row_text(from, n++);
    }
    if (def->owner) {
        set_rights(row, def, rows->view, cc_row_int(from, 1, 0));
    }
    return CC_OK;
}

static cc_status_t read_rows(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view,
                             const apr_array_header_t *scope, int limit, int64_t offset, cc_grid_result_t *result,
                             const char ***keys)
{
    apr_array_header_t *args = apr_array_copy(ctx->pool, scope);
    rows_t rows = {result, shape, view, ctx, NULL};

    result->def = shape->def;
    result->rows = apr_array_make(ctx->pool, limit, sizeof(cc_grid_row_t));
    rows.keys = apr_pcalloc(ctx->pool, sizeof(const char *) * (size_t)(limit * shape->group_count + 1));
    *keys = rows.keys;
    APR_ARRAY_PUSH(args, const char *) = cc_text_int(ctx->pool, limit);
    APR_ARRAY_PUSH(args, const char *) = cc_text_int(ctx->pool, offset);
    return cc_db_select_text(ctx->db, "cc_grid_rows", cc_grid_sql_rows(ctx->pool, shape), cc_grid_bound(args), add_row,
                             &rows);
}

/* ---- use cases ---- */

/* Do the rows come in the order of the date that limits them? Then its index is the right one in any case. */
static bool is_in_date_order(const cc_grid_shape_t *shape)
{
    int first = shape->group_count ? shape->groups[0] : shape->sort;
    const char *match = shape->def->columns[first].match, *date = shape->def->date_scope;

    return date && !strncmp(date, match, strlen(match));
}

/* Count and sums, by the shortest way that can answer. */
static cc_status_t page_totals(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view,
                               const cc_grid_query_t *query, bool helpers, cc_grid_totals_t *totals)
{
    shape.group_count = 0;
    shape.totalled = helpers && cc_grid_totals_do(&shape, query);
    return cc_grid_read_totals(ctx, &shape, cc_grid_args(ctx, &shape, view, query), totals);
}

static cc_status_t page_groups(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view,
                               const cc_grid_query_t *query, bool helpers, const char *const *keys,
                               cc_grid_result_t *result)
{
    shape.totalled = helpers && cc_grid_totals_do(&shape, query);
    shape.along_sort = false;
    return cc_grid_read_groups(ctx, &shape, cc_grid_args(ctx, &shape, view, query), keys, result);
}

/* The text index knows the documents of all customers, so it only pays for a customer who has many of them. */
static cc_status_t has_many(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, bool *many)
{
    int64_t count = 0;
    cc_status_t status = cc_grid_count(ctx, def, view, NULL, &count);

    *many = count > MANY;
    return status;
}

cc_status_t cc_grid_page(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, cc_grid_result_t *result)
{
    cc_grid_query_t *clamped = apr_pmemdup(ctx->pool, query, sizeof(*query));
    cc_grid_shape_t shape = cc_grid_shape(def, view, query);
    const char **keys;
    cc_grid_totals_t totals;
    bool helpers, indexed;
    cc_status_t status;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    status = has_helpers(ctx, def, &helpers);
    if (status == CC_OK && helpers && cc_grid_text_index_does(&shape, query)) {
        status = has_many(ctx, def, view, &shape.text_search);
    }
    if (status == CC_OK) {
        status = page_totals(ctx, shape, view, query, helpers, &totals);
    }
    if (status != CC_OK) {
        return status;
    }
    result->total = totals.count;
    result->sums = totals.sums;
    result->pages = (int)((totals.count + query->per_page - 1) / query->per_page);
    result->pages = result->pages ? result->pages : 1;
    clamped->page = query->page > result->pages ? result->pages : query->page;
    result->query = clamped;
    if (!totals.count) {
        result->def = def;
        result->rows = apr_array_make(ctx->pool, 1, sizeof(cc_grid_row_t)); /* nothing to look for */
        result->groups = apr_array_make(ctx->pool, 1, sizeof(cc_grid_group_t));
        return CC_OK;
    }
    /* many hits stand close together along any sort; few are soonest found by the index of text */
    indexed = shape.text_search;
    shape.text_search = indexed && totals.count <= MANY;
    shape.along_sort = totals.count > MANY && !is_in_date_order(&shape);
    status = read_rows(ctx, &shape, view, cc_grid_args(ctx, &shape, view, query), query->per_page,
                       (int64_t)(clamped->page - 1) * query->per_page, result, &keys);
    shape.text_search = indexed;
    return status == CC_OK ? page_groups(ctx, shape, view, query, helpers, (const char *const *)keys, result) : status;
}

cc_status_t cc_grid_count(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, const char *date,
                          int64_t *count)
{
    cc_grid_query_t query = {0};
    cc_grid_shape_t shape;
    cc_grid_totals_t totals = {0};
    unsigned columns = 0;
    bool helpers;
    cc_status_t status;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    for (int i = 0; date && i < def->count; i++) {
        if (def->columns[i].type == CC_COLUMN_DATE && !columns) {
            query.filter_keys[i] = date;
            columns = 1U << i;
        }
    }
    shape = cc_grid_shape(def, view, &query);
    shape.columns = columns; /* no sums */
    status = has_helpers(ctx, def, &helpers);
    if (status == CC_OK) {
        status = page_totals(ctx, shape, view, &query, helpers, &totals);
    }
    *count = totals.count;
    return status;
}

static cc_status_t choice_row(void *baton, const cc_row_t *row)
{
    const char *value = cc_row_text(row, 0);

    if (value && *value) {
        APR_ARRAY_PUSH((apr_array_header_t *)baton, const char *) = value;
    }
    return CC_OK;
}

cc_status_t cc_grid_choices(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, int column,
                            apr_array_header_t **values)
{
    cc_grid_shape_t shape = cc_grid_shape(def, view, NULL);
    apr_array_header_t *args = apr_array_make(ctx->pool, 1, sizeof(const char *));
    bool helpers;
    cc_status_t status;

    *values = apr_array_make(ctx->pool, 8, sizeof(const char *));
    if (!may_see(def, view) || !cc_grid_column_allowed(&def->columns[column], view)) {
        return CC_REFUSED;
    }
    status = has_helpers(ctx, def, &helpers);
    shape.totalled = helpers && def->columns[column].totalled;
    if (shape.totalled) {
        APR_ARRAY_PUSH(args, const char *) = cc_text_int(ctx->pool, view->current->customer.id);
    }
    apr_array_cat(args, cc_grid_args(ctx, &shape, view, NULL));
    return status == CC_OK
               ? cc_db_select_text(ctx->db, "cc_grid_choices", cc_grid_sql_choices(ctx->pool, &shape, column),
                                   cc_grid_bound(args), choice_row, *values)
               : status;
}

cc_status_t cc_grid_all(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                        const cc_grid_query_t *query, cc_grid_batch_fn fn, void *baton)
{
    cc_grid_shape_t shape = cc_grid_shape(def, view, query);
    cc_status_t status = CC_OK;
    int rows = BATCH;
    bool helpers;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    status = has_helpers(ctx, def, &helpers);
    shape.group_count = 0;
    shape.text_search = helpers && cc_grid_text_index_does(&shape, query);
    shape.along_sort = !is_in_date_order(&shape);
    cc_db_release(ctx->db);
    for (int64_t offset = 0; status == CC_OK && rows == BATCH; offset += BATCH) {
        cc_grid_result_t result = {.query = query};
        cc_context_t batch = *ctx;
        const char **keys;
        apr_pool_create(&batch.pool, ctx->pool);
        batch.db = cc_db_make(batch.pool, cc_db_provider(ctx->db), ctx->log);
        status =
            read_rows(&batch, &shape, view, cc_grid_args(&batch, &shape, view, query), BATCH, offset, &result, &keys);
        cc_db_release(batch.db);
        if (status == CC_OK) {
            rows = result.rows->nelts;
            status = fn(baton, &result);
        }
        apr_pool_destroy(batch.pool);
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
