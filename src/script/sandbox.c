/* The world of scripts. Whatever is not put into `globals` here does not exist for them: no load, no metatables,
 * no files, no coroutines, nothing that keeps a value between requests. */
#include "sandbox.h"

#include "../base/text.h"
#include "bind_cc.h"
#include "chunk.h"
#include "freeze.h"
#include "guard.h"
#include "html.h"
#include "list.h"
#include "page.h"

#include <apr_strings.h>
#include <lualib.h>

/* ---- functions that replace those of the base library ---- */

/* A module failed, and the page goes on without it, such as without the words of a language. */
static void go_on_without(lua_State *L, cc_state_t *state, int loading)
{
    const cc_call_t *call = state->call;
    const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "(no message)";
    state->loading = loading;
    state->failed = true;
    cc_log(call->log, CC_LOG_ERROR, call->pool, "CC1312 page %s goes on without a module: %s",
           cc_escape_log(call->pool, call->what->page),
           cc_escape_log(call->pool, apr_pstrndup(call->pool, message, CC_MESSAGE_MAX)));
}

/* Like the original, but what ends the call goes through it. */
static int guarded_pcall(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    luaL_checkany(L, 1);
    int pure = state->pure, loading = state->loading;
    int rc = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    state->pure = pure;
    cc_state_outcome(state, rc);
    if (state->aborted)
        return lua_error(L);
    if (state->loading > loading)
        go_on_without(L, state, loading);
    if (rc != LUA_OK) {
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    luaL_checkstack(L, 1, NULL);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    return lua_gettop(L);
}

static int frozen_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    cc_page_know(L, 1);
    cc_list_know(L, 1);
    if (cc_freeze_push_hidden(L, 1))
        lua_replace(L, 1);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

void cc_sandbox_forget(lua_State *L)
{
    cc_freeze_restore(L);
}

/* ---- libraries ---- */

/** Pushes a standard library without the names in `without`. */
static void open_library(lua_State *L, lua_CFunction open, const char *const *without)
{
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
    for (; *without; without++) {
        lua_pushnil(L);
        lua_setfield(L, -2, *without);
    }
}

static void open_base(lua_State *L, int globals)
{
    static const char *const allowed[] = {"assert",   "error",    "ipairs", "pairs", "select",
                                          "tonumber", "tostring", "type",   NULL};
    static const luaL_Reg own[] = {
        {"pcall", guarded_pcall}, {"next", frozen_next}, {"require", cc_chunk_require}, {NULL, NULL}};
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    for (int i = 0; allowed[i]; i++) {
        lua_getfield(L, -1, allowed[i]);
        lua_setfield(L, globals, allowed[i]);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, globals);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}

int cc_sandbox_open(lua_State *L)
{
    /* Packing has no use in a page; random numbers are a state that pages would share. */
    static const char *const no_string[] = {"dump", "pack", "packsize", "unpack", NULL};
    static const char *const no_math[] = {"random", "randomseed", NULL};
    static const char *const nothing[] = {NULL};
    static const char *const names[] = {"string", "table", "math", "utf8", "html", "cc"};
    enum { GLOBALS = 1, STRING, TABLE, MATH, UTF8, HTML, CC };

    lua_settop(L, 0);
    lua_newtable(L);
    open_base(L, GLOBALS);
    open_library(L, luaopen_string, no_string);
    open_library(L, luaopen_table, nothing);
    open_library(L, luaopen_math, no_math);
    open_library(L, luaopen_utf8, nothing);
    cc_html_open(L);
    cc_bind_open(L);
    cc_guard_libraries(L, STRING, TABLE, UTF8);

    cc_freeze_open(L, GLOBALS);
    for (int i = STRING; i <= CC; i++) {
        lua_pushvalue(L, i);
        cc_freeze_value(L);
        lua_setfield(L, GLOBALS, names[i - STRING]);
    }
    /* The string metatable keeps the plain library, which has no way to be written through a string. */
    cc_page_open(L);
    cc_chunk_open(L);
    return 0;
}
