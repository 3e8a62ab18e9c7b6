/* Facts and JSON to Lua. Owns nothing; raises when the state has no room. */
#include "model.h"

#include <lauxlib.h>

static void push_json(lua_State *L, const json_t *model);

/** Sets the members of the object in the table on top. */
static void set_members(lua_State *L, const json_t *object)
{
    json_t *walked = (json_t *)(uintptr_t)object; /* jansson's iterator wants it so, and changes nothing */
    for (void *i = json_object_iter(walked); i; i = json_object_iter_next(walked, i)) {
        lua_pushlstring(L, json_object_iter_key(i), json_object_iter_key_len(i));
        push_json(L, json_object_iter_value(i));
        lua_rawset(L, -3);
    }
}

static void push_array(lua_State *L, const json_t *array)
{
    size_t count = json_array_size(array);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_json(L, json_array_get(array, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/** Pushes the value; null (and NULL) is nil. */
static void push_json(lua_State *L, const json_t *model)
{
    luaL_checkstack(L, 4, "the model is nested too deeply");
    switch (model ? json_typeof(model) : JSON_NULL) {
    case JSON_OBJECT:
        lua_createtable(L, 0, (int)json_object_size(model));
        set_members(L, model);
        break;
    case JSON_ARRAY: push_array(L, model); break;
    case JSON_STRING: lua_pushlstring(L, json_string_value(model), json_string_length(model)); break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(model)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(model)); break;
    case JSON_TRUE:
    case JSON_FALSE: lua_pushboolean(L, json_is_true(model)); break;
    default: lua_pushnil(L);
    }
}

/** Sets the facts from `*at` to the end of the object or list in the table on top. */
static void set_facts(lua_State *L, const cc_facts_t *facts, size_t *at)
{
    cc_fact_t fact;
    luaL_checkstack(L, 4, "the facts are nested too deeply");
    for (lua_Integer n = 1; cc_facts_next(facts, at, &fact) && fact.type != CC_FACT_END; n++) {
        bool named = fact.name_length > 0;
        if (named)
            lua_pushlstring(L, fact.name, fact.name_length);
        switch (fact.type) {
        case CC_FACT_TEXT: lua_pushlstring(L, fact.text, fact.length); break;
        case CC_FACT_NUMBER: lua_pushinteger(L, fact.number); break;
        case CC_FACT_FLAG: lua_pushboolean(L, fact.number != 0); break;
        default: lua_newtable(L); set_facts(L, facts, at);
        }
        if (named)
            lua_rawset(L, -3);
        else
            lua_rawseti(L, -2, n);
    }
}

void cc_model_push(lua_State *L, const cc_facts_t *facts, const json_t *model)
{
    luaL_checkstack(L, 4, "there is no room for the model");
    lua_createtable(L, 0, 32);
    size_t at = 0;
    if (facts)
        set_facts(L, facts, &at);
    if (model)
        set_members(L, model);
}
