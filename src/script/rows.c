/* Rows as scripts see them. A row becomes a table when the script asks for it, the same one each time; render() takes
 * the values as they are and follows the steps of a bound template (bind.h), which is what most lists do. */
#include "rows.h"

#include "../base/text.h"
#include "bind.h"
#include "fields.h"
#include "out.h"
#include "plan.h"
#include "read.h"

#include <string.h>

#define ROWS "rows of a list"

typedef struct {
    cc_call_t *call;
    unsigned serial; /**< of the call */
    const cc_read_t *read;
} rows_t;

/* ---- as tables ---- */

/* The rows are a table, at first an empty one, with a metatable of its own, which refers to them. */
static const rows_t *check_rows(lua_State *L)
{
    const cc_state_t *state = cc_state_of(L);
    luaL_argcheck(L, lua_istable(L, 1) && luaL_getmetafield(L, 1, "rows") != LUA_TNIL, 1, "not the rows of a list");
    const rows_t *rows = luaL_checkudata(L, -1, ROWS);
    lua_pop(L, 1);
    if (!state->call || state->call != rows->call || state->serial != rows->serial)
        luaL_error(L, "the rows are those of another request");
    return rows;
}

static void push_cells(lua_State *L, const rows_t *rows, const cc_grid_row_t *row)
{
    const cc_grid_def_t *def = rows->read->def;
    lua_createtable(L, 0, def->count);
    for (int c = 0; c < def->count; c++) {
        const cc_grid_column_t *column = &def->columns[c];
        if (!cc_grid_column_allowed(column, rows->call->what->view))
            continue;
        lua_createtable(L, 0, 2);
        cc_set_text(L, "value", row->values[c]);
        cc_set_text(L, "text", cc_rows_cell(rows->call, def, row, c));
        lua_setfield(L, -2, column->name);
    }
}

static void push_row(lua_State *L, const rows_t *rows, const cc_grid_row_t *row)
{
    lua_createtable(L, 0, 6);
    cc_set_text(L, "id", cc_text_int(rows->call->scratch, row->id));
    if (row->link)
        cc_set_text(L, "link", row->link);
    if (row->currency)
        cc_set_text(L, "currency", row->currency);
    cc_set_bool(L, "may_edit", row->may_edit);
    cc_set_bool(L, "may_remove", row->may_remove);
    push_cells(L, rows, row);
    lua_setfield(L, -2, "cells");
}

/* ---- the type ---- */

/* rows:render(bound [, heads [, slots]]): heads has markup to stand before a row, by the row's number; slots has a
 * table of column -> content for rows whose cells are of the page's own making. Without these two the rows are left for
 * when the page is sent, where the call knows them by their number. */
static int rows_render(lua_State *L)
{
    enum { ROWS_AT = 1, BOUND_AT, HEADS, SLOTS };
    cc_state_t *state = cc_state_of(L);
    const rows_t *rows = check_rows(L);
    size_t length;
    const char *bound = cc_bound(L, BOUND_AT, &length);
    luaL_argcheck(L, bound, BOUND_AT, "not of html.bind");
    lua_settop(L, SLOTS);
    for (int i = HEADS; i <= SLOTS; i++)
        if (!lua_isnil(L, i))
            luaL_checktype(L, i, LUA_TTABLE);
    cc_rows_check(L, bound, length);
    if (lua_isnil(L, HEADS) && lua_isnil(L, SLOTS) && cc_read_remembered(state->call, rows->read) &&
        !cc_plan_has_places(state, bound, length)) {
        cc_plan_push_rows(L, rows->read->number, BOUND_AT);
        return 1;
    }
    cc_state_check(L); /* the instruction counter does not see what follows */
    state->call->looked = true;
    cc_out_start(L, state);
    cc_rows_write(L, state, rows->read, bound, length, lua_isnil(L, HEADS) ? 0 : HEADS,
                  lua_isnil(L, SLOTS) ? 0 : SLOTS);
    cc_markup_push(L, state->out, state->out_length);
    return 1;
}

/** Pushes the table of row `n`, which is made now if it was not before. */
static void push_made(lua_State *L, const rows_t *rows, lua_Integer n)
{
    if (lua_rawgeti(L, 1, n) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    rows->call->looked = true;
    apr_pool_clear(cc_rows_scratch(L, rows->call));
    push_row(L, rows, &APR_ARRAY_IDX(rows->read->result.rows, n - 1, cc_grid_row_t));
    lua_pushvalue(L, -1);
    lua_rawseti(L, 1, n);
}

static int rows_index(lua_State *L)
{
    const rows_t *rows = check_rows(L);
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), "render") == 0) {
        lua_pushcfunction(L, rows_render);
        return 1;
    }
    if (!lua_isinteger(L, 2) || lua_tointeger(L, 2) < 1 || lua_tointeger(L, 2) > rows->read->result.rows->nelts)
        return 0;
    push_made(L, rows, lua_tointeger(L, 2));
    return 1;
}

static int rows_len(lua_State *L)
{
    lua_pushinteger(L, check_rows(L)->read->result.rows->nelts);
    return 1;
}

/* Scripts get it from `pairs`, and can call it with anything. */
static int rows_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

static int rows_pairs(lua_State *L)
{
    const rows_t *rows = check_rows(L);
    lua_settop(L, 1);
    for (int i = 1; i <= rows->read->result.rows->nelts; i++) {
        push_made(L, rows, i);
        lua_settop(L, 1);
    }
    lua_pushcfunction(L, rows_next);
    lua_insert(L, 1);
    lua_pushnil(L);
    return 3;
}

void cc_rows_type(lua_State *L)
{
    luaL_newmetatable(L, ROWS);
    lua_pop(L, 1);
}

void cc_rows_push(lua_State *L, const cc_read_t *read)
{
    static const luaL_Reg meta[] = {
        {"__index", rows_index}, {"__len", rows_len}, {"__pairs", rows_pairs}, {NULL, NULL}};
    const cc_state_t *state = cc_state_of(L);
    lua_newtable(L);
    luaL_newlib(L, meta);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    rows_t *rows = lua_newuserdatauv(L, sizeof(*rows), 0);
    *rows = (rows_t){state->call, state->serial, read};
    luaL_setmetatable(L, ROWS);
    lua_setfield(L, -2, "rows");
    lua_setmetatable(L, -2);
}
