#include "grid_recent.h"

#include "../base/text.h"
#include "grid_args.h"
#include "grid_ranges.h"

/* The days looked at have so many times as many hits as are wanted, if they have as many as other days; or, as what
 * is found may be older, so many times that. */
#define FIRST 2
#define NEXT 8
/* Ids are told apart by the time when they were given, if no more than one in so many is that of the days looked at. */
#define SHARE 4

typedef struct {
    const char *day; /* NULL: none */
    int64_t id, ids; /* the least of the documents since that day, and the largest of all */
} recent_t;

static cc_status_t recent_row(void *baton, const cc_row_t *row)
{
    recent_t *recent = baton;

    recent->day = cc_row_text(row, 0);
    recent->id = cc_row_int(row, 1, 0);
    recent->ids = cc_row_int(row, 2, 0);
    return CC_OK;
}

/* Newest first, with no filter of dates: that may be about any. */
static bool is_newest_first(const cc_grid_shape_t *shape, const cc_grid_query_t *query)
{
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    bool by_id;
    int count = cc_grid_order(shape, order, &by_id);

    return count == 1 && order[0].descending && order[0].column == cc_grid_date_column(shape->def) &&
           !query->filter_keys[order[0].column];
}

/* Reads the page among documents so recent that there are so many of all as `wanted` is of `total`. */
static cc_status_t look(const cc_grid_plan_t *plan, const cc_grid_shape_t *found, int64_t wanted, int64_t total,
                        int limit, int64_t offset, cc_grid_rows_t *rows)
{
    apr_pool_t *pool = plan->ctx->pool;
    cc_grid_shape_t shape = *found;
    recent_t recent = {NULL, 0, 0};
    apr_array_header_t *args;
    cc_status_t status =
        cc_db_select_text(plan->ctx->db, "cc_grid_recent", cc_grid_sql_recent(pool, found->def),
                          CC_ARGS(cc_text_int(pool, plan->view->current->customer.id), cc_grid_first_date(plan->view),
                                  cc_text_int(pool, wanted), cc_text_int(pool, total)),
                          recent_row, &recent);

    if (status != CC_OK || !recent.day || (total > CC_GRID_FEW_HITS && SHARE * (recent.ids - recent.id) > recent.ids)) {
        return status;
    }
    shape.recent = shape.range = true;
    plan->query->recent_id = cc_text_int(pool, recent.id);
    args = cc_grid_args(plan->ctx, &shape, plan->view, plan->query);
    APR_ARRAY_PUSH(args, const char *) = recent.day;
    APR_ARRAY_PUSH(args, const char *) = CC_LAST_DATE;
    return cc_grid_rows_read(rows, &shape, args, limit, offset);
}

cc_status_t cc_grid_find_recent(const cc_grid_plan_t *plan, const cc_grid_shape_t *found, int64_t total, int limit,
                                int64_t offset, cc_grid_rows_t *rows, bool *done)
{
    int64_t wanted = FIRST * (offset + limit);
    cc_status_t status = CC_OK;

    *done = false;
    if (!(found->text_search || found->text_filters) || !is_newest_first(found, plan->query)) {
        return CC_OK;
    }
    for (; status == CC_OK && !*done && wanted < total / 2; wanted *= NEXT) {
        apr_array_clear(rows->rows);
        status = look(plan, found, wanted, total, limit, offset, rows);
        *done = rows->rows->nelts == limit;
    }
    if (!*done) {
        apr_array_clear(rows->rows);
    }
    return status;
}
