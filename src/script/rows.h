/* The rows of a list: made into tables one by one as far as the script looks at them, or rendered without any. */
#ifndef CC_ROWS_H
#define CC_ROWS_H

#include "state.h"

/** Makes the type. */
void cc_rows_type(lua_State *L);

/** Pushes the rows of the grid that was read: an array to scripts, with rows:render(bound [, heads [, slots]]). They
 *  refuse when the call is over. */
void cc_rows_push(lua_State *L, const struct cc_read_t *read);

/** Raises where a row would have more steps than are allowed. */
void cc_rows_check(lua_State *L, const char *bound, size_t length);

/** Memory for one row, so that a page cannot take any that its limit does not count; made with the first. */
apr_pool_t *cc_rows_scratch(lua_State *L, cc_call_t *call);

/** The text of a cell as the call's user reads it, in that memory. */
const char *cc_rows_cell(const cc_call_t *call, const cc_grid_def_t *def, const cc_grid_row_t *row, int column);

/** Adds to the output the rows of the grid that was read, each by the bound template. `heads` and `slots` are the stack
 *  indices of what rows:render() got, or 0. */
void cc_rows_write(lua_State *L, cc_state_t *state, const struct cc_read_t *read, const char *bound, size_t length,
                   int heads, int slots);

#endif
