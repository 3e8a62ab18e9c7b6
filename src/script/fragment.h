/* Fragments: parts of a page that look the same for the same input, kept in the state from one page to the next. */
#ifndef CC_FRAGMENT_H
#define CC_FRAGMENT_H

#include <lua.h>

/** Makes the store, empty. */
void cc_fragment_open(lua_State *L);

/** html.fragment(name, input): a lua_CFunction. */
int cc_fragment_get(lua_State *L);

#endif
