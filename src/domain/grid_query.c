/* What is asked of a grid: the request over the saved layout over the defaults. Declared in grid.h. */
#include "grid.h"

#include "../base/text.h"
#include "check.h"

#include <apr_strings.h>
#include <string.h>

const int cc_grid_page_sizes[] = {10, 25, 50, 100, 0};

#define DEFAULT_PER_PAGE 25
#define SEARCH_MAX 200 /* characters of a search or filter text that count */

bool cc_grid_groupable(const cc_grid_column_t *column)
{
    return column->type != CC_COLUMN_TIME && column->type != CC_COLUMN_OVERDUE;
}

bool cc_grid_column_allowed(const cc_grid_column_t *column, const cc_view_t *view)
{
    return cc_view_allows(view, column->right);
}

static int find_column(const cc_grid_def_t *def, const cc_view_t *view, const char *name)
{
    for (int i = 0; i < def->count; i++) {
        if (!strcmp(def->columns[i].name, name)) {
            return cc_grid_column_allowed(&def->columns[i], view) ? i : -1;
        }
    }
    return -1;
}

static bool is_page_size(int64_t n)
{
    for (const int *size = cc_grid_page_sizes; *size; size++) {
        if (n == *size) {
            return true;
        }
    }
    return false;
}

static void set_columns(cc_grid_query_t *query, apr_pool_t *pool, const cc_grid_def_t *def, const cc_view_t *view,
                        const char *list)
{
    char *rest = apr_pstrdup(pool, list), *state;
    int columns[CC_GRID_COLUMNS_MAX], count = 0;

    for (char *name = apr_strtok(rest, ",", &state); name; name = apr_strtok(NULL, ",", &state)) {
        int column = find_column(def, view, name);
        bool known = column >= 0;
        for (int i = 0; known && i < count; i++) {
            known = columns[i] != column;
        }
        if (known) {
            columns[count++] = column;
        }
    }
    if (count) { /* a list of nothing that is offered is ignored like any other such value */
        memcpy(query->columns, columns, sizeof(columns[0]) * (size_t)count);
        query->column_count = count;
    }
}

static void set_groups(cc_grid_query_t *query, apr_pool_t *pool, const cc_grid_def_t *def, const cc_view_t *view,
                       const char *list)
{
    char *rest = apr_pstrdup(pool, list), *state;

    query->group_count = 0;
    for (char *name = apr_strtok(rest, ",", &state); name && query->group_count < CC_GRID_GROUPS_MAX;
         name = apr_strtok(NULL, ",", &state)) {
        int column = find_column(def, view, name);
        bool fresh = column >= 0 && cc_grid_groupable(&def->columns[column]);
        for (int i = 0; fresh && i < query->group_count; i++) {
            fresh = query->groups[i] != column;
        }
        if (fresh) {
            query->groups[query->group_count++] = column;
        }
    }
}

/* One set of layout values (from the address, a form or the saved layout) over what `query` has so far. */
static void apply_layout(cc_grid_query_t *query, apr_pool_t *pool, const cc_grid_def_t *def, const cc_view_t *view,
                         cc_grid_param_fn param, void *baton)
{
    const char *columns = param(baton, "columns"), *sort = param(baton, "sort"), *dir = param(baton, "dir");
    const char *group = param(baton, "group");
    int64_t n;
    int column;

    if (columns && *columns) {
        set_columns(query, pool, def, view, columns);
    }
    if (group) { /* an empty list is no groups, where the saved layout may have some */
        set_groups(query, pool, def, view, group);
    }
    if (sort && (column = find_column(def, view, sort)) >= 0) {
        query->sort = column;
        query->descending = false;
    }
    if (dir && !(sort && *sort && find_column(def, view, sort) < 0) && (!strcmp(dir, "asc") || !strcmp(dir, "desc"))) {
        query->descending = *dir == 'd';
    }
    if (cc_text_to_int(param(baton, "per_page"), 100, &n) && is_page_size(n)) {
        query->per_page = (int)n;
    }
}

