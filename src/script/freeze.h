/* Read-only tables. Pages and modules share a state over many requests, so nothing that outlives a request may be
 * changed by one: tables are replaced by empty proxies whose __index is the hidden table, and the variables of
 * modules (upvalues of their functions) are remembered and put back. */
#ifndef CC_FREEZE_H
#define CC_FREEZE_H

#include "state.h"

/** Prepares the registry. `globals` (a stack index) is what stands behind each script's own globals. */
void cc_freeze_open(lua_State *L, int globals);

/** Replaces the value on the top of the stack by its read-only form: tables all the way down, and the tables
 *  that functions reach through their upvalues. */
void cc_freeze_value(lua_State *L);

/** Replaces the table on the top, which holds neither tables nor functions, by its read-only form. Unlike
 *  cc_freeze_value() it is not remembered, so it goes when nobody has it any more. */
void cc_freeze_wrap(lua_State *L);

/** Pushes the metatable of a script's own globals. */
void cc_freeze_push_env_meta(lua_State *L);

/** Pushes the hidden table of the proxy at `index`; false (and nothing pushed) for any other value. */
bool cc_freeze_push_hidden(lua_State *L, int index);

/** Puts the remembered variables of modules back. */
void cc_freeze_restore(lua_State *L);

/** The same, and pushes what they were. */
void cc_freeze_set_aside(lua_State *L);

/** Pops what cc_freeze_set_aside() pushed, and makes the variables that again. */
void cc_freeze_take_back(lua_State *L);

#endif
