/* Declared in grid_steps.h. */
#include "grid_steps.h"

#include "../base/text.h"
#include "grid_amounts.h"
#include "grid_args.h"

#include <apr_strings.h>
#include <string.h>

/* So many rows are soonest passed one by one: where totals of all time are asked, and where those of months are. */
#define NEAR 500
#define NEAR_BY_MONTH 100000

typedef struct {
    const cc_grid_plan_t *plan;
    cc_grid_shape_t shape; /* that asks for steps */
    const char *const *values;
    bool descending;
    const char *names[CC_GRID_STEPS_MAX];
    int64_t counts[CC_GRID_STEPS_MAX];
    int count;
} steps_t;

static cc_status_t step_row(void *baton, const cc_row_t *row)
{
    steps_t *steps = baton;
    const char *name = cc_row_text(row, 0);

    for (int i = 0; i < steps->count; i++) {
        if (!strcmp(name, steps->names[i])) {
            steps->counts[i] = cc_row_int(row, 1, 0);
        }
    }
    return CC_OK;
}

/* How many rows there are in each of these steps. */
static cc_status_t count_steps(steps_t *steps, const cc_grid_step_t *list, int count)
{
    cc_context_t *ctx = steps->plan->ctx;
    cc_grid_query_t query = *steps->plan->query;
    const char *json = "";
    apr_array_header_t *args;

    steps->count = count;
    for (int i = 0; i < count; i++) {
        steps->names[i] = cc_grid_step_name(ctx->pool, &list[i]);
        steps->counts[i] = 0;
        json = apr_pstrcat(ctx->pool, json, *json ? "," : "", "\"", steps->names[i], "\"", NULL);
    }
    query.steps = apr_pstrcat(ctx->pool, "[", json, "]", NULL);
    args = cc_grid_args(ctx, &steps->shape, steps->plan->view, &query);
    for (int i = 0; i < steps->shape.fixed; i++) {
        APR_ARRAY_PUSH(args, const char *) = steps->values[i];
    }
    return cc_db_select_text(ctx->db, "cc_grid_steps", cc_grid_sql_steps(ctx->pool, &steps->shape), cc_grid_bound(args),
                             step_row, steps);
}

/* The steps that the page touches, as a stretch. Returns the step if it is one alone, to be looked into. */
static const cc_grid_step_t *touched(const steps_t *steps, const cc_grid_step_t *list, int limit, int64_t base,
                                     cc_grid_stretch_t *stretch)
{
    apr_pool_t *pool = steps->plan->ctx->pool;
    const cc_grid_step_t *first = NULL, *last = NULL;
    int64_t before = 0, from, to, ignored;

    stretch->total = 0;
    for (int i = 0; i < steps->count && before < base + limit; i++) {
        int at = steps->descending ? steps->count - 1 - i : i;
        if (steps->counts[at] && before + steps->counts[at] > base) {
            if (!first) {
                first = &list[at];
                stretch->offset = base - before;
            }
            last = &list[at];
            stretch->total += steps->counts[at];
        }
        before += steps->counts[at];
    }
    if (!first) {
        stretch->from = NULL;
        return NULL;
    }
    cc_grid_step_ends(steps->descending ? last : first, &from, &ignored);
    cc_grid_step_ends(steps->descending ? first : last, &ignored, &to);
    stretch->from = cc_text_int(pool, from);
    stretch->to = cc_text_int(pool, to);
    return first == last ? first : NULL;
}

/* Sets in the shape how steps are asked for. False: totals do not know. */
static bool use_steps(const cc_grid_plan_t *plan, cc_grid_shape_t *shape, const cc_grid_order_t *order, int fixed)
{
    int columns[CC_GRID_ORDER_MAX];

    if (!plan->many || cc_grid_asks_days(plan, shape->def, NULL, 0) ||
        shape->def->columns[order[fixed].column].type != CC_COLUMN_MONEY) {
        return false;
    }
    for (int i = 0; i < fixed; i++) {
        columns[i] = order[i].column;
    }
    if (!cc_grid_use_totals(plan, shape, columns, fixed) || shape->totals != CC_TOTALS_DAYS || !shape->months) {
        return false;
    }
    shape->totals = CC_TOTALS_STEPS;
    shape->all_time = !plan->view->visible_since;
    shape->fixed = fixed;
    return true;
}

cc_status_t cc_grid_find_stretch(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, const cc_grid_order_t *order,
                                 const char *const *values, int fixed, int64_t total, int limit, int64_t offset,
                                 cc_grid_stretch_t *stretch)
{
    steps_t steps = {.plan = plan, .shape = *shape, .values = values, .descending = order[fixed].descending};
    cc_grid_step_t lists[CC_GRID_STEP_DIGITS + 1][CC_GRID_STEPS_MAX];
    const cc_grid_step_t *step = NULL;
    int64_t behind = total - offset - limit;
    int64_t near;
    cc_status_t status = CC_OK;

    *stretch = (cc_grid_stretch_t){NULL, NULL, total, offset};
    if (!use_steps(plan, &steps.shape, order, fixed)) {
        return CC_OK;
    }
    near = steps.shape.all_time ? NEAR : NEAR_BY_MONTH;
    for (int given = 0; status == CC_OK && given <= cc_grid_step_digits(&steps.shape, plan->view); given++) {
        int count = cc_grid_steps_within(step, lists[given]);
        if (!count || stretch->offset <= near || behind <= near) {
            break;
        }
        status = count_steps(&steps, lists[given], count);
        step = status == CC_OK ? touched(&steps, lists[given], limit, stretch->offset, stretch) : NULL;
        if (!step) {
            break;
        }
        behind = stretch->total - stretch->offset - limit;
    }
    return status;
}
