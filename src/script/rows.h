/* The rows of a list: made into tables one by one as far as the script looks at them, or rendered without any. */
#ifndef CC_ROWS_H
#define CC_ROWS_H

#include "state.h"

#include "../domain/grid.h"

/** Makes the type. */
void cc_rows_type(lua_State *L);

/** Pushes the rows of the result: an array to scripts, with rows:render(bound [, heads [, slots]]). What it refers to
 *  must live as long as the call; afterwards the rows refuse. */
void cc_rows_push(lua_State *L, cc_call_t *call, const cc_grid_result_t *result);

#endif
