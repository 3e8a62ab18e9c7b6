/* The model that C hands to a page, from JSON to Lua tables. */
#ifndef CC_MODEL_H
#define CC_MODEL_H

#include <jansson.h>
#include <lua.h>

/** Pushes the value; null (and NULL) is nil. Inside a protected call only. */
void cc_model_push(lua_State *L, const json_t *model);

#endif
