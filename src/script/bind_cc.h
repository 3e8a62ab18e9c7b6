/* What pages may read: `cc.*`. Each function finds the request by the state it runs in, applies the view, and
 * refuses outside of a request. */
#ifndef CC_BIND_CC_H
#define CC_BIND_CC_H

#include <lua.h>

/** Pushes the table `cc`. */
void cc_bind_open(lua_State *L);

#endif
