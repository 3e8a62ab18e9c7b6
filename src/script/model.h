/* The model that C hands to a page, from facts and JSON to Lua tables. */
#ifndef CC_MODEL_H
#define CC_MODEL_H

#include "../base/facts.h"

#include <jansson.h>
#include <lua.h>

/* Inside protected calls only. */

/** Pushes a table of the facts (NULL: none) and of the members of the object (NULL: none). */
void cc_model_push(lua_State *L, const cc_facts_t *facts, const json_t *model);

#endif
