/* Markup: text that is HTML already, a type of its own, so that everything else is escaped when it meets HTML. Output
 * is collected in a buffer of the state; no script runs while it is being filled. */
#ifndef CC_OUT_H
#define CC_OUT_H

#include "state.h"

#include <string.h>

/** Makes the type of markup and pushes its metatable, still empty. */
void cc_markup_type(lua_State *L);

/** The text of the markup at `index`, or NULL for any other value. */
const char *cc_markup_text(lua_State *L, int index, size_t *length);

/** Pushes the text, which is HTML, as markup. */
void cc_markup_push(lua_State *L, const char *text, size_t length);

/** Empties the output buffer of the state. */
void cc_out_start(lua_State *L, cc_state_t *state);

/** Makes room for so many more bytes in the output buffer; raises when there is no memory. */
void cc_out_grow(lua_State *L, cc_state_t *state, size_t more);

/** Appends to the output buffer of the state; raises when there is no memory. */
static inline void cc_out_add(lua_State *L, cc_state_t *state, const char *text, size_t length)
{
    if (state->out_size - state->out_length < length)
        cc_out_grow(L, state, length);
    if (length)
        memcpy(state->out + state->out_length, text, length);
    state->out_length += length;
}

/** The same with & < > " ' escaped, fit for text and for quoted attributes. */
void cc_out_escape(lua_State *L, cc_state_t *state, const char *text, size_t length);

/** The same percent-encoded, as one component of an address, or, with `slashes`, as several: but as one where a part of
 *  it is "." or "..", which browsers would take for a step to somewhere else. */
void cc_out_url(lua_State *L, cc_state_t *state, const char *text, size_t length, bool slashes);

/** Appends the value at `index` as HTML text: strings and numbers escaped, markup as it is, arrays item by item,
 *  nothing for nil and false. `what` names it in an error. */
void cc_out_value(lua_State *L, cc_state_t *state, int index, const char *what);

/** The length of the array at `index`, whose items are about to be looked at: each counts as an instruction, as lists
 *  that hold the same lists again and again have items without end in hardly any memory. */
lua_Integer cc_out_list(lua_State *L, int index);

#endif
