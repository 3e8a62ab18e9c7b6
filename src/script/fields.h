/* Fields of the table on the top of the stack. */
#ifndef CC_FIELDS_H
#define CC_FIELDS_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

/** NULL is "". */
static inline void cc_set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text ? text : "");
    lua_setfield(L, -2, key);
}

static inline void cc_set_int(lua_State *L, const char *key, int64_t value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

static inline void cc_set_bool(lua_State *L, const char *key, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

#endif
