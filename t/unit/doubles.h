/* Doubles of the use cases behind cc.*, for tests of the engine; those of the library are not linked when a test brings
 * its own. The list has the row `double_row`, with `data_user` in it. */
#ifndef CC_TEST_DOUBLES_H
#define CC_TEST_DOUBLES_H

#include "../../src/domain/grid.h"
#include "../../src/domain/session.h"

#include <apr_strings.h>
#include <string.h>

static cc_status_t data_status = CC_OK;
static int64_t data_total = 51;
static const char *data_user = "<b>Olivia</b>";
static const char *double_values[] = {NULL, "L30", NULL, "secret value"};
static cc_grid_row_t double_row = {17, double_values, true, false, NULL, NULL};
static const char *data_name = "Olivia Green";
static apr_array_header_t *data_sums;
static apr_pool_t *data_text_pool; /**< that the last text of a cell was to be in */
static int data_reads;             /**< of lists and of profiles */

static const cc_grid_column_t columns[] = {
    {"user", "User", CC_COLUMN_TEXT, NULL, NULL, .right = CC_RIGHT_USERS},
    {"role", "Role", CC_COLUMN_ROLE, NULL, NULL, .right = CC_RIGHT_USERS},
    {"notes", "Notes", CC_COLUMN_TEXT, NULL, NULL, .right = CC_RIGHT_USERS, .hidden = true},
    {"secret", "Secret", CC_COLUMN_TEXT, NULL, NULL, .right = CC_RIGHT_USERS},
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
    cc_grid_row_t row = double_row; /* of the call's own: threads may ask at once */
    row.values = apr_pmemdup(ctx->pool, double_values, sizeof(double_values));
    row.values[0] = data_user;
    __atomic_add_fetch(&data_reads, 1, __ATOMIC_RELAXED);
    *result = (cc_grid_result_t){.def = def,
                                 .query = query,
                                 .total = data_total,
                                 .pages = 3,
                                 .sums = data_sums,
                                 .rows = apr_array_make(ctx->pool, 1, sizeof(cc_grid_row_t))};
    APR_ARRAY_PUSH(result->rows, cc_grid_row_t) = row;
    return data_status;
}

const char *cc_grid_cell_text(apr_pool_t *pool, const cc_grid_column_t *column, const char *value, const char *language)
{
    (void)language;
    data_text_pool = pool;
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

#endif
