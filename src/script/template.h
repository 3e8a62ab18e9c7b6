/* Templates: HTML with places for values. Compiled once per state; filled in by C. */
#ifndef CC_TEMPLATE_H
#define CC_TEMPLATE_H

#include "state.h"

typedef enum { CC_SEGMENT_TEXT, CC_SEGMENT_VALUE, CC_SEGMENT_QUOTED, CC_SEGMENT_ATTRIBUTE } cc_segment_kind_t;

typedef struct {
    cc_segment_kind_t kind;
    unsigned length;
    const char *start; /**< of the text or the key, in the template's source */
} cc_segment_t;

/** The source string is the user value, so that `start` stays valid. */
typedef struct {
    int count;
    cc_segment_t segments[];
} cc_template_t;

/** Makes the type. */
void cc_template_open(lua_State *L);

/** html.template(text): a lua_CFunction. */
int cc_template_new(lua_State *L);

/** The template at `index`; raises for any other value. */
const cc_template_t *cc_template_check(lua_State *L, int index);

/** Adds to the output what an attribute becomes whose value is on the top: nothing, the bare name, or
 *  ` name="value"`. `name` is that of the place, for errors. */
void cc_template_attribute(lua_State *L, cc_state_t *state, const cc_segment_t *segment, const char *name);

/** Adds to the output the value at `index` in the quotes of an attribute. */
void cc_template_quoted(lua_State *L, cc_state_t *state, int index, const char *name);

#endif
