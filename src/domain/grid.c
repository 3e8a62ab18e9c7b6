/* The rows of a grid: from the checked request to bound SQL and back. Declared in grid.h. */
#include "grid.h"

#include "../base/text.h"
#include "../store/grid_sql.h"

#include <apr_strings.h>
#include <string.h>

#define BATCH 1000
/* A pattern that no stored text has: folded texts are trimmed. */
#define NO_MATCH "\n"

/* ---- arguments of the SQL ---- */

static void push(apr_array_header_t *args, const char *value)
{
    APR_ARRAY_PUSH(args, const char *) = value;
}

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

/* "1000" or "10..1000", "10.." and "..1000"; anything else matches nothing. */
static void push_range(apr_array_header_t *args, const char *folded)
{
    int64_t from = 0, to = CC_GRID_NUMBER_MAX;
    const char *text = folded ? folded : "", *dots = strstr(text, "..");
    const char *left = dots ? apr_pstrmemdup(args->pool, text, dots - text) : text, *right = dots ? dots + 2 : text;

    if ((*left && !cc_text_to_int(left, CC_GRID_NUMBER_MAX, &from)) ||
        (*right && !cc_text_to_int(right, CC_GRID_NUMBER_MAX, &to))) {
        from = 1;
        to = 0;
    }
    push(args, cc_text_int(args->pool, from));
    push(args, cc_text_int(args->pool, to));
}

static void push_filters(apr_array_header_t *args, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query)
{
    for (int i = 0; i < def->count; i++) {
        const char *folded = query->filter_keys[i];
        if (def->columns[i].type == CC_COLUMN_ROLE) {
            push_roles(args, folded);
        } else if (def->columns[i].type == CC_COLUMN_NUMBER) {
            push_range(args, folded);
        } else {
            push(args, cc_text_like(args->pool, folded));
        }
    }
    for (int i = 0; i < def->count; i++) {
        /* a column that may not be seen may not be found by either: its pattern matches nothing */
        bool seen = cc_grid_column_allowed(&def->columns[i], view);
        if (def->columns[i].type == CC_COLUMN_ROLE) {
            push_roles(args, seen ? query->q_key : NO_MATCH);
        } else {
            push(args, seen ? cc_text_like(args->pool, query->q_key) : NO_MATCH);
        }
    }
}

static bool is_filtered(const cc_grid_query_t *query, const cc_grid_def_t *def)
{
    bool filtered = query->q_key != NULL;

    for (int i = 0; i < def->count; i++) {
        filtered = filtered || query->filter_keys[i];
    }
    return filtered;
}

/* ---- rows ---- */

static bool may_see(const cc_grid_def_t *def, const cc_view_t *view)
{
    return view->current && cc_policy_allows(view->current->role, (cc_right_t)def->right);
}

typedef struct {
    cc_grid_result_t *result;
    const cc_view_t *view;
    apr_pool_t *pool;
} rows_t;

static void set_rights(cc_grid_row_t *row, const cc_grid_def_t *def, const cc_view_t *view, int64_t owner)
{
    const cc_grantor_t actor = {.role = view->current->role, .days_back = view->current->days_back};

    for (int i = 0; i < def->count; i++) {
        if (def->columns[i].type == CC_COLUMN_ROLE) {
            cc_role_t role = cc_role_parse(row->values[i]);
            bool own = owner == view->user->id;
            row->may_edit = cc_policy_touch(&actor, role, own) == CC_GRANT_OK;
            row->may_remove = cc_policy_remove(&actor, role, own) == CC_GRANT_OK;
        }
    }
}

