/* Finding the rows of a page among very many. Declared in grid_find.h. */
#include "grid_find.h"

#include "../store/schema_sqlite.h"
#include "grid_args.h"
#include "grid_ranges.h"
#include "grid_recent.h"
#include "grid_steps.h"
#include "grid_totals.h"

#include <apr_strings.h>
#include <string.h>

/* So many rows are looked at in the hope that the page is among them: a power of two, so that texts are few. */
#define NEWEST_MIN 64
#define NEWEST_MAX 512
/* And so many where ids alone are looked at, and hits are at least so many. */
#define NEWEST_IDS_MAX 16384
#define HITS_MIN 500
/* So many rows are soonest passed one by one. */
#define NEAR 500

typedef struct {
    const cc_grid_plan_t *plan;
    const cc_grid_shape_t *shape;
    cc_grid_rows_t *rows;
    cc_grid_order_t order[CC_GRID_ORDER_MAX];
    int count; /* columns of the order */
} find_t;

/* A part of the rows: those with given values in the first columns of the order, perhaps between two in the next. */
typedef struct {
    const char *values[CC_GRID_ORDER_MAX + 1];
    int fixed;
    bool range;
    int64_t total;
} part_t;

static bool is_date(const find_t *find, int n)
{
    return find->shape->def->columns[find->order[n].column].type == CC_COLUMN_DATE;
}

/* Which index leads to the rows of a part in their order, or, where they are few, to them all. */
static int index_of(const find_t *find, const part_t *part, int64_t reach)
{
    const cc_grid_def_t *def = find->shape->def;
    int within = -1, along = part->fixed < find->count ? find->order[part->fixed].column : -1;

    for (int i = 0; i < part->fixed; i++) {
        int column = find->order[i].column;
        bool better =
            within < 0 || def->columns[within].type == CC_COLUMN_DATE || cc_grid_way(def, column).part == CC_PART_NOTES;
        within = cc_grid_way(def, column).index && better ? column : within;
    }
    if (along < 0 || !cc_grid_way(def, along).index || (within >= 0 && is_date(find, part->fixed))) {
        return within;
    }
    /* walking along reads what lies between the rows; the other way is to sort the part */
    return within < 0 || part->range || reach * find->plan->all / (part->total + 1) < part->total ? along : within;
}

static cc_status_t read_part(const find_t *find, const part_t *part, int limit, int64_t offset)
{
    cc_context_t *ctx = find->plan->ctx;
    cc_grid_shape_t shape = *find->shape;
    apr_array_header_t *args;

    if (limit > part->total - offset) {
        limit = (int)(part->total - offset);
    }
    shape.fixed = part->fixed;
    shape.range = part->range;
    shape.backwards = offset > part->total - offset - limit;
    offset = shape.backwards ? part->total - offset - limit : offset;
    shape.index = index_of(find, part, offset + limit);
    args = cc_grid_args(ctx, &shape, find->plan->view, find->plan->query);
    for (int i = 0; i < part->fixed + (part->range ? 2 : 0); i++) {
        APR_ARRAY_PUSH(args, const char *) = part->values[i];
    }
    return cc_grid_rows_read(find->rows, &shape, args, limit, offset);
}

typedef struct {
    const char *value;
    int64_t count;
} place_t;

static cc_status_t place_row(void *baton, const cc_row_t *row)
{
    *(place_t *)apr_array_push(baton) = (place_t){cc_row_text(row, 0), cc_row_int(row, 1, 0)};
    return CC_OK;
}

/* The values that the next column of the order has within a part, and how often; false: no totals know. Of dates, only
 * those within the filter `days`, or, where it is NULL, as the totals have it: the days of the first month, then
 * months. */
static bool read_places(const find_t *find, const part_t *part, const char *days, apr_array_header_t **places,
                        cc_status_t *status)
{
    cc_grid_plan_t plan = *find->plan;
    cc_grid_query_t query = *plan.query;
    cc_grid_shape_t shape = *find->shape;
    int columns[CC_GRID_ORDER_MAX];
    bool dates = part->fixed < find->count && is_date(find, part->fixed);
    apr_array_header_t *args;

    for (int i = 0; i <= part->fixed && i < find->count; i++) {
        columns[i] = find->order[i].column;
    }
    if (days) {
        query.filter_keys[find->order[part->fixed].column] = days;
        plan.query = &query;
        shape.filtered = true;
        shape.asked |= 1U << find->order[part->fixed].column;
    }
    if (part->fixed == find->count || !cc_grid_use_totals(&plan, &shape, columns, part->fixed + 1)) {
        return false;
    }
    shape.months = shape.months || (dates && !days && !cc_grid_asks_days(&plan, shape.def, columns, part->fixed));
    shape.fixed = part->fixed;
    args = cc_grid_args(plan.ctx, &shape, plan.view, plan.query);
    for (int i = 0; i < part->fixed; i++) {
        APR_ARRAY_PUSH(args, const char *) = part->values[i];
    }
    *places = apr_array_make(plan.ctx->pool, 64, sizeof(place_t));
    *status = cc_db_select_text(plan.ctx->db, "cc_grid_places", cc_grid_sql_places(plan.ctx->pool, &shape),
                                cc_grid_bound(args), place_row, *places);
    return true;
}

