/* The bindings of the core's reading use cases: what read.h has read, as Lua values. */
#include "bind_cc.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/session.h"
#include "read.h"
#include "rows.h"
#include "state.h"

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
    lua_createtable(L, 0, 6);
    set_text(L, "name", column->name);
    set_text(L, "title", column->title);
    set_bool(L, "choices", column->choices);
    set_bool(L, "groupable", cc_grid_groupable(column));
    set_text(L, "type", type_name(column->type));
    set_bool(L, "visible", visible);
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
    const cc_read_t *read = cc_read_do(L, CC_READ_GRID, luaL_checkstring(L, 1), "");
    const cc_call_t *call = cc_state_of(L)->call;
    const cc_view_t *view = call->what->view;
    const cc_grid_result_t *result = &read->result;

    lua_createtable(L, 0, 12);
    set_text(L, "name", read->def->name);
    set_int(L, "total", result->total);
    set_int(L, "pages", result->pages);
    push_query(L, read->def, result->query, view);
    push_columns(L, read->def, result->query, view);
    lua_setfield(L, -2, "columns");
    cc_rows_push(L, read);
    lua_setfield(L, -2, "rows");
    push_sums(L, call, read->def, result->sums);
    push_groups(L, call, result);
    return 1;
}

/* cc.choices(grid, column): the values that a filter offers */
static int cc_lua_choices(lua_State *L)
{
    const char *grid = luaL_checkstring(L, 1), *column = luaL_checkstring(L, 2);
    const apr_array_header_t *values = cc_read_do(L, CC_READ_CHOICES, grid, column)->values;
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
    const cc_profile_t *profile = &cc_read_do(L, CC_READ_PROFILE, "", "")->profile;
    lua_createtable(L, 0, 5);
    set_text(L, "name", profile->name);
    set_text(L, "unique_number", profile->unique_number);
    set_text(L, "address", profile->address);
    set_text(L, "vat_number", profile->vat_number);
    set_bool(L, "vat_registered", profile->vat_registered);
    return 1;
}

/* cc.sessions(): the user's own */
static int cc_lua_sessions(lua_State *L)
{
    const apr_array_header_t *sessions = cc_read_do(L, CC_READ_SESSIONS, "", "")->values;
    const cc_call_t *call = cc_state_of(L)->call;
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
        lua_createtable(L, 0, 2);
        set_text(L, "value", cc_role_code(cc_roles[i]));
        set_text(L, "name", cc_role_name(cc_roles[i]));
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
