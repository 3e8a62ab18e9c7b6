/* What scripts find around them: allow-listed libraries, `require`, and for each page globals of its own. */
#ifndef CC_SANDBOX_H
#define CC_SANDBOX_H

#include "state.h"

/** A lua_CFunction that furnishes a new state. */
int cc_sandbox_open(lua_State *L);

/** require(name): a lua_CFunction. */
int cc_sandbox_require(lua_State *L);

/** Pushes the compiled chunk of a page, the same for each request, and returns LUA_OK; else pushes the message and
 *  returns Lua's code. */
int cc_sandbox_page(lua_State *L, const cc_script_t *script);

/** Pushes new, empty globals behind which the libraries are. */
void cc_sandbox_env(lua_State *L);

/** Undoes what the page did to variables of modules. */
void cc_sandbox_forget(lua_State *L);

#endif
