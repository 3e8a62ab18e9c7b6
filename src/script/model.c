/* JSON to Lua. Owns nothing; raises when the state has no room. */
#include "model.h"

#include <lauxlib.h>

static void push_object(lua_State *L, const json_t *object)
{
    json_t *walked = (json_t *)(uintptr_t)object; /* jansson's iterator wants it so, and changes nothing */
    lua_createtable(L, 0, (int)json_object_size(object));
    for (void *i = json_object_iter(walked); i; i = json_object_iter_next(walked, i)) {
        lua_pushlstring(L, json_object_iter_key(i), json_object_iter_key_len(i));
        cc_model_push(L, json_object_iter_value(i));
        lua_rawset(L, -3);
    }
}

static void push_array(lua_State *L, const json_t *array)
{
    size_t count = json_array_size(array);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        cc_model_push(L, json_array_get(array, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void cc_model_push(lua_State *L, const json_t *model)
{
    luaL_checkstack(L, 4, "the model is nested too deeply");
    switch (model ? json_typeof(model) : JSON_NULL) {
    case JSON_OBJECT: push_object(L, model); break;
    case JSON_ARRAY: push_array(L, model); break;
    case JSON_STRING: lua_pushlstring(L, json_string_value(model), json_string_length(model)); break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(model)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(model)); break;
    case JSON_TRUE:
    case JSON_FALSE: lua_pushboolean(L, json_is_true(model)); break;
    default: lua_pushnil(L);
    }
}
