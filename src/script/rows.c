/* Rows as scripts see them. A row becomes a table when the script asks for it, the same one each time; render() takes
 * the values as they are and follows the steps of a bound template (bind.h), which is what most lists do. */
#include "rows.h"

#include "../base/text.h"
#include "../domain/policy.h"
#include "bind.h"
#include "html.h"
#include "plan.h"
#include "read.h"

#include <apr_strings.h>
#include <string.h>

#define ROWS "rows of a list"
#define STEPS_MAX 4000 /* of a row: several times what all columns with links need */

typedef struct {
    cc_call_t *call;
    unsigned serial; /**< of the call */
    const cc_read_t *read;
} rows_t;

/** A step, with its column found. */
typedef struct {
    cc_step_t step;
    const char *start;
    int column; /**< -1: none, or none that the role may see */
    int next;   /**< of CC_STEP_IF: the step to go on with when it does not hold */
} resolved_t;

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

/** Memory for one row, so that a page cannot take any that its limit does not count. */
static apr_pool_t *scratch_of(lua_State *L, cc_call_t *call)
{
    if (!call->scratch && apr_pool_create(&call->scratch, call->pool) != APR_SUCCESS)
        cc_state_abort(L, CC_ABORT_MEMORY, "not enough memory");
    return call->scratch;
}

static const char *cell_text(const cc_call_t *call, const cc_grid_def_t *def, const cc_grid_row_t *row, int column)
{
    return cc_grid_cell_text(call->scratch, &def->columns[column], row->values[column],
                             call->what->view->user->language);
}

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text ? text : "");
    lua_setfield(L, -2, key);
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
        set_text(L, "value", row->values[c]);
        set_text(L, "text", cell_text(rows->call, def, row, c));
        lua_setfield(L, -2, column->name);
    }
}

static void push_row(lua_State *L, const rows_t *rows, const cc_grid_row_t *row)
{
    lua_createtable(L, 0, 6);
    set_text(L, "id", cc_text_int(rows->call->scratch, row->id));
    if (row->link)
        set_text(L, "link", row->link);
    if (row->currency)
        set_text(L, "currency", row->currency);
    lua_pushboolean(L, row->may_edit);
    lua_setfield(L, -2, "may_edit");
    lua_pushboolean(L, row->may_remove);
    lua_setfield(L, -2, "may_remove");
    push_cells(L, rows, row);
    lua_setfield(L, -2, "cells");
}

/* ---- by a bound template ---- */

static int column_of(const cc_view_t *view, const cc_grid_def_t *def, const char *name)
{
    for (int c = 0; c < def->count; c++)
        if (strcmp(def->columns[c].name, name) == 0)
            return cc_grid_column_allowed(&def->columns[c], view) ? c : -1;
    return -1;
}

/** How many steps there are; raises where they are too many for what they would cost. */
static int count_steps(lua_State *L, const char *at, const char *end)
{
    cc_step_t step;
    int count = 0;
    for (; at < end; at = cc_step_read(at, &step))
        if (++count > STEPS_MAX)
            luaL_error(L, "a row has too many parts");
    return count;
}

/** Pushes memory of the state that holds the steps, and returns it. */
static const resolved_t *resolve(lua_State *L, const cc_grid_def_t *def, const char *at, int count)
{
    const cc_view_t *view = cc_state_of(L)->call->what->view;
    resolved_t *steps = lua_newuserdatauv(L, (size_t)count * sizeof(*steps), 0);
    for (int i = 0; i < count; i++) {
        steps[i].start = at;
        at = cc_step_read(at, &steps[i].step);
        steps[i].column = steps[i].step.column[0] ? column_of(view, def, steps[i].step.column) : -1;
    }
    for (int i = 0; i < count; i++) {
        if (steps[i].step.kind != CC_STEP_IF)
            continue;
        const char *behind = steps[i].step.words + steps[i].step.words_length + steps[i].step.skip;
        steps[i].next = i + 1;
        while (steps[i].next < count && steps[steps[i].next].start < behind)
            steps[i].next++;
    }
    return steps;
}

/* "2026-11-22T07:30:00Z", or with a blank: the core writes both. */
static const char *moment(apr_pool_t *pool, const char *value, bool for_machines)
{
    if (!value || strlen(value) < 16 || (value[10] != 'T' && value[10] != ' '))
        return NULL;
    return for_machines ? apr_psprintf(pool, "%.10sT%.5sZ", value, value + 11)
                        : apr_psprintf(pool, "%.10s %.5s UTC", value, value + 11);
}

