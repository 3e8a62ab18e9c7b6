/* Calls whose outcome outlives the page that asks: fragments, and modules that load. */
#ifndef CC_APART_H
#define CC_APART_H

#include "state.h"

#define CC_APART_ROOM 400 /* of Lua's stack: more than a call takes, and what goes with it */

/** [function, `args` arguments] -> [its result]. The function sees nothing of who calls it: it has a stack of its own,
 *  and finds the variables of modules as they were loaded, which are afterwards what they were before. Raises what the
 *  function raises, and ends the call where such calls are nested too deeply, or it has taken too long. */
void cc_apart_call(lua_State *L, int args);

#endif
