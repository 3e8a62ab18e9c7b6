/* What is kept for other pages must not depend on who asks first. A script learns of its caller by the lines that
 * errors name and by how much of the stack is left, so the call gets a stack of its own; and by variables of modules
 * that the page has set, so these are set aside. */
#include "apart.h"

#include "freeze.h"

#include <stdint.h>

#define APART_MAX 16
#define STACK_MAX (256 * 1024) /* bytes of the thread's stack; with the 200 calls in C of the next one: a megabyte */

/* A stack of its own has a counter of its own: of the instructions since that has looked last, nobody hears. */
#define STEPS 500

static size_t stack_used(const cc_state_t *state)
{
    intptr_t used = (intptr_t)state->stack - (intptr_t)__builtin_frame_address(0);
    return (size_t)(used < 0 ? -used : used);
}

void cc_apart_call(lua_State *L, int args)
{
    cc_state_t *state = cc_state_of(L);
    if (state->apart >= APART_MAX ||
        stack_used(state) > STACK_MAX) /* not to be caught: an outcome would tell how deep it was asked for */
        cc_state_abort(L, CC_ABORT_DEPTH, "modules or fragments are nested too deeply");
    cc_state_count(L, STEPS);
    cc_state_check(L);
    luaL_checkstack(L, 6, NULL);
    lua_State *apart = lua_newthread(L);
    lua_insert(L, -args - 2);
    lua_xmove(L, apart, args + 1);
    cc_freeze_set_aside(L); /* thread, aside */
    state->apart++;
    int rc = lua_pcall(apart, args, 1, 0);
    state->apart--;
    cc_freeze_take_back(L);
    cc_state_outcome(state, rc);
    lua_xmove(apart, L, 1);
    lua_remove(L, -2);
    if (rc != LUA_OK)
        lua_error(L);
}
