#include "grid_jump.h"

#include "grid_args.h"
#include "grid_roles.h"

/* The page, in ascending order, and the stretches of names that were passed. */
typedef struct {
    int64_t begin, end; /* of the page */
    int64_t before;     /* rows of all stretches so far */
    const char *first;  /* name of the stretch in which the page begins */
    int64_t into;       /* rows of that before the page */
    bool ends;          /* the stretch in which the page ends is passed */
    const char *next;   /* name of the one after that */
    int64_t behind;     /* rows of it after the page */
} passed_t;

static cc_status_t stretch_row(void *baton, const cc_row_t *row)
{
    passed_t *passed = baton;
    int64_t before = passed->before;

    passed->before += cc_row_int(row, 1, 0);
    if (!passed->first && passed->before > passed->begin) {
        passed->first = cc_row_text(row, 0);
        passed->into = passed->begin - before;
    }
    if (passed->ends && !passed->next) {
        passed->next = cc_row_text(row, 0);
    }
    if (!passed->ends && passed->before >= passed->end) {
        passed->ends = true;
        passed->behind = passed->before - passed->end;
    }
    return CC_OK;
}

/* What the counts are asked for: a role, or all rows. NULL: they do not know what is asked. */
static const char *counted_as(const cc_grid_shape_t *shape, const cc_grid_query_t *query)
{
    const char *as = shape->searched ? NULL : CC_GRID_ALL_ROWS, *codes[CC_GRID_ROLES];

    for (int i = 0; as && i < shape->def->count; i++) {
        if (query->filter_keys[i]) {
            bool role = shape->def->columns[i].type == CC_COLUMN_ROLE && ((shape->exact >> i) & 1);
            as = role && cc_grid_roles(query->filter_keys[i], codes) == 1 ? codes[0] : NULL;
        }
    }
    return as;
}

/* From whichever end of these stretches is nearer. */
static cc_status_t read_from(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view,
                             const cc_grid_query_t *query, const passed_t *passed, cc_grid_rows_t *rows)
{
    bool down = passed->behind < passed->into;
    const char *name = down ? passed->next : passed->first;
    apr_array_header_t *args;

    shape.by_parts = shape.late = shape.plain = true;
    shape.backwards = down != shape.descending;
    shape.jumped = name != NULL; /* nothing comes after the last stretch */
    args = cc_grid_args(ctx, &shape, view, query);
    if (shape.jumped) {
        APR_ARRAY_PUSH(args, const char *) = name;
    }
    return cc_grid_rows_read(rows, &shape, args, (int)(passed->end - passed->begin),
                             down ? passed->behind : passed->into);
}

cc_status_t cc_grid_jump(cc_context_t *ctx, cc_grid_shape_t shape, const cc_view_t *view, const cc_grid_query_t *query,
                         int64_t total, int limit, int64_t offset, bool *known, cc_grid_rows_t *rows)
{
    const char *as = cc_grid_has_parts(&shape) && shape.def->parts->stretches ? counted_as(&shape, query) : NULL;
    int64_t begin = shape.descending ? total - offset - limit : offset;
    passed_t passed = {.begin = begin, .end = begin + limit};
    cc_dialect_t dialect;
    cc_status_t status = as ? cc_db_dialect(ctx->db, &dialect) : CC_OK;

    *known = false;
    if (!as || status != CC_OK || dialect != CC_DIALECT_SQLITE) {
        return status;
    }
    status =
        cc_db_select_text(ctx->db, "cc_grid_stretches", shape.def->parts->stretches, CC_ARGS(as), stretch_row, &passed);
    *known = status == CC_OK && passed.ends;
    return *known ? read_from(ctx, shape, view, query, &passed, rows) : status;
}
