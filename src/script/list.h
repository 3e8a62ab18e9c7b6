/* What cc.grid() gives. Most pages hand it on to a fragment (fragment.h), which has been made of the same before: so
 * the table is empty until a script looks into it, and C tells by what was read whether it is the same. */
#ifndef CC_LIST_H
#define CC_LIST_H

#include "read.h"

/** Makes what all lists of the state share. */
void cc_list_open(lua_State *L);

/** Pushes the table of the grid that was read. */
void cc_list_push(lua_State *L, const cc_read_t *read);

/** The read whose table is at `index`, if no script has looked into it or changed it; else NULL. */
const cc_read_t *cc_list_untouched(lua_State *L, int index);

/** The value at `index`, if it is such a table, is about to be gone through: fills it. */
void cc_list_know(lua_State *L, int index);

/** Is the value at `index` the table of a list, filled or not? */
bool cc_list_is(lua_State *L, int index);

/** Pushes a plain table with all that the list has, but for its rows. */
void cc_list_push_all(lua_State *L, const cc_read_t *read);

#endif