static cc_status_t add_row(void *baton, const cc_row_t *from)
{
    rows_t *rows = baton;
    const cc_grid_def_t *def = rows->result->def;
    cc_grid_row_t *row = apr_array_push(rows->result->rows);
    int n = 2;

    row->id = cc_row_int(from, 0, 0);
    row->values = apr_palloc(rows->pool, sizeof(const char *) * (size_t)def->count);
    for (int i = 0; i < def->count; i++) {
        if (def->columns[i].type == CC_COLUMN_USER) {
            row->values[i] =
                cc_text_user(rows->pool, cc_row_text(from, n), cc_row_text(from, n + 1), cc_row_text(from, n + 2));
            n += 3;
        } else {
            row->values[i] = cc_row_text(from, n++);
        }
    }
    if (def->owner) {
        set_rights(row, def, rows->view, cc_row_int(from, 1, 0));
    }
    return CC_OK;
}

static apr_array_header_t *scope(apr_pool_t *pool, const cc_grid_def_t *def, const cc_view_t *view,
                                 const cc_grid_query_t *query)
{
    apr_array_header_t *args = apr_array_make(pool, 32, sizeof(const char *));

    push(args, cc_text_int(pool, view->current->customer.id));
    if (is_filtered(query, def)) {
        push_filters(args, def, view, query);
    }
    return args;
}

static cc_status_t fetch(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, int64_t limit, int64_t offset, cc_grid_result_t *result)
{
    apr_array_header_t *args = scope(ctx->pool, def, view, query);
    rows_t rows = {result, view, ctx->pool};

    result->def = def;
    result->query = query;
    result->rows = apr_array_make(ctx->pool, (int)limit, sizeof(cc_grid_row_t));
    push(args, cc_text_int(ctx->pool, limit));
    push(args, cc_text_int(ctx->pool, offset));
    return cc_db_select_text(ctx->db, "cc_grid_rows",
                             cc_grid_sql_rows(ctx->pool, def, is_filtered(query, def), query->sort, query->descending),
                             (cc_args_t){args->nelts, (const char *const *)args->elts}, add_row, &rows);
}

static cc_status_t number_row(void *baton, const cc_row_t *row)
{
    *(int64_t *)baton = cc_row_int(row, 0, 0);
    return CC_OK;
}

cc_status_t cc_grid_page(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, cc_grid_result_t *result)
{
    apr_array_header_t *args;
    cc_grid_query_t *clamped = apr_pmemdup(ctx->pool, query, sizeof(*query));
    cc_status_t status;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    args = scope(ctx->pool, def, view, query);
    result->total = 0;
    status = cc_db_select_text(ctx->db, "cc_grid_count", cc_grid_sql_count(ctx->pool, def, is_filtered(query, def)),
                               (cc_args_t){args->nelts, (const char *const *)args->elts}, number_row, &result->total);
    if (status != CC_OK) {
        return status;
    }
    result->pages = (int)((result->total + query->per_page - 1) / query->per_page);
    result->pages = result->pages ? result->pages : 1;
    clamped->page = query->page > result->pages ? result->pages : query->page;
    return fetch(ctx, def, view, clamped, query->per_page, (int64_t)(clamped->page - 1) * query->per_page, result);
}

cc_status_t cc_grid_all(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                        const cc_grid_query_t *query, cc_grid_batch_fn fn, void *baton)
{
    apr_pool_t *pool = ctx->pool;
    cc_status_t status = CC_OK;
    int rows = BATCH;

    if (!may_see(def, view)) {
        return CC_REFUSED;
    }
    cc_db_release(ctx->db);
    for (int64_t offset = 0; status == CC_OK && rows == BATCH; offset += BATCH) {
        cc_grid_result_t result = {0};
        cc_context_t batch = *ctx;
        apr_pool_create(&batch.pool, pool);
        batch.db = cc_db_make(batch.pool, cc_db_provider(ctx->db), ctx->log);
        status = fetch(&batch, def, view, query, BATCH, offset, &result);
        cc_db_release(batch.db);
        if (status == CC_OK) {
            rows = result.rows->nelts;
            status = fn(baton, &result);
        }
        apr_pool_destroy(batch.pool);
    }
    return status;
}

const char *cc_grid_cell_text(const cc_grid_column_t *column, const char *value)
{
    if (!value) {
        return "";
    }
    return column->type == CC_COLUMN_ROLE ? cc_role_name(cc_role_parse(value)) : value;
}
