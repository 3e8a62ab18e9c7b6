/* The world of scripts. Whatever is not put into `globals` here does not exist for them: no load, no metatables,
 * no files, no coroutines, nothing that keeps a value between requests. */
#include "sandbox.h"

#include "../base/text.h"
#include "apart.h"
#include "bind_cc.h"
#include "freeze.h"
#include "guard.h"
#include "html.h"
#include "page.h"

#include <apr_strings.h>
#include <lualib.h>
#include <string.h>

static const char key_loaded, key_pages;

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
    if (rc == LUA_ERRMEM && !state->aborted)
        state->aborted = CC_ABORT_MEMORY;
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
    if (cc_freeze_push_hidden(L, 1))
        lua_replace(L, 1);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

/* ---- scripts ---- */

void cc_sandbox_env(lua_State *L)
{
    lua_newtable(L);
    cc_freeze_push_env_meta(L);
    lua_setmetatable(L, -2);
}

/** "components.grid" -> the script, "i18n.backoffice.de" -> the one in a folder of that folder; NULL for anything but
 * such a name. */
static const cc_script_t *module_script(const cc_source_t *source, const char *name)
{
    char path[64];
    static const char *const folders[] = {"components", "lib", "i18n", NULL};
    for (int i = 0; folders[i]; i++) {
        size_t length = strlen(folders[i]);
        if (strncmp(name, folders[i], length) != 0 || name[length] != '.')
            continue;
        name += length + 1;
        length = strlen(name);
        if (!length || length >= sizeof(path) ||
            name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")])
            return NULL;
        for (size_t at = 0; at <= length; at++)
            path[at] = (char)(name[at] == '.' ? '/' : name[at]);
        return cc_source_script(source, folders[i], path);
    }
    return NULL;
}

/* A module runs once per state and outlives the request; so it may not see the request (cc.* refuses while
 * `loading`), is called apart from it, and everything it leaves behind is frozen. A state with a module that failed is
 * not used again. */
int cc_sandbox_require(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    luaL_argcheck(L, strlen(name) == length, 1, "no module has a NUL in its name");
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) != LUA_TNIL) {
        if (lua_type(L, -1) == LUA_TLIGHTUSERDATA)
            return luaL_error(L, "module '%s' failed before, or requires itself", name);
        return 1;
    }
    const cc_script_t *script = module_script(state->source, name);
    if (!script)
        return luaL_error(L, "no module '%s'", name);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, state);
    lua_rawset(L, 2);
    state->loading++;
    if (luaL_loadbufferx(L, script->text, script->length, script->chunk, "t") != LUA_OK)
        return lua_error(L);
    cc_sandbox_env(L);
    if (!lua_setupvalue(L, -2, 1))
        lua_pop(L, 1);
    cc_apart_call(L, 0);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    cc_freeze_value(L);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    state->loading--;
    return 1;
}

int cc_sandbox_page(lua_State *L, const cc_script_t *script)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_pages);
    if (lua_rawgetp(L, -1, script) == LUA_TNIL) {
        lua_pop(L, 1);
        int rc = luaL_loadbufferx(L, script->text, script->length, script->chunk, "t");
        if (rc != LUA_OK) {
            lua_remove(L, -2);
            return rc;
        }
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, script);
    }
    lua_remove(L, -2);
    return LUA_OK;
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
        {"pcall", guarded_pcall}, {"next", frozen_next}, {"require", cc_sandbox_require}, {NULL, NULL}};
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
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_pages);
    return 0;
}
