/* A table without fields but for its rows. Which read it is of is known to the call by where the table is in memory,
 * and is not in it: the `next` that `pairs` returns goes past metatables, so a script would see it there, and change
 * it. */
#include "list.h"

#include "fields.h"
#include "rows.h"

#include <string.h>

#define LIST "list"        /* the metatable until a script looks */
#define LOOKED "list seen" /* and then, so that it is still known what it is */

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
    cc_set_text(L, "name", column->name);
    cc_set_text(L, "title", column->title);
    cc_set_bool(L, "choices", column->choices);
    cc_set_bool(L, "groupable", cc_grid_groupable(column));
    cc_set_text(L, "type", type_name(column->type));
    cc_set_bool(L, "visible", visible);
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
    cc_set_int(L, "page", query->page);
    cc_set_int(L, "per_page", query->per_page);
    cc_set_text(L, "q", query->q);
    cc_set_text(L, "sort", def->columns[query->sort].name);
    cc_set_text(L, "dir", query->descending ? "desc" : "asc");
    lua_newtable(L);
    for (int c = 0; c < def->count; c++) {
        if (query->filters[c] && cc_grid_column_allowed(&def->columns[c], view))
            cc_set_text(L, def->columns[c].name, query->filters[c]);
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
        cc_set_text(L, "column", column->name);
        cc_set_text(L, "currency", sum->currency);
        cc_set_text(L, "value", sum->amount);
        cc_set_text(L, "text", cc_grid_cell_text(call->scratch, column, sum->amount, language_of(call)));
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
        cc_set_int(L, "row", group->row + 1);
        cc_set_int(L, "level", group->level);
        cc_set_text(L, "column", column->name);
        cc_set_text(L, "value", group->value);
        cc_set_text(L, "text", cc_grid_cell_text(call->scratch, column, group->value, language_of(call)));
        cc_set_int(L, "count", group->count);
        push_sums(L, call, result->def, group->sums);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "groups");
}

/** The names of the columns whose filter offers values (cc.choices). */
static void push_offered(lua_State *L, const cc_grid_def_t *def, const cc_view_t *view)
{
    int n = 0;
    lua_newtable(L);
    for (int c = 0; c < def->count; c++) {
        if (!def->columns[c].choices || !cc_grid_column_allowed(&def->columns[c], view))
            continue;
        lua_pushstring(L, def->columns[c].name);
        lua_rawseti(L, -2, ++n);
    }
}

static bool is_grouped(const cc_grid_result_t *result)
{
    return result->groups && result->groups->nelts > 0;
}

/** Sets all fields but the rows in the table on the top. A page can ask for that as often as it likes. */
static void set_fields(lua_State *L, const cc_read_t *read)
{
    cc_call_t *call = cc_state_of(L)->call;
    const cc_grid_result_t *result = &read->result;
    apr_pool_clear(cc_rows_scratch(L, call));
    cc_set_text(L, "name", read->def->name);
    cc_set_int(L, "total", result->total);
    cc_set_int(L, "pages", result->pages);
    push_query(L, read->def, result->query, call->what->view);
    push_columns(L, read->def, result->query, call->what->view);
    lua_setfield(L, -2, "columns");
    push_sums(L, call, read->def, result->sums);
    cc_set_bool(L, "grouped", is_grouped(result));
    push_groups(L, call, result);
    push_offered(L, read->def, call->what->view);
    lua_setfield(L, -2, "offered");
}

void cc_list_push_all(lua_State *L, const cc_read_t *read)
{
    luaL_checkstack(L, 10, NULL);
    lua_createtable(L, 0, 16);
    set_fields(L, read);
}

/* ---- until a script looks ---- */

static bool has_type(lua_State *L, int index, const char *type)
{
    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return false;
    bool same = luaL_getmetatable(L, type) == LUA_TTABLE && lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

bool cc_list_is(lua_State *L, int index)
{
    return has_type(L, index, LIST) || has_type(L, index, LOOKED);
}

/* The newest first: the table of an older one that nobody has any more may have been in the same place. */
const cc_read_t *cc_list_untouched(lua_State *L, int index)
{
    const cc_call_t *call = cc_state_of(L)->call;
    if (!call || !has_type(L, index, LIST))
        return NULL;
    const void *table = lua_topointer(L, index);
    for (int i = call->done_count - 1; i >= 0; i--)
        if (call->lists[i] == table)
            return call->done[i];
    return NULL;
}

void cc_list_know(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    const cc_read_t *read = cc_list_untouched(L, index);
    if (!read)
        return;
    luaL_checkstack(L, 12, NULL);
    luaL_getmetatable(L, LOOKED);
    lua_setmetatable(L, index);
    lua_pushvalue(L, index);
    set_fields(L, read);
    lua_pop(L, 1);
}

/** __index: list, name -> value. What nearly every page wants is there without the rest. */
static int look(lua_State *L)
{
    const cc_read_t *read = cc_list_untouched(L, 1);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (!read)
        return 0;
    if (strcmp(name, "name") == 0) {
        lua_pushstring(L, read->def->name);
    } else if (strcmp(name, "total") == 0) {
        lua_pushinteger(L, read->result.total);
    } else if (strcmp(name, "grouped") == 0) {
        lua_pushboolean(L, is_grouped(&read->result));
    } else if (strcmp(name, "offered") == 0) {
        push_offered(L, read->def, cc_state_of(L)->call->what->view);
    } else {
        cc_list_know(L, 1);
        lua_settop(L, 2);
        lua_rawget(L, 1);
    }
    return 1;
}

/** __newindex */
static int change(lua_State *L)
{
    cc_list_know(L, 1);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 0;
}

/** __pairs */
static int look_at_all(lua_State *L)
{
    cc_list_know(L, 1);
    lua_settop(L, 1);
    lua_getglobal(L, "pairs");
    lua_insert(L, 1);
    lua_call(L, 1, 3);
    return 3;
}

static void make_type(lua_State *L, const char *name, const luaL_Reg *functions)
{
    luaL_newmetatable(L, name);
    luaL_setfuncs(L, functions, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void cc_list_open(lua_State *L)
{
    static const luaL_Reg untouched[] = {
        {"__index", look}, {"__newindex", change}, {"__pairs", look_at_all}, {NULL, NULL}};
    make_type(L, LIST, untouched);
    make_type(L, LOOKED, untouched + 3);
}

/* Where a read was refused before and the script went on, the call has not remembered this one: then the table is
 * filled at once. */
void cc_list_push(lua_State *L, const cc_read_t *read)
{
    cc_call_t *call = cc_state_of(L)->call;
    bool remembered = cc_read_remembered(call, read);
    luaL_checkstack(L, 12, NULL);
    lua_createtable(L, 0, 1);
    cc_rows_push(L, read);
    lua_setfield(L, -2, "rows");
    if (remembered)
        call->lists[read->number] = lua_topointer(L, -1);
    else
        set_fields(L, read);
    luaL_setmetatable(L, remembered ? LIST : LOOKED);
}
