/* Scripts as Lua runs them. Declared in chunk.h. */
#include "chunk.h"

#include "apart.h"
#include "freeze.h"

#include <stdint.h>
#include <string.h>

static const char key_loaded, key_pages;

void cc_chunk_env(lua_State *L)
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

/** Script -> what its chunk gives, frozen. */
static int load_module(lua_State *L)
{
    const cc_script_t *script = lua_touserdata(L, 1);
    if (luaL_loadbufferx(L, script->text, script->length, script->chunk, "t") != LUA_OK)
        return lua_error(L);
    cc_chunk_env(L);
    if (!lua_setupvalue(L, -2, 1))
        lua_pop(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    cc_freeze_value(L);
    return 1;
}

/* A module runs once per state and outlives the request; so it may not see the request (cc.* refuses while
 * `loading`), is called apart from it, and everything it leaves behind is frozen. A state with a module that failed is
 * not used again. Whether a page before has loaded it, nobody finds out by how much room is left here: what loading
 * takes more than that is taken apart, or is there before the look. */
void cc_chunk_module(lua_State *L, int name_at)
{
    cc_state_t *state = cc_state_of(L);
    size_t length;
    const char *name = luaL_checklstring(L, name_at, &length);
    luaL_argcheck(L, strlen(name) == length, name_at, "no module has a NUL in its name");
    luaL_checkstack(L, CC_APART_ROOM, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    int loaded = lua_gettop(L);
    lua_pushvalue(L, name_at);
    if (lua_rawget(L, loaded) != LUA_TNIL) {
        if (lua_type(L, -1) == LUA_TLIGHTUSERDATA)
            luaL_error(L, "module '%s' failed before, or requires itself", name);
        lua_remove(L, loaded);
        return;
    }
    lua_pop(L, 1);
    const cc_script_t *script = module_script(state->source, name);
    if (!script)
        luaL_error(L, "no module '%s'", name);
    lua_pushvalue(L, name_at);
    lua_pushlightuserdata(L, state);
    lua_rawset(L, loaded);
    state->loading++;
    lua_pushcfunction(L, load_module);
    lua_pushlightuserdata(L, (void *)(uintptr_t)script);
    cc_apart_call(L, 1);
    lua_pushvalue(L, name_at);
    lua_pushvalue(L, -2);
    lua_rawset(L, loaded);
    state->loading--;
    lua_remove(L, loaded);
}

int cc_chunk_require(lua_State *L)
{
    cc_chunk_module(L, 1);
    return 1;
}

int cc_chunk_page(lua_State *L, const cc_script_t *script)
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

void cc_chunk_open(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_pages);
}
