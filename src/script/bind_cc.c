/* The bindings of the core's reading use cases. They hold nothing across Lua calls but memory of the request's
 * pool, as an error jumps over them. */
#include "bind_cc.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/session.h"
#include "rows.h"
#include "state.h"

#include <string.h>

#define READS_MAX 20

/** The call that runs, for one more read; raises where there is none, or no one who may read. */
static cc_call_t *reading(lua_State *L, bool needs_customer)
{
    const cc_state_t *state = cc_state_of(L);
    cc_call_t *call = state->call;
    if (!call || state->loading || state->pure)
        luaL_error(L, "cc.* is only there while a page is rendered, not while a module loads, nor in a fragment");
    const cc_render_t *what = call->what; /* NOLINT(clang-analyzer-core.NullDereference): luaL_error does not return */
    if (!what->ctx || !what->view || !what->view->user ||
        (needs_customer && !what->view->current && !what->view->back_office))
        luaL_error(L, "there is no signed-in user%s", needs_customer ? " with a customer" : "");
    if (++call->reads > READS_MAX)
        luaL_error(L, "the page reads more than %d times", READS_MAX);
    call->read_began = cc_state_cpu_time();
    return call;
}

static void require_right(lua_State *L, const cc_call_t *call, cc_right_t right)
{
    if (!cc_view_allows(call->what->view, right))
        luaL_error(L, "the role does not have the right");
}

/** Ends the call when the core could not answer; it logged why. */
static void check(lua_State *L, cc_call_t *call, cc_status_t status)
{
    int64_t now = cc_state_cpu_time();
    cc_state_of(L)->cpu_end += now - call->read_began;
    call->read_began = now;
    if (status == CC_OK)
        return;
    if (status == CC_FAILED || status == CC_BUSY) {
        call->data_status = status;
        cc_state_abort(L, CC_ABORT_DATA, "the data could not be read");
    }
    luaL_error(L, "the data was refused (%d)", (int)status);
}

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text ? text : "");
    lua_setfield(L, -2, key);
}

