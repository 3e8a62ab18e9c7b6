/* What a fragment shows is a function of its input alone, and this file makes sure of it: the input is written down,
 * text by text, and the module's function gets what is read back from there and nothing else. The key is a hash of the
 * same, in which a list that no script has looked into (list.h) is written as what was read, which says all of it.
 * It reads no data (cc.* refuses), and is called apart from the page (apart.h), so nothing that a page knows can reach
 * it past its input. So a kept fragment tells nobody more than he told himself when he asked for it.
 *
 * Kept are two generations of fragments; the older one is let go when the younger one is full. */
#include "fragment.h"

#include "apart.h"
#include "bind.h"
#include "chunk.h"
#include "freeze.h"
#include "list.h"
#include "out.h"
#include "page.h"
#include "plan.h"

#include <sodium.h>
#include <string.h>

#define KEPT_MAX 200           /* fragments of a generation */
#define BYTES_MAX (256 * 1024) /* their markup */
#define INPUT_MAX (64 * 1024)  /* longer input is rendered anew each time */
#define DEPTH_MAX 12

/* Addresses serve as keys of the registry. */
static const char key_young, key_old;

void cc_fragment_open(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_young);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_old);
}

/* ---- the input: each value as its type, its length where it has one, its bytes ---- */

static void write_bytes(lua_State *L, cc_state_t *state, char type, const char *bytes, size_t length)
{
    cc_out_add(L, state, &type, 1);
    cc_out_add(L, state, (const char *)&length, sizeof(length));
    cc_out_add(L, state, bytes, length);
}

/** Markup, with the rows that are in it: a fragment gets to know all that it is about. */
static void write_markup(lua_State *L, cc_state_t *state, const char *text, size_t length)
{
    cc_out_add(L, state, "m", 1);
    size_t head = state->out_length;
    cc_out_add(L, state, (const char *)&length, sizeof(length));
    cc_plan_expand(L, text, length);
    length = state->out_length - head - sizeof(length);
    memcpy(state->out + head, &length, sizeof(length));
}

/** A list that no script has looked into, by what was read: for the key alone. */
static void write_list(lua_State *L, cc_state_t *state, const cc_read_t *list)
{
    cc_out_add(L, state, "l", 1);
    size_t length = 0, head = state->out_length;
    cc_out_add(L, state, (const char *)&length, sizeof(length));
    cc_read_key(L, list);
    length = state->out_length - head - sizeof(length);
    memcpy(state->out + head, &length, sizeof(length));
}

static void write_value(lua_State *L, cc_state_t *state, int index, int depth, bool whole);

/** Pushes the table whose fields are those of the one at `index`. */
static void push_fields(lua_State *L, int index)
{
    const cc_read_t *list = cc_list_untouched(L, index);
    if (list)
        cc_list_push_all(L, list);
    else if (cc_list_is(L, index) || !lua_getmetatable(L, index))
        lua_pushvalue(L, index);
    else if (!cc_freeze_push_hidden(L, index))
        luaL_error(L, "the input of a fragment cannot hold rows or globals");
    else
        lua_remove(L, -2);
}

/** Is the name at `index` that of the rows of the list at `table`, which no fragment gets? */
static bool is_rows(lua_State *L, int table, int index)
{
    return lua_type(L, index) == LUA_TSTRING && strcmp(lua_tostring(L, index), "rows") == 0 && cc_list_is(L, table);
}

static void write_table(lua_State *L, cc_state_t *state, int index, int depth, bool whole)
{
    const cc_read_t *list = whole ? NULL : cc_list_untouched(L, index);
    if (list) {
        write_list(L, state, list);
        return;
    }
    if (depth >= DEPTH_MAX)
        luaL_error(L, "the input of a fragment is nested too deeply");
    luaL_checkstack(L, 6, "the input of a fragment is nested too deeply");
    cc_page_know(L, index);
    push_fields(L, index);
    int table = lua_gettop(L);
    cc_out_add(L, state, "{", 1);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        if (!is_rows(L, table, table + 1)) {
            write_value(L, state, table + 1, depth + 1, whole);
            write_value(L, state, table + 2, depth + 1, whole);
        }
        lua_pop(L, 1);
    }
    cc_out_add(L, state, "}", 1);
    lua_pop(L, 1);
}

/** With `whole`, as it is to be read back: lists as the tables that they are. */
static void write_value(lua_State *L, cc_state_t *state, int index, int depth, bool whole)
{
    size_t length;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &length);
        write_bytes(L, state, 's', text, length);
        return;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            lua_Integer integer = lua_tointeger(L, index);
            cc_out_add(L, state, "i", 1);
            cc_out_add(L, state, (const char *)&integer, sizeof(integer));
        } else {
            lua_Number number = lua_tonumber(L, index);
            cc_out_add(L, state, "n", 1);
            cc_out_add(L, state, (const char *)&number, sizeof(number));
        }
        return;
    case LUA_TBOOLEAN: cc_out_add(L, state, lua_toboolean(L, index) ? "t" : "f", 1); return;
    case LUA_TTABLE: write_table(L, state, index, depth, whole); return;
    default:
        text = cc_markup_text(L, index, &length);
        if (!text)
            luaL_error(L, "the input of a fragment cannot hold a %s", luaL_typename(L, index));
        write_markup(L, state, text, length);
    }
}

/** Takes the bytes of a fixed size or of the length that stands before them. */
static const char *take(const char **at, void *value, size_t size)
{
    const char *bytes = *at;
    if (value)
        memcpy(value, bytes, size);
    *at += size;
    return bytes;
}

