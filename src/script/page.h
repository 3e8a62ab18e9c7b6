/* The argument of a page's function: what C tells it of the request. */
#ifndef CC_PAGE_H
#define CC_PAGE_H

#include "state.h"

/** Makes what all pages of the state share. */
void cc_page_open(lua_State *L);

/** Pushes the table, for the state's call. Inside protected calls only. */
void cc_page_push(lua_State *L);

/** The value at `index`, if it is this table, is about to be gone through: puts into it who asks (a read, read.h). */
void cc_page_know(lua_State *L, int index);

#endif