/* The filter for the days, or months, that the page touches; `*offset` becomes that within them. NULL: these are days
 * already. */
static const char *touched_months(const find_t *find, const apr_array_header_t *places, int limit, int64_t *offset)
{
    const char *first = NULL, *last = NULL;
    int64_t before = 0, within = *offset;
    bool months = false;

    for (int i = 0; i < places->nelts && before < within + limit; i++) {
        const place_t *place = &APR_ARRAY_IDX(places, i, place_t);
        bool is_month = !strncmp(place->value, CC_MONTHS, strlen(CC_MONTHS));
        months = months || is_month;
        if (!first && place->count <= within) {
            within -= place->count;
            continue;
        }
        last = is_month ? place->value + strlen(CC_MONTHS) : place->value;
        first = first ? first : last;
        before += place->count;
    }
    if (!months || !first) {
        return NULL;
    }
    *offset = within;
    return strcmp(first, last) <= 0 ? apr_pstrcat(find->plan->ctx->pool, first, "..", last, NULL)
                                    : apr_pstrcat(find->plan->ctx->pool, last, "..", first, NULL);
}

/* In order of what no totals have by its values: an amount is looked for by steps. */
static cc_status_t find_amounts(const find_t *find, const part_t *part, int limit, int64_t offset)
{
    part_t range = *part;
    cc_grid_stretch_t stretch;
    cc_status_t status;

    if (part->fixed == find->count) {
        return read_part(find, part, limit, offset);
    }
    status = cc_grid_find_stretch(find->plan, find->shape, find->order, part->values, part->fixed, part->total, limit,
                                  offset, &stretch);
    if (status != CC_OK || !stretch.from) {
        return status == CC_OK ? read_part(find, part, limit, offset) : status;
    }
    range.range = true;
    range.values[part->fixed] = stretch.from;
    range.values[part->fixed + 1] = stretch.to;
    range.total = stretch.total;
    return read_part(find, &range, limit, stretch.offset);
}

static cc_status_t find_part(const find_t *find, const part_t *part, int limit, int64_t offset);

/* All places that the page touches at once, as a range; dates are few rows each. */
static cc_status_t find_range(const find_t *find, const part_t *part, const apr_array_header_t *places, int limit,
                              int64_t offset)
{
    part_t range = *part;
    const char *first = NULL, *last = NULL;
    int64_t before = 0;
    bool down = find->order[part->fixed].descending;

    range.total = 0;
    for (int i = 0; i < places->nelts; i++) {
        const place_t *place = &APR_ARRAY_IDX(places, i, place_t);
        if (before + place->count > offset && before < offset + limit) {
            first = first ? first : place->value;
            last = place->value;
            range.total += place->count;
        }
        before += place->count;
        offset -= first ? 0 : place->count;
        before -= first ? 0 : place->count;
    }
    if (!first) {
        return CC_OK;
    }
    range.range = true;
    range.values[part->fixed] = down ? last : first;
    range.values[part->fixed + 1] = down ? first : last;
    return read_part(find, &range, limit, offset);
}

/* One place after the other. */
static cc_status_t find_each(const find_t *find, const part_t *part, const apr_array_header_t *places, int limit,
                             int64_t offset)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && limit > 0 && i < places->nelts; i++) {
        const place_t *place = &APR_ARRAY_IDX(places, i, place_t);
        int64_t here = place->count - offset;
        if (here <= 0) {
            offset -= place->count;
            continue;
        }
        part_t inner = *part;
        inner.values[inner.fixed++] = place->value;
        inner.total = place->count;
        status = find_part(find, &inner, here < limit ? (int)here : limit, offset);
        limit -= here < limit ? (int)here : limit;
        offset = 0;
    }
    return status;
}

static cc_status_t find_part(const find_t *find, const part_t *part, int limit, int64_t offset)
{
    apr_array_header_t *places;
    cc_status_t status = CC_OK;

    if (!read_places(find, part, NULL, &places, &status)) {
        return find_amounts(find, part, limit, offset);
    }
    if (status == CC_OK && is_date(find, part->fixed)) {
        const char *days = touched_months(find, places, limit, &offset);
        if (days) {
            read_places(find, part, days, &places, &status);
        }
    }
    if (status != CC_OK) {
        return status;
    }
    return is_date(find, part->fixed) && part->fixed + 1 == find->count ? find_range(find, part, places, limit, offset)
                                                                        : find_each(find, part, places, limit, offset);
}

