/* Proxies and the memory of module variables. No script can set or read a metatable, so every table that has one
 * got it here. */
#include "freeze.h"

#include <math.h>

#define DEPTH_MAX 60
#define UPVALUES_MAX 255 /* of a function, Lua's own limit */

/* Addresses serve as keys of the registry. */
static const char key_memo, key_kept, key_env_meta, key_shared_env;

static int change_refused(lua_State *L)
{
    if (lua_type(L, 2) == LUA_TSTRING)
        return luaL_error(L, "attempt to change field '%s' of a read-only table", lua_tostring(L, 2));
    return luaL_error(L, "attempt to change a read-only table");
}

static int proxy_next(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_next(L, lua_upvalueindex(1)))
        return 2;
    lua_pushnil(L);
    return 1;
}

/* The hidden table travels as an upvalue: `pairs` hands its second result to the script. */
static int proxy_pairs(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushcclosure(L, proxy_next, 1);
    lua_insert(L, 1);
    lua_pushnil(L);
    return 3;
}

static int proxy_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
    return 1;
}

void cc_freeze_wrap(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 6); /* hidden, proxy, meta */
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, change_refused);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, -3);
    lua_pushcclosure(L, proxy_pairs, 1);
    lua_setfield(L, -2, "__pairs");
    lua_pushvalue(L, -3);
    lua_pushcclosure(L, proxy_len, 1);
    lua_setfield(L, -2, "__len");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "read-only table");
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

static void freeze(lua_State *L, int memo, int depth);

/** True if the value on the top is in the memo. */
static bool known(lua_State *L, int memo)
{
    lua_pushvalue(L, -1);
    bool found = lua_rawget(L, memo) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

/** Freezes what is inside the table on the top. */
static void freeze_fields(lua_State *L, int memo, int depth)
{
    int table = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, table)) { /* key, value */
        if (lua_type(L, -2) == LUA_TTABLE || lua_type(L, -2) == LUA_TFUNCTION)
            luaL_error(L, "a module may not keep a table whose keys are tables or functions");
        int type = lua_type(L, -1);
        if (type == LUA_TTABLE || type == LUA_TFUNCTION) {
            freeze(L, memo, depth + 1);
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, table); /* an existing field: allowed while traversing */
        } else {
            lua_pop(L, 1);
        }
    }
}

static bool is_empty(lua_State *L)
{
    lua_pushnil(L);
    if (!lua_next(L, -2))
        return true;
    lua_pop(L, 2);
    return false;
}

/** Is the metatable on the top that of a script's own globals, and not that of a proxy? */
static bool is_env(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_env_meta);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    return same;
}

/** Replaces the table on the top by its proxy. */
static void freeze_table(lua_State *L, int memo, int depth)
{
    lua_pushvalue(L, -1);
    if (lua_rawget(L, memo) != LUA_TNIL) {
        lua_remove(L, -2);
        return;
    }
    lua_pop(L, 1);
    bool env = false;
    if (lua_getmetatable(L, -1)) {
        env = is_env(L);
        lua_pop(L, 1);
        if (!env)
            return; /* a proxy already */
    }
    if (env && is_empty(L)) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &key_shared_env); /* no globals of its own: one step less per look-up */
    } else {
        lua_pushvalue(L, -1);
        cc_freeze_wrap(L);
    }
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, memo); /* before the fields: tables may contain themselves */
    lua_insert(L, -2);   /* proxy, hidden */
    freeze_fields(L, memo, depth);
    lua_pop(L, 1);
}

/** A variable of a module. Its function and its value are in the list behind key_kept, which keeps them alive. */
typedef struct cc_kept_t {
    const void *value; /**< which object it is, NULL for values that are none */
    int upvalue;       /**< of the function */
    bool follows;      /**< is of the same function as the one before */
} cc_kept_t;

/** Remembers the value on the top (kept there) as that of upvalue `n` of the function at `function`. */
static void keep(lua_State *L, int function, int n)
{
    cc_state_t *state = cc_state_of(L);
    if (((size_t)state->kept + 1) * sizeof(cc_kept_t) > state->kept_size) {
        size_t size = state->kept_size ? 2 * state->kept_size : 128 * sizeof(cc_kept_t);
        state->kept_list = cc_state_grow(L, state->kept_list, state->kept_size, size);
        state->kept_size = size;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_kept);
    lua_rawgeti(L, -1, 2 * state->kept - 1);
    bool follows = lua_rawequal(L, -1, function);
    lua_pop(L, 1);
    lua_pushvalue(L, function);
    lua_rawseti(L, -2, 2 * state->kept + 1);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 2 * state->kept + 2);
    lua_pop(L, 1);
    state->kept_list[state->kept++] = (cc_kept_t){lua_topointer(L, -1), n, follows};
}

/** Refuses the C function on the top if it remembers something from one call to the next, as what string.gmatch()
 *  returns does: in an upvalue, which is no variable that could be put back. */
static void check_c_function(lua_State *L)
{
    for (int n = 1; lua_getupvalue(L, -1, n); n++) {
        if (lua_isuserdata(L, -1))
            luaL_error(L, "a module may not keep an iterator over a text");
        if (lua_iscfunction(L, -1)) /* another one in front of it: guard.h */
            check_c_function(L);
        lua_pop(L, 1);
    }
}

