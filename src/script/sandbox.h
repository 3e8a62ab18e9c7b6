/* What scripts find around them: allow-listed libraries, and no other globals. */
#ifndef CC_SANDBOX_H
#define CC_SANDBOX_H

#include "state.h"

/** A lua_CFunction that furnishes a new state. */
int cc_sandbox_open(lua_State *L);

/** Undoes what the page did to variables of modules. */
void cc_sandbox_forget(lua_State *L);

#endif