/* Has an index all rows in their order? */
static bool has_index(const find_t *find)
{
    return (find->count == 1 || (find->count == 2 && is_date(find, 1))) &&
           cc_grid_way(find->shape->def, find->order[0].column).index;
}

/* Among the first rows of the order, if about every so manieth is a hit, there are enough of them: twice as many are
 * looked at as it takes on average, up to `most`. False: too many, or they were not enough. */
static bool find_newest(const find_t *find, cc_grid_shape_t shape, int most, int64_t total, int limit, int64_t offset,
                        cc_status_t *status)
{
    const cc_grid_plan_t *plan = find->plan;
    int64_t expected = (offset + limit) * plan->all / total;

    if (!shape.filtered || !has_index(find) || offset + limit > total || 2 * expected > most) {
        return false;
    }
    shape.index = -1;
    for (shape.newest = NEWEST_MIN; shape.newest < 2 * expected;) {
        shape.newest *= 2;
    }
    *status =
        cc_grid_rows_read(find->rows, &shape, cc_grid_args(plan->ctx, &shape, plan->view, plan->query), limit, offset);
    if (*status == CC_OK && find->rows->rows->nelts < limit) {
        apr_array_clear(find->rows->rows);
        return false;
    }
    return true;
}

/* Are days all that is asked about, and the page near one end of them? Then the index of dates has it there, whatever
 * totals those days have. Reads what is not hidden by types alone: others may be many. */
static bool find_near(const find_t *find, int64_t total, int limit, int64_t offset, cc_status_t *status)
{
    const cc_grid_shape_t *shape = find->shape;
    apr_array_header_t *days = apr_array_make(find->plan->ctx->pool, 2, sizeof(const char *));
    part_t part = {.range = true, .total = total};
    const char *visible = cc_grid_first_date(find->plan->view);

    if (find->count != 1 || !is_date(find, 0) || shape->searched || shape->types ||
        shape->asked != 1U << find->order[0].column || (offset > NEAR && total - offset - limit > NEAR)) {
        return false;
    }
    cc_grid_push_dates(days, find->plan->query->filter_keys[find->order[0].column]);
    part.values[0] = APR_ARRAY_IDX(days, 0, const char *);
    part.values[0] = strcmp(part.values[0], visible) < 0 ? visible : part.values[0];
    part.values[1] = APR_ARRAY_IDX(days, 1, const char *);
    *status = read_part(find, &part, limit, offset);
    return true;
}

/* Do ids alone tell what the first rows of the order are and which of them are hits? Of two filters, one may well have
 * none of the first rows. */
static bool ids_tell(const cc_grid_shape_t *few)
{
    for (int i = 0; i < few->def->count; i++) {
        if (((few->asked >> i) & 1) && !cc_grid_way(few->def, i).part) {
            return false;
        }
    }
    return (few->text_search || few->text_filters) && !few->types;
}

cc_status_t cc_grid_find(const cc_grid_plan_t *plan, const cc_grid_shape_t *shape, int64_t total, int limit,
                         int64_t offset, cc_grid_rows_t *rows)
{
    cc_grid_shape_t few = *shape;
    find_t find = {.plan = plan, .shape = shape, .rows = rows};
    part_t whole = {.total = total};
    bool by_id, can = false, done;
    cc_status_t status = CC_OK;

    find.count = cc_grid_order(shape, find.order, &by_id);
    if (find_near(&find, total, limit, offset, &status) ||
        find_newest(&find, *shape, NEWEST_MAX, total, limit, offset, &status)) {
        return status;
    }
    /* hits that are few are read whole; of many, enough lie along whatever order */
    if (status == CC_OK && (total <= CC_GRID_FEW_HITS || total < (offset + limit) * plan->all / total)) {
        status = cc_grid_use_finders(plan, &few, true, &can);
    }
    if (status != CC_OK) {
        return status;
    }
    if (can) {
        few.lean = !plan->query->q_key;
        status = cc_grid_find_recent(plan, &few, total, limit, offset, rows, &done);
        if (status != CC_OK || done) {
            return status;
        }
        if (total > HITS_MIN && ids_tell(&few) &&
            find_newest(&find, few, NEWEST_IDS_MAX, total, limit, offset, &status)) {
            return status;
        }
        /* the index of amounts has much of what they are filtered and sorted by */
        few.late = few.lean && few.index >= 0 && shape->def->columns[few.index].type == CC_COLUMN_MONEY;
        return cc_grid_rows_read(rows, &few, cc_grid_args(plan->ctx, &few, plan->view, plan->query), limit, offset);
    }
    return !offset && !shape->filtered && has_index(&find) ? read_part(&find, &whole, limit, offset)
                                                           : find_part(&find, &whole, limit, offset);
}
