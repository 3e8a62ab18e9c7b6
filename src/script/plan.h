/* The plan of a page: its HTML, with what is put in only when it is sent: the form token and other texts of whoever
 * asks (cc_shown_t), and the rows of lists. While a script works, texts that nobody can guess stand for them; scripts
 * may know those of the former, and never see those of rows. A plan has none of these texts, and no row. */
#ifndef CC_PLAN_H
#define CC_PLAN_H

#include "state.h"

/** Pushes markup that stands for the rows of the read of this number, filled in by the bound template at `bound` (a
 * stack index). */
void cc_plan_push_rows(lua_State *L, int read, int bound);

/** Pushes what stands for this text of whoever asks. */
void cc_plan_push_shown(lua_State *L, cc_shown_t which);

/** Does the text hold what stands for rows or for a text of whoever asks? */
bool cc_plan_has_places(const cc_state_t *state, const char *text, size_t length);

/** Does it hold what stands for a text of whoever asks? */
bool cc_plan_has_shown(const cc_state_t *state, const char *text, size_t length);

/** Adds to the output the text, with rows in the place of what stands for them. */
void cc_plan_expand(lua_State *L, const char *text, size_t length);

/** Adds to the output the plan of the page. */
void cc_plan_make(lua_State *L, const char *html, size_t length);

/** Adds to the output the page of this plan: for the present call, which has read what the plan shows. */
void cc_plan_write(lua_State *L, const char *plan, size_t length);

/** Lets go of the bound templates of the call. */
void cc_plan_forget(lua_State *L);

#endif
