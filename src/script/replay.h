/* Replays: a page that is made of the same as one before is written from the plan of that one (plan.h), and no script
 * runs. A script is a function of its model and of what its reads give, in their order: it has no other input and keeps
 * nothing. So the plan is kept under a hash of just these, that of what the user asks among them, and of who he is
 * where the script has looked at that (texts that it only shows are put in by C, plan.h). Each request reads its data
 * anew, within its rights, and then looks under what these have given; rows are no part of it, they are rendered from
 * what was read just now. Nothing kept can be stale or another user's, and nothing needs to be told of changes.
 *
 * The path of a page leads from the hash of its model by that of each read to the plan; each step is kept by itself. */
#ifndef CC_REPLAY_H
#define CC_REPLAY_H

#include "state.h"

typedef struct cc_replay_t cc_replay_t;

/** What is kept, at first nothing; for all threads of a process and one generation of sources, as long as `pool`. NULL:
 *  there is no room, or no lock. */
cc_replay_t *cc_replay_create(apr_pool_t *pool);

/** The key of the page of the state's call and of its model is in the call then; false: it is no page to be replayed.
 */
bool cc_replay_key(lua_State *L);

/** The plan of the page of the state's call, held until cc_replay_end, or NULL. The call has read then what the plan
 *  shows. Raises what reads raise. Once for each call. */
const char *cc_replay_find(lua_State *L, size_t *length);

/** At the end of each call, however it went. */
void cc_replay_end(const cc_state_t *state);

/** Keeps this plan for the state's call, whose script has run, when a page of the same model was made before and it is
 *  one to be kept. */
void cc_replay_keep(lua_State *L, const char *plan, size_t length);

#endif
