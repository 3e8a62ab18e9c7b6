/* Library functions whose running time no instruction counter sees: what they may be asked for is bounded. */
#ifndef CC_GUARD_H
#define CC_GUARD_H

#include <lua.h>

/** Replaces functions of the string, table and utf8 libraries, each a table at its index. */
void cc_guard_libraries(lua_State *L, int string, int table, int utf8);

#endif
