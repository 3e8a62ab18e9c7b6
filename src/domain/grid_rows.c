/* Declared in grid_rows.h. */
#include "grid_rows.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/text.h"
#include "../store/audit_chain.h"
#include "grid_totals.h"

#include <apr_strings.h>

/* Money leaves the store as decimal text. */
static const char *money(apr_pool_t *pool, const char *millionths)
{
    return millionths ? cc_decimal_text(pool, apr_atoi64(millionths), CC_DECIMALS_OF_MONEY) : NULL;
}

typedef struct {
    cc_grid_rows_t *rows;
    const cc_grid_shape_t *shape;
} reading_t;

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
static const char *read_value(const cc_context_t *ctx, const cc_grid_column_t *column, const cc_row_t *from, int *n)
{
    apr_pool_t *pool = ctx->pool;
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
    case CC_COLUMN_VALUES: return cc_audit_values_text(pool, value);
    case CC_COLUMN_TIME: return value ? cc_date_utc(pool, apr_atoi64(value)) : NULL;
    case CC_COLUMN_OVERDUE: {
        int days = value ? cc_date_between(value, ctx->today) : 0;
        return days > 0 ? cc_text_int(pool, days) : NULL;
    }
    default: return value;
    }
}

static cc_status_t add_row(void *baton, const cc_row_t *from)
{
    const reading_t *reading = baton;
    cc_grid_rows_t *rows = reading->rows;
    const cc_grid_shape_t *shape = reading->shape;
    const cc_grid_def_t *def = shape->def;
    const char **keys = rows->keys + rows->rows->nelts * rows->width;
    cc_grid_row_t *row = apr_array_push(rows->rows);
    int n = 0;

    row->id = cc_row_int(from, n++, 0);
    int64_t owner = def->owner ? cc_row_int(from, n++, 0) : 0;
    row->link = def->link ? cc_row_text(from, n++) : NULL;
    row->values = apr_pcalloc(rows->ctx->pool, sizeof(const char *) * (size_t)def->count);
    row->may_edit = row->may_remove = false;
    for (int i = 0; i < def->count; i++) {
        if ((shape->columns >> i) & 1) {
            row->values[i] = read_value(rows->ctx, &def->columns[i], from, &n);
        }
    }
    row->currency = def->currency ? cc_row_text(from, n++) : NULL;
    for (int i = 0; i < rows->width; i++) {
        keys[i] = cc_row_text(from, n++);
    }
    if (def->owner) {
        set_rights(row, def, rows->view, owner);
    }
    return CC_OK;
}

cc_grid_rows_t cc_grid_rows_make(cc_context_t *ctx, const cc_grid_shape_t *shape, const cc_view_t *view, int limit)
{
    cc_grid_rows_t rows = {ctx, view, apr_array_make(ctx->pool, limit, sizeof(cc_grid_row_t)), NULL,
                           shape->group_count};
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    bool by_id;

    rows.width += shape->with_keys ? cc_grid_order(shape, order, &by_id) : 0;
    rows.keys = apr_pcalloc(ctx->pool, sizeof(const char *) * (size_t)(limit * rows.width + 1));
    return rows;
}

/* Turns the rows from this one on, with their keys. */
static void turn(cc_grid_rows_t *rows, int from)
{
    cc_grid_row_t *list = (cc_grid_row_t *)rows->rows->elts;

    for (int a = from, b = rows->rows->nelts - 1; a < b; a++, b--) {
        cc_grid_row_t row = list[a];
        list[a] = list[b];
        list[b] = row;
        for (int i = 0; i < rows->width; i++) {
            const char *key = rows->keys[a * rows->width + i];
            rows->keys[a * rows->width + i] = rows->keys[b * rows->width + i];
            rows->keys[b * rows->width + i] = key;
        }
    }
}

cc_status_t cc_grid_rows_read(cc_grid_rows_t *rows, const cc_grid_shape_t *shape, const apr_array_header_t *args,
                              int limit, int64_t offset)
{
    apr_array_header_t *all = apr_array_copy(rows->ctx->pool, args);
    reading_t reading = {rows, shape};
    int from = rows->rows->nelts;
    cc_status_t status;

    APR_ARRAY_PUSH(all, const char *) = cc_text_int(rows->ctx->pool, limit);
    APR_ARRAY_PUSH(all, const char *) = cc_text_int(rows->ctx->pool, offset);
    status = cc_db_select_text(rows->ctx->db, "cc_grid_rows", cc_grid_sql_rows(rows->ctx->pool, shape),
                               cc_grid_bound(all), add_row, &reading);
    if (status == CC_OK && shape->backwards) {
        turn(rows, from);
    }
    return status;
}