/** Pushes what is written at `*at`, which must be of write_value(), and moves on. */
static void read_value(lua_State *L, const char **at)
{
    size_t length;
    lua_Integer integer;
    lua_Number number;
    luaL_checkstack(L, 6, NULL);
    switch (*(*at)++) {
    case 's':
        take(at, &length, sizeof(length));
        lua_pushlstring(L, take(at, NULL, length), length);
        break;
    case 'm':
        take(at, &length, sizeof(length));
        cc_markup_push(L, take(at, NULL, length), length);
        break;
    case 'i':
        take(at, &integer, sizeof(integer));
        lua_pushinteger(L, integer);
        break;
    case 'n':
        take(at, &number, sizeof(number));
        lua_pushnumber(L, number);
        break;
    case 't': lua_pushboolean(L, 1); break;
    case 'f': lua_pushboolean(L, 0); break;
    default: /* '{' */
        lua_newtable(L);
        while (**at != '}') {
            read_value(L, at);
            read_value(L, at);
            lua_rawset(L, -3);
        }
        ++*at;
    }
}

/* ---- what is kept ---- */

static size_t size_of(lua_State *L, int index)
{
    size_t length = 0;
    if (lua_type(L, index) != LUA_TTABLE) {
        if (!cc_markup_text(L, index, &length))
            length = lua_rawlen(L, index);
        return length;
    }
    lua_pushnil(L);
    while (lua_next(L, index)) {
        length += size_of(L, lua_gettop(L)) + lua_rawlen(L, -2) + 100;
        lua_pop(L, 1);
    }
    return length;
}

/** Stores the value at `value` under the key at `key`. */
static void keep(lua_State *L, cc_state_t *state, int key, int value, size_t size)
{
    size += lua_rawlen(L, key) + 100;
    if (size > BYTES_MAX)
        return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_young);
    if (state->fragments >= KEPT_MAX || state->fragment_bytes + size > BYTES_MAX) {
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key_old);
        state->fragments = 0;
        state->fragment_bytes = 0;
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key_young);
    }
    lua_pushvalue(L, key);
    lua_pushvalue(L, value);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    state->fragments++;
    state->fragment_bytes += size;
}

/** Pushes what is kept under the key at `key`, and true; or nothing. */
static bool push_kept(lua_State *L, cc_state_t *state, int key)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_young);
    lua_pushvalue(L, key);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_old);
    lua_pushvalue(L, key);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 2);
        return false;
    }
    lua_remove(L, -2);
    int value = lua_gettop(L);
    if (lua_istable(L, value)) {
        cc_freeze_push_hidden(L, value);
        keep(L, state, key, value, size_of(L, value + 1));
        lua_pop(L, 1);
    } else {
        keep(L, state, key, value, size_of(L, value));
    }
    return true;
}

/** The value on the top may be kept: it is markup, a bound template, a text, a number or a boolean. */
static void check_plain(lua_State *L)
{
    size_t length;
    int type = lua_type(L, -1);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN && !cc_markup_text(L, -1, &length) &&
        !cc_bound(L, -1, &length))
        luaL_error(L, "a fragment is markup or a table of markup, and has no %s", luaL_typename(L, -1));
}

/** Replaces the table on the top, which may be one that a module keeps, by a copy, which nobody else has. */
static void copy_table(lua_State *L)
{
    int from = lua_gettop(L);
    if (cc_freeze_push_hidden(L, from))
        lua_replace(L, from);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, from)) {
        if (lua_type(L, -2) != LUA_TSTRING && lua_type(L, -2) != LUA_TNUMBER)
            luaL_error(L, "the table of a fragment has names or numbers for keys, and no %s", luaL_typename(L, -2));
        check_plain(L);
        lua_pushvalue(L, -2);
        lua_insert(L, -2); /* from, copy, key, key, value */
        lua_rawset(L, from + 1);
    }
    lua_remove(L, from);
}

int cc_fragment_get(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    luaL_checktype(L, 1, LUA_TSTRING);
    luaL_checktype(L, 2, LUA_TTABLE);
    if (!state->call || state->loading)
        return luaL_error(L, "html.fragment is only there while a page is rendered, not while a module loads");
    lua_settop(L, 2);
    luaL_checkstack(L, CC_APART_ROOM, NULL); /* not only where the fragment is not kept, which would tell that it is */
    cc_out_start(L, state);
    write_value(L, state, 1, 0, false);
    write_value(L, state, 2, 0, false);
    unsigned char hash[32];
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)state->out, state->out_length, NULL, 0);
    lua_pushlstring(L, (const char *)hash, sizeof(hash)); /* 3: the key */
    if (push_kept(L, state, 3))
        return 1;
    cc_out_start(L, state);
    write_value(L, state, 2, 0, true);
    bool too_long = state->out_length > INPUT_MAX;
    char *input = lua_newuserdatauv(L, state->out_length, 0); /* 4: the input */
    memcpy(input, state->out, state->out_length);
    cc_chunk_module(L, 1);
    if (!lua_isfunction(L, -1))
        return luaL_error(L, "module '%s' returns a %s, not the function of a fragment", lua_tostring(L, 1),
                          luaL_typename(L, -1));
    const char *at = input;
    read_value(L, &at);
    state->pure++;
    cc_apart_call(L, 1); /* 5: the outcome */
    state->pure--;
    size_t size;
    if (lua_istable(L, 5)) {
        copy_table(L);
        size = size_of(L, 5);
        cc_freeze_wrap(L);
    } else {
        check_plain(L);
        size = size_of(L, 5);
    }
    if (!too_long)
        keep(L, state, 3, 5, size);
    return 1;
}