/** Freezes and remembers what the function on the top can reach. */
static void freeze_function(lua_State *L, int memo, int depth)
{
    if (lua_iscfunction(L, -1)) {
        check_c_function(L);
        return;
    }
    if (known(L, memo))
        return;
    int function = lua_gettop(L);
    lua_pushvalue(L, function);
    lua_pushboolean(L, 1);
    lua_rawset(L, memo);
    for (int n = 1; lua_getupvalue(L, function, n); n++) {
        lua_pushlightuserdata(L, lua_upvalueid(L, function, n)); /* closures share variables */
        if (known(L, memo)) {
            lua_pop(L, 2);
            continue;
        }
        lua_pushboolean(L, 1);
        lua_rawset(L, memo);
        freeze(L, memo, depth + 1);
        keep(L, function, n);
        lua_setupvalue(L, function, n);
    }
}

static void freeze(lua_State *L, int memo, int depth)
{
    luaL_checkstack(L, 12, "a module's tables are nested too deeply");
    if (depth > DEPTH_MAX)
        luaL_error(L, "a module's tables are nested too deeply");
    if (lua_type(L, -1) == LUA_TTABLE)
        freeze_table(L, memo, depth);
    else if (lua_type(L, -1) == LUA_TFUNCTION)
        freeze_function(L, memo, depth);
}

void cc_freeze_value(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_memo);
    lua_insert(L, -2);
    freeze(L, lua_gettop(L) - 1, 0);
    lua_remove(L, -2);
}

void cc_freeze_open(lua_State *L, int globals)
{
    globals = lua_absindex(L, globals);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_memo);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_kept);

    lua_createtable(L, 0, 2);
    lua_pushvalue(L, globals);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_env_meta);

    lua_pushvalue(L, globals);
    cc_freeze_wrap(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_shared_env);
    /* A chunk gets these as _ENV until it is given its own. */
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void cc_freeze_push_env_meta(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_env_meta);
}

bool cc_freeze_push_hidden(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index))
        return false;
    if (is_env(L)) {
        lua_pop(L, 1);
        return false;
    }
    bool proxy = lua_getfield(L, -1, "__index") == LUA_TTABLE; /* rows of a list have a function there */
    lua_remove(L, -2);
    if (!proxy)
        lua_pop(L, 1);
    return proxy;
}

/** Are these two the same to any script? To Lua, 1 and 1.0 are equal, and 0.0 and -0.0. */
static bool same(lua_State *L, int a, int b)
{
    return lua_rawequal(L, a, b) && lua_isinteger(L, a) == lua_isinteger(L, b) &&
           (lua_type(L, a) != LUA_TNUMBER || !signbit(lua_tonumber(L, a)) == !signbit(lua_tonumber(L, b)));
}

/** Puts variable `i` back, whose function is at `kept` + 1 and whose present value is on the top (kept there). */
static void put_back(lua_State *L, int i, int kept, int aside)
{
    int now = lua_gettop(L);
    lua_rawgeti(L, kept, 2 * i + 2);
    if (!same(L, now, now + 1)) {
        lua_setupvalue(L, kept + 1, cc_state_of(L)->kept_list[i].upvalue);
        if (lua_isnil(L, now))
            lua_pushlightuserdata(L, L); /* for nil: no script has such a value */
        else
            lua_pushvalue(L, now);
        if (aside)
            lua_rawseti(L, aside, i + 1);
    }
    lua_settop(L, now);
}

/** Puts the remembered variables back; what they were goes to the table at `aside`, if that is not 0. Nearly all are
 *  what they were, so this only looks whether each is still the same object. */
static void restore(lua_State *L, int aside)
{
    const cc_state_t *state = cc_state_of(L);
    luaL_checkstack(L, UPVALUES_MAX + 8, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_kept);
    int kept = lua_gettop(L);
    for (int i = 0; i < state->kept; i++) {
        const cc_kept_t *variable = &state->kept_list[i];
        if (!variable->follows) {
            lua_settop(L, kept); /* kept, function, the values of its variables */
            lua_rawgeti(L, kept, 2 * i + 1);
        }
        lua_getupvalue(L, kept + 1, variable->upvalue);
        if (!variable->value || lua_topointer(L, -1) != variable->value)
            put_back(L, i, kept, aside);
    }
    lua_settop(L, kept - 1);
}

void cc_freeze_restore(lua_State *L)
{
    restore(L, 0);
}

void cc_freeze_set_aside(lua_State *L)
{
    lua_newtable(L);
    restore(L, lua_gettop(L));
}

void cc_freeze_take_back(lua_State *L)
{
    int aside = lua_gettop(L);
    restore(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_kept);
    lua_pushnil(L);
    while (lua_next(L, aside)) { /* aside, kept, place, value */
        lua_Integer i = lua_tointeger(L, -2) - 1;
        int n = cc_state_of(L)->kept_list[i].upvalue;
        lua_rawgeti(L, aside + 1, 2 * i + 1);
        if (lua_islightuserdata(L, -2))
            lua_pushnil(L);
        else
            lua_pushvalue(L, -2);
        lua_setupvalue(L, -2, n);
        lua_pop(L, 2);
    }
    lua_settop(L, aside - 1);
}
