/* The functions that scripts find in `html`. */
#ifndef CC_HTML_H
#define CC_HTML_H

#include <lua.h>

/** Pushes the table `html` and makes the types behind it. */
void cc_html_open(lua_State *L);

#endif