static void set_defaults(cc_grid_query_t *query, const cc_grid_def_t *def, const cc_view_t *view)
{
    memset(query, 0, sizeof(*query));
    query->sort = def->sort;
    query->descending = def->descending;
    query->page = 1;
    query->per_page = DEFAULT_PER_PAGE;
    for (int i = 0; i < def->count; i++) {
        if (!def->columns[i].hidden && cc_grid_column_allowed(&def->columns[i], view)) {
            query->columns[query->column_count++] = i;
        }
    }
}

typedef struct {
    const char *columns, *sort, *dir, *group, *per_page;
} layout_t;

static cc_status_t layout_row(void *baton, const cc_row_t *row)
{
    layout_t *layout = baton;

    layout->columns = cc_row_text(row, 0);
    layout->sort = cc_row_text(row, 1);
    layout->dir = cc_row_text(row, 2);
    layout->group = cc_row_text(row, 3);
    layout->per_page = cc_row_text(row, 4);
    return CC_OK;
}

static const char *layout_param(void *baton, const char *name)
{
    const layout_t *layout = baton;

    return !strcmp(name, "columns")    ? layout->columns
           : !strcmp(name, "sort")     ? layout->sort
           : !strcmp(name, "dir")      ? layout->dir
           : !strcmp(name, "group")    ? layout->group
           : !strcmp(name, "per_page") ? layout->per_page
                                       : NULL;
}

/* A saved layout names the columns that were shown, in order, and after HIDDEN those that were not. One that it does
 * not name was not on offer when it was saved: the role was a lower one, or the column did not exist yet. */
#define HIDDEN "-"

static bool is_listed(const char *list, const char *mark, const char *name)
{
    size_t before = strlen(mark), length = strlen(name);

    for (; list; list = strchr(list, ',')) {
        list += *list == ',';
        if (!strncmp(list, mark, before) && !strncmp(list + before, name, length) &&
            strchr(",", list[before + length])) {
            return true;
        }
    }
    return false;
}

/* Shows a column at its default place: behind the nearest shown one of those that come before it by default. */
static void show(cc_grid_query_t *query, int column)
{
    int at = 0;

    for (int i = 0, nearest = -1; i < query->column_count; i++) {
        if (query->columns[i] < column && query->columns[i] > nearest) {
            nearest = query->columns[i];
            at = i + 1;
        }
    }
    memmove(query->columns + at + 1, query->columns + at, sizeof(int) * (size_t)(query->column_count - at));
    query->columns[at] = column;
    query->column_count++;
}

static void show_new(cc_grid_query_t *query, const cc_grid_def_t *def, const cc_view_t *view, const char *saved)
{
    bool shown[CC_GRID_COLUMNS_MAX] = {false};

    for (int i = 0; i < query->column_count; i++) {
        shown[query->columns[i]] = true;
    }
    for (int i = 0; saved && i < def->count; i++) {
        const cc_grid_column_t *column = &def->columns[i];
        if (!shown[i] && !column->hidden && cc_grid_column_allowed(column, view) &&
            !is_listed(saved, HIDDEN, column->name)) {
            show(query, i);
        }
    }
}

static cc_status_t apply_saved(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                               cc_grid_query_t *query)
{
    layout_t layout = {0};
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_LAYOUT_GET, CC_ARGS(cc_text_int(ctx->pool, view->user->id), cc_grid_key(def)),
                  layout_row, &layout);

    if (status == CC_OK) {
        apply_layout(query, ctx->pool, def, view, layout_param, &layout);
        show_new(query, def, view, layout.columns);
    }
    return status == CC_NOT_FOUND ? CC_OK : status;
}

/* A whole value that a filter offers: however long it is, it is a name that some row has. */
static const char *whole_text(apr_pool_t *pool, const char *typed)
{
    return cc_text_length(typed) <= CC_NAME_MAX + 1 ? cc_text_fold(pool, typed) : NULL;
}