/** The text of a field, or NULL where the row has none. */
static const char *field_text(const cc_call_t *call, const cc_grid_def_t *def, const cc_grid_row_t *row,
                              const resolved_t *resolved)
{
    int column = resolved->column;
    const char *value = column >= 0 ? row->values[column] : NULL;
    apr_pool_t *pool = call->scratch;
    switch (resolved->step.field) {
    case CC_FIELD_ID: return cc_text_int(pool, row->id);
    case CC_FIELD_LINK: return row->link ? row->link : cc_text_int(pool, row->id);
    case CC_FIELD_MAY_EDIT: return row->may_edit ? "1" : NULL;
    case CC_FIELD_MAY_REMOVE: return row->may_remove ? "1" : NULL;
    case CC_FIELD_TEXT: return column >= 0 ? cell_text(call, def, row, column) : "";
    case CC_FIELD_VALUE: return value ? value : "";
    case CC_FIELD_PATH: return value;
    case CC_FIELD_CURRENCY: return value && *value ? row->currency : NULL;
    case CC_FIELD_DATETIME: return moment(pool, value, true);
    case CC_FIELD_MOMENT: return moment(pool, value, false);
    case CC_FIELD_SLOT: break;
    }
    return NULL;
}

static void add_text(lua_State *L, cc_state_t *state, const cc_step_t *step, const char *text)
{
    size_t length = strlen(text);
    if (step->words_length)
        text = cc_step_word(step, text, &length);
    if (step->field == CC_FIELD_PATH || step->field == CC_FIELD_LINK)
        cc_out_url(L, state, text, length, true);
    else
        cc_out_escape(L, state, text, length);
}

/** Adds what the page gives for the column of this row; false if that is nothing. Slots of the row at `slots`. */
static bool add_slot(lua_State *L, cc_state_t *state, int slots, const cc_step_t *step)
{
    if (!slots || (step->field != CC_FIELD_TEXT && step->field != CC_FIELD_SLOT) || step->kind != CC_STEP_FIELD)
        return false;
    bool given = lua_getfield(L, slots, step->column) != LUA_TNIL;
    if (given)
        cc_out_value(L, state, -1, step->column);
    lua_pop(L, 1);
    return given;
}

static void add_row(lua_State *L, cc_state_t *state, const cc_grid_def_t *def, const resolved_t *steps, int count,
                    const cc_grid_row_t *row, int slots)
{
    apr_pool_clear(state->call->scratch);
    for (int i = 0; i < count; i++) {
        const resolved_t *resolved = &steps[i];
        const cc_step_t *step = &resolved->step;
        if (step->kind == CC_STEP_TEXT) {
            cc_out_add(L, state, step->text, step->length);
            continue;
        }
        if (add_slot(L, state, slots, step))
            continue;
        const char *text = field_text(state->call, def, row, resolved);
        if (step->kind == CC_STEP_IF) {
            i = text && *text ? i : resolved->next - 1;
        } else if (text && step->kind == CC_STEP_ATTRIBUTE) {
            cc_out_add(L, state, " ", 1);
            cc_out_add(L, state, step->text, step->length);
            cc_out_add(L, state, "=\"", 2);
            add_text(L, state, step, text);
            cc_out_add(L, state, "\"", 1);
        } else if (text) {
            add_text(L, state, step, text);
        }
    }
}

void cc_rows_write(lua_State *L, cc_state_t *state, const cc_read_t *read, const char *bound, size_t length, int heads,
                   int slots)
{
    const apr_array_header_t *rows = read->result.rows;
    int top = lua_gettop(L), count = count_steps(L, bound, bound + length);
    luaL_checkstack(L, 8, NULL);
    scratch_of(L, state->call);
    const resolved_t *steps = resolve(L, read->def, bound, count);
    for (int i = 0; i < rows->nelts; i++) {
        int own = 0;
        if (heads) {
            lua_rawgeti(L, heads, i + 1);
            cc_out_value(L, state, -1, "the head of a group");
            lua_pop(L, 1);
        }
        if (slots && lua_rawgeti(L, slots, i + 1) == LUA_TTABLE)
            own = lua_gettop(L);
        add_row(L, state, read->def, steps, count, &APR_ARRAY_IDX(rows, i, cc_grid_row_t), own);
        lua_settop(L, top + 1);
    }
    lua_settop(L, top);
}

/* rows:render(bound [, heads [, slots]]): heads has markup to stand before a row, by the row's number; slots has a
 * table of column -> content for rows whose cells are of the page's own making. Without these two the rows are left for
 * when the page is sent. */
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
    count_steps(L, bound, bound + length);
    if (lua_isnil(L, HEADS) && lua_isnil(L, SLOTS) && !cc_plan_has_places(state, bound, length)) {
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

/* ---- the type ---- */

/** Pushes the table of row `n`, which is made now if it was not before. */
static void push_made(lua_State *L, const rows_t *rows, lua_Integer n)
{
    if (lua_rawgeti(L, 1, n) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    rows->call->looked = true;
    apr_pool_clear(scratch_of(L, rows->call));
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