static void set_int(lua_State *L, const char *key, int64_t value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

static void set_bool(lua_State *L, const char *key, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

/* ---- cc.grid ---- */

static const char *language_of(const cc_call_t *call)
{
    return call->what->view->user->language;
}

static const char *type_name(cc_column_type_t type)
{
    switch (type) {
    case CC_COLUMN_ROLE: return "role";
    case CC_COLUMN_NUMBER:
    case CC_COLUMN_OVERDUE: return "number";
    case CC_COLUMN_DATE: return "date";
    case CC_COLUMN_MONEY: return "money";
    case CC_COLUMN_TIME: return "time";
    case CC_COLUMN_FLAG: return "flag";
    case CC_COLUMN_PERSON: return "person";
    case CC_COLUMN_CODE: return "code";
    case CC_COLUMN_VALUES:
    case CC_COLUMN_CUSTOMER:
    case CC_COLUMN_TEXT:
    case CC_COLUMN_USER: break;
    }
    return "text";
}

static void push_column(lua_State *L, const cc_grid_column_t *column, bool visible)
{
    lua_createtable(L, 0, 7);
    set_text(L, "name", column->name);
    set_text(L, "title", column->title);
    set_bool(L, "choices", column->choices);
    set_bool(L, "groupable", cc_grid_groupable(column));
    set_text(L, "type", type_name(column->type));
    set_bool(L, "visible", visible);
    set_bool(L, "hidden_by_default", column->hidden);
}

/** All columns that the role may see: the shown ones in their order, then the others. */
static void push_columns(lua_State *L, const cc_grid_def_t *def, const cc_grid_query_t *query, const cc_view_t *view)
{
    int n = 0;
    bool shown[CC_GRID_COLUMNS_MAX] = {false};
    lua_createtable(L, def->count, 0);
    for (int i = 0; i < query->column_count; i++) {
        int c = query->columns[i];
        if (!cc_grid_column_allowed(&def->columns[c], view))
            continue;
        shown[c] = true;
        push_column(L, &def->columns[c], true);
        lua_rawseti(L, -2, ++n);
    }
    for (int c = 0; c < def->count; c++) {
        if (shown[c] || !cc_grid_column_allowed(&def->columns[c], view))
            continue;
        push_column(L, &def->columns[c], false);
        lua_rawseti(L, -2, ++n);
    }
}

static void push_query(lua_State *L, const cc_grid_def_t *def, const cc_grid_query_t *query, const cc_view_t *view)
{
    set_int(L, "page", query->page);
    set_int(L, "per_page", query->per_page);
    set_text(L, "q", query->q);
    set_text(L, "sort", def->columns[query->sort].name);
    set_text(L, "dir", query->descending ? "desc" : "asc");
    lua_newtable(L);
    for (int c = 0; c < def->count; c++) {
        if (query->filters[c] && cc_grid_column_allowed(&def->columns[c], view))
            set_text(L, def->columns[c].name, query->filters[c]);
    }
    lua_setfield(L, -2, "filters");
    lua_newtable(L);
    for (int i = 0; cc_grid_page_sizes[i]; i++) {
        lua_pushinteger(L, cc_grid_page_sizes[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "page_sizes");
}

/* ---- totals and groups ---- */

static void push_sums(lua_State *L, const cc_call_t *call, const cc_grid_def_t *def, const apr_array_header_t *sums)
{
    int count = sums ? sums->nelts : 0;
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        const cc_grid_sum_t *sum = &APR_ARRAY_IDX(sums, i, cc_grid_sum_t);
        const cc_grid_column_t *column = &def->columns[sum->column];
        lua_createtable(L, 0, 4);
        set_text(L, "column", column->name);
        set_text(L, "currency", sum->currency);
        set_text(L, "value", sum->amount);
        set_text(L, "text", cc_grid_cell_text(call->pool, column, sum->amount, language_of(call)));
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "sums");
}

static void push_groups(lua_State *L, const cc_call_t *call, const cc_grid_result_t *result)
{
    const cc_grid_query_t *query = result->query;
    int count = result->groups ? result->groups->nelts : 0;
    lua_createtable(L, query->group_count, 0);
    for (int i = 0; i < query->group_count; i++) {
        lua_pushstring(L, result->def->columns[query->groups[i]].name);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "group");
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        const cc_grid_group_t *group = &APR_ARRAY_IDX(result->groups, i, cc_grid_group_t);
        const cc_grid_column_t *column = &result->def->columns[query->groups[group->level]];
        lua_createtable(L, 0, 7);
        set_int(L, "row", group->row + 1);
        set_int(L, "level", group->level);
        set_text(L, "column", column->name);
        set_text(L, "value", group->value);
        set_text(L, "text", cc_grid_cell_text(call->pool, column, group->value, language_of(call)));
        set_int(L, "count", group->count);
        push_sums(L, call, result->def, group->sums);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "groups");
}

/* cc.grid(name) */
static int cc_lua_grid(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    cc_call_t *call = reading(L, true);
    const cc_render_t *what = call->what;
    const cc_grid_def_t *def = cc_grid_of(call->pool, what->view, name);
    if (!def)
        return luaL_error(L, "no grid '%s'", name);
    require_right(L, call, (cc_right_t)def->right);
    cc_grid_query_t query = {0};
    cc_grid_result_t result = {0};
    check(L, call, cc_grid_query_make(what->ctx, def, what->view, what->param, what->param_baton, &query));
    check(L, call, cc_grid_page(what->ctx, def, what->view, &query, &result));

    lua_createtable(L, 0, 12);
    set_text(L, "name", def->name);
    set_int(L, "total", result.total);
    set_int(L, "pages", result.pages);
    push_query(L, def, result.query, what->view);
    push_columns(L, def, result.query, what->view);
    lua_setfield(L, -2, "columns");
    result.def = def;
    cc_rows_push(L, call, &result);
    lua_setfield(L, -2, "rows");
    push_sums(L, call, def, result.sums);
    push_groups(L, call, &result);
    return 1;
}

/* cc.choices(grid, column): the values that a filter offers */
static int cc_lua_choices(lua_State *L)
{
    const char *grid = luaL_checkstring(L, 1), *name = luaL_checkstring(L, 2);
    cc_call_t *call = reading(L, true);
    const cc_grid_def_t *def = cc_grid_of(call->pool, call->what->view, grid);
    apr_array_header_t *values = NULL;
    for (int c = 0; def && c < def->count; c++) {
        if (strcmp(def->columns[c].name, name) != 0 || !def->columns[c].choices)
            continue;
        require_right(L, call, (cc_right_t)def->right);
        require_right(L, call, (cc_right_t)def->columns[c].right);
        check(L, call, cc_grid_choices(call->what->ctx, def, call->what->view, c, &values));
    }
    if (!values)
        return luaL_error(L, "no such column with choices");
    lua_createtable(L, values->nelts, 0);
    for (int i = 0; i < values->nelts; i++) {
        lua_pushstring(L, APR_ARRAY_IDX(values, i, const char *));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* ---- the others ---- */

/* cc.profile() */
static int cc_lua_profile(lua_State *L)
{
    cc_call_t *call = reading(L, true);
    require_right(L, call, CC_RIGHT_HOME);
    cc_profile_t profile = {0};
    check(L, call, cc_profile_load(call->what->ctx, call->what->view, &profile));
    lua_createtable(L, 0, 5);
    set_text(L, "name", profile.name);
    set_text(L, "unique_number", profile.unique_number);
    set_text(L, "address", profile.address);
    set_text(L, "vat_number", profile.vat_number);
    set_bool(L, "vat_registered", profile.vat_registered);
    return 1;
}

/* cc.sessions(): the user's own */
static int cc_lua_sessions(lua_State *L)
{
    cc_call_t *call = reading(L, false);
    apr_array_header_t *sessions = NULL;
    check(L, call, cc_session_list(call->what->ctx, call->what->view->user->id, &sessions));
    lua_createtable(L, sessions->nelts, 0);
    for (int i = 0; i < sessions->nelts; i++) {
        const cc_session_t *session = &APR_ARRAY_IDX(sessions, i, cc_session_t);
        lua_createtable(L, 0, 6);
        set_text(L, "id", cc_text_int(call->pool, session->id));
        set_text(L, "created_at", cc_date_utc(call->pool, session->created_at));
        set_text(L, "last_used_at", cc_date_utc(call->pool, session->last_used_at));
        set_text(L, "address", session->address);
        set_text(L, "user_agent", session->user_agent);
        set_bool(L, "current", call->what->session_id != 0 && session->id == call->what->session_id);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* cc.roles() */
static int cc_lua_roles(lua_State *L)
{
    if (!cc_state_of(L)->call || cc_state_of(L)->loading)
        return luaL_error(L, "cc.* is only there while a page is rendered, not while a module loads");
    lua_newtable(L);
    for (int i = 0; cc_roles[i] != CC_ROLE_NONE; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "value", cc_role_code(cc_roles[i]));
        set_text(L, "name", cc_role_name(cc_roles[i]));
        set_text(L, "label", cc_role_label(cc_roles[i]));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

void cc_bind_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"grid", cc_lua_grid},       {"choices", cc_lua_choices},
                                         {"profile", cc_lua_profile}, {"sessions", cc_lua_sessions},
                                         {"roles", cc_lua_roles},     {NULL, NULL}};
    cc_rows_type(L);
    luaL_newlib(L, functions);
}