/* At most SEARCH_MAX characters, folded for comparison; NULL when nothing is left. */
static const char *search_text(apr_pool_t *pool, const char *typed)
{
    const char *folded;

    if (!typed || !*typed || strlen(typed) > SEARCH_MAX * 4) {
        return NULL;
    }
    folded = cc_text_fold(pool, typed);
    return *folded && cc_text_length(folded) <= SEARCH_MAX ? folded : NULL;
}

cc_status_t cc_grid_query_make(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                               cc_grid_param_fn param, void *baton, cc_grid_query_t *query)
{
    int64_t n;
    cc_status_t status;

    set_defaults(query, def, view);
    status = apply_saved(ctx, def, view, query);
    if (status != CC_OK || !param) {
        return status;
    }
    apply_layout(query, ctx->pool, def, view, param, baton);
    query->q_key = search_text(ctx->pool, param(baton, "q"));
    query->q = query->q_key ? param(baton, "q") : NULL;
    for (int i = 0; i < def->count; i++) {
        const char *typed = param(baton, apr_pstrcat(ctx->pool, "filter.", def->columns[i].name, NULL));
        if (cc_grid_column_allowed(&def->columns[i], view)) {
            bool whole = def->columns[i].choices && typed && *typed == '=';
            query->filter_keys[i] = whole ? whole_text(ctx->pool, typed) : search_text(ctx->pool, typed);
            query->filters[i] = query->filter_keys[i] ? typed : NULL;
        }
    }
    if (cc_text_to_int(param(baton, "page"), 1000000000, &n) && n > 0) {
        query->page = (int)n;
    }
    return CC_OK;
}

/* ---- layout ---- */

static const char *name_list(apr_pool_t *pool, const cc_grid_def_t *def, const int *columns, int count)
{
    const char *list = NULL;

    for (int i = 0; i < count; i++) {
        const char *name = def->columns[columns[i]].name;
        list = list ? apr_pstrcat(pool, list, ",", name, NULL) : name;
    }
    return list;
}

/* All that is on offer: what is shown, in order, then what is not. */
static const char *column_list(apr_pool_t *pool, const cc_grid_def_t *def, const cc_view_t *view,
                               const cc_grid_query_t *query)
{
    const char *list = name_list(pool, def, query->columns, query->column_count);

    for (int i = 0; i < def->count; i++) {
        if (cc_grid_column_allowed(&def->columns[i], view) && !is_listed(list, "", def->columns[i].name)) {
            list = apr_pstrcat(pool, list ? list : "", list ? "," : "", HIDDEN, def->columns[i].name, NULL);
        }
    }
    return list;
}

cc_status_t cc_grid_layout_save(cc_context_t *ctx, const cc_grid_def_t *def, const cc_view_t *view,
                                cc_grid_param_fn param, void *baton)
{
    cc_grid_query_t query;
    const char *user = cc_text_int(ctx->pool, view->user->id), *columns, *group;
    cc_status_t status;

    set_defaults(&query, def, view);
    apply_layout(&query, ctx->pool, def, view, param, baton);
    columns = column_list(ctx->pool, def, view, &query);
    group = name_list(ctx->pool, def, query.groups, query.group_count);
    status = cc_db_begin(ctx->db);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_LAYOUT_DELETE, CC_ARGS(user, cc_grid_key(def)), NULL);
        if (status == CC_OK) {
            status =
                cc_db_exec(ctx->db, CC_SQL_LAYOUT_INSERT,
                           CC_ARGS(user, cc_grid_key(def), columns, def->columns[query.sort].name,
                                   query.descending ? "desc" : "asc", group, cc_text_int(ctx->pool, query.per_page)),
                           NULL);
        }
        status = cc_db_end(ctx->db, status);
    }
    return status;
}

cc_status_t cc_grid_layout_reset(cc_context_t *ctx, const cc_grid_def_t *def, int64_t user_id)
{
    cc_status_t status = cc_db_begin(ctx->db);

    if (status == CC_OK) {
        status =
            cc_db_exec(ctx->db, CC_SQL_LAYOUT_DELETE, CC_ARGS(cc_text_int(ctx->pool, user_id), cc_grid_key(def)), NULL);
        status = cc_db_end(ctx->db, status);
    }
    return status;
}
