/* Doubles of the use cases behind cc.*, for tests of the engine; those of the library are not linked when a test brings
 * its own. And a page rendered as a user. */
#ifndef SCRIPT_DOUBLES_H
#define SCRIPT_DOUBLES_H

#include "script.h"

#include "../../src/domain/session.h"

/* ---- doubles ---- */

static cc_status_t data_status = CC_OK;
static int64_t data_total = 51;
static const char *data_user = "<b>Olivia</b>";
static const char *data_name = "Olivia Green";
static int data_reads; /**< of lists and of profiles */

static const cc_grid_column_t columns[] = {
    {"user", "User", CC_COLUMN_TEXT, NULL, NULL, CC_RIGHT_USERS, false, false, false},
    {"role", "Role", CC_COLUMN_ROLE, NULL, NULL, CC_RIGHT_USERS, false, false, false},
    {"notes", "Notes", CC_COLUMN_TEXT, NULL, NULL, CC_RIGHT_USERS, true, false, false},
    {"secret", "Secret", CC_COLUMN_TEXT, NULL, NULL, CC_RIGHT_USERS, false, false, false},
};
static const cc_grid_def_t users_grid = {.name = "users", .right = CC_RIGHT_USERS, .count = 4, .columns = columns};
const int cc_grid_page_sizes[] = {10, 25, 50, 100, 0};

const cc_grid_def_t *cc_grid_def(const char *name)
{
    return strcmp(name, "users") == 0 ? &users_grid : NULL;
}

cc_status_t cc_grid_query_make(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                               cc_grid_param_fn param, void *baton, cc_grid_query_t *query)
{
    (void)ctx, (void)def, (void)view;
    *query = (cc_grid_query_t){.q = param ? param(baton, "q") : NULL,
                               .sort = 1,
                               .descending = true,
                               .page = 2,
                               .per_page = 25,
                               .columns = {1, 0, 3},
                               .column_count = 3};
    query->filters[0] = "o'x";
    query->filters[3] = "hidden";
    return CC_OK;
}

cc_status_t cc_grid_page(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                         const cc_grid_query_t *query, cc_grid_result_t *result)
{
    (void)view;
    const char **values = apr_pcalloc(ctx->pool, 4 * sizeof(*values));
    values[0] = data_user;
    values[1] = "L30";
    values[3] = "secret value";
    __atomic_add_fetch(&data_reads, 1, __ATOMIC_RELAXED);
    *result = (cc_grid_result_t){.def = def,
                                 .query = query,
                                 .total = data_total,
                                 .pages = 3,
                                 .rows = apr_array_make(ctx->pool, 1, sizeof(cc_grid_row_t))};
    APR_ARRAY_PUSH(result->rows, cc_grid_row_t) = (cc_grid_row_t){17, values, true, false, NULL, NULL};
    return data_status;
}

const char *cc_grid_cell_text(apr_pool_t *pool, const cc_grid_column_t *column, const char *value, const char *language)
{
    (void)pool, (void)language;
    return column->type == CC_COLUMN_ROLE ? "Orders with Prices" : value ? value : "";
}

cc_status_t cc_grid_choices(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view, int column,
                            apr_array_header_t **values)
{
    (void)ctx, (void)def, (void)view, (void)column, (void)values;
    return CC_REFUSED;
}

bool cc_grid_groupable(const cc_grid_column_t *column)
{
    (void)column;
    return true;
}

bool cc_grid_column_allowed(const cc_grid_column_t *column, const cc_view_t *view)
{
    (void)view;
    return strcmp(column->name, "secret") != 0;
}

cc_status_t cc_profile_load(cc_context_t *ctx, const cc_view_t *view, cc_profile_t *profile)
{
    (void)ctx, (void)view;
    __atomic_add_fetch(&data_reads, 1, __ATOMIC_RELAXED);
    *profile = (cc_profile_t){.name = data_name, .vat_number = "BG1", .vat_registered = true};
    return CC_OK;
}

cc_status_t cc_session_list(cc_context_t *ctx, int64_t user_id, apr_array_header_t **sessions)
{
    *sessions = apr_array_make(ctx->pool, 2, sizeof(cc_session_t));
    APR_ARRAY_PUSH(*sessions, cc_session_t) = (cc_session_t){.id = user_id * 10, .address = "192.0.2.1"};
    APR_ARRAY_PUSH(*sessions, cc_session_t) = (cc_session_t){.id = user_id * 10 + 1, .created_at = 86400};
    return CC_OK;
}

static const char *param(void *baton, const char *name)
{
    (void)baton;
    return strcmp(name, "q") == 0 ? "olivia" : NULL;
}

static script_t t;

/** Renders a page of this model as a user with this role; `status` may be NULL. */
static const char *render_model(const char *page, const json_t *model, cc_role_t role, cc_status_t *status)
{
    cc_context_t ctx = {.pool = t.pool, .log = &t.log, .today = "2026-11-22"};
    cc_user_t user = {.id = 7, .login = "CC"};
    cc_access_t access = {.id = 1, .role = role};
    cc_view_t view = {.user = &user, .current = role == CC_ROLE_NONE ? NULL : &access};
    cc_render_t what = {.page = page, .model = model, .ctx = &ctx, .view = &view, .param = param, .session_id = 71};
    const char *html;
    size_t length;
    cc_status_t got = cc_engine_render(t.engine, t.pool, &t.log, &what, &html, &length);
    if (status)
        *status = got;
    return got == CC_OK ? html : NULL;
}

/** The same without a model. */
static inline const char *render_as(const char *page, cc_role_t role, cc_status_t *status)
{
    return render_model(page, NULL, role, status);
}

#endif
