/* Calls whose outcome outlives the page that asks: fragments, and modules that load. */
#ifndef CC_APART_H
#define CC_APART_H

#include "state.h"

/** [function, `args` arguments] -> [its result]. The function sees nothing of who calls it: it has a stack of its own,
 *  and finds the variables of modules as they were loaded, which are afterwards what they were before. Raises what the
 *  function raises, and ends the call where such calls are nested too deeply. */
void cc_apart_call(lua_State *L, int args);

#endif
