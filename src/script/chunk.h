/* Scripts as Lua runs them: modules, which `require` runs once in a state, and pages, compiled once in a state and run
 * for each request, each with globals of its own. */
#ifndef CC_CHUNK_H
#define CC_CHUNK_H

#include "state.h"

/** Makes the lists of what is there already. */
void cc_chunk_open(lua_State *L);

/** Pushes the module whose name is at `name_at`, which is no index from the top. Raises if there is none. */
void cc_chunk_module(lua_State *L, int name_at);

/** require(name): a lua_CFunction. */
int cc_chunk_require(lua_State *L);

/** Pushes the compiled chunk of a page, the same for each request, and returns LUA_OK; else pushes the message and
 *  returns Lua's code. */
int cc_chunk_page(lua_State *L, const cc_script_t *script);

/** Pushes new, empty globals behind which the libraries are. */
void cc_chunk_env(lua_State *L);

#endif
