/* Templates: HTML with places for values. Compiled once per state; filled in by C. */
#ifndef CC_TEMPLATE_H
#define CC_TEMPLATE_H

#include <lua.h>

/** Makes the type. */
void cc_template_open(lua_State *L);

/** html.template(text): a lua_CFunction. */
int cc_template_new(lua_State *L);

#endif
