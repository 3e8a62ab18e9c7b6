/* The memory of a state and the limits of a page. */
#include "state.h"

#include <time.h>

#define ABORT_RESERVE (64 * 1024) /* so that a call that ran out of memory can say where */

void *cc_state_steps(lua_State *L, size_t size)
{
    cc_state_t *state = cc_state_of(L);
    if (state->steps_size < size) {
        state->steps = cc_state_grow(L, state->steps, state->steps_size, size);
        state->steps_size = size;
    }
    return state->steps;
}

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t cc_state_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void cc_state_begin(cc_state_t *state, int64_t cpu)
{
    state->end = cc_state_now() + cpu;
    state->cpu_end = read_clock(CLOCK_THREAD_CPUTIME_ID) + cpu;
}

void cc_state_extend(cc_state_t *state, int64_t time)
{
    state->end += time;
    state->cpu_end += time;
}

/* CPU time is what counts, but asking for it is a system call, and before `end` it cannot be over. */
static bool is_over(const cc_state_t *state)
{
    return cc_state_now() > state->end && read_clock(CLOCK_THREAD_CPUTIME_ID) > state->cpu_end;
}

/* Lua then collects garbage, all of it, and asks again: where memory is full of what is in use, that takes long for
 * every block, and a library function can ask for thousands without an instruction between them. Where it is the table
 * of all short texts that should grow, Lua goes on without. */
static void refuse(cc_state_t *state, size_t size)
{
    state->refused = size;
    state->spent = state->spent || (state->call && is_over(state));
}

void *cc_state_realloc(cc_state_t *state, void *memory, size_t old_size, size_t new_size)
{
    if (!memory)
        old_size = 0; /* Lua passes the kind of object there */
    if (new_size == 0) {
        cc_heap_release(&state->heap, memory, old_size);
        return NULL;
    }
    state->heap.limit = state->limit + (state->aborted ? ABORT_RESERVE : 0);
    bool given = !state->spent || state->aborted || new_size <= old_size;
    void *moved = given ? cc_heap_resize(&state->heap, memory, old_size, new_size) : NULL;
    if (!moved && new_size > old_size)
        refuse(state, new_size);
    else if (state->refused == new_size && new_size > old_size)
        state->refused = 0;                               /* Lua has collected garbage, and asked again */
    return moved || new_size > old_size ? moved : memory; /* Lua relies on shrinking */
}

void *cc_state_grow(lua_State *L, void *memory, size_t old_size, size_t new_size)
{
    void *moved = cc_state_realloc(cc_state_of(L), memory, old_size, new_size);
    if (!moved) {
        lua_gc(L, LUA_GCCOLLECT, 0);
        moved = cc_state_realloc(cc_state_of(L), memory, old_size, new_size);
    }
    if (!moved)
        cc_state_abort(L, CC_ABORT_MEMORY, "not enough memory");
    return moved;
}

void cc_state_outcome(cc_state_t *state, int rc)
{
    if ((rc == LUA_ERRMEM || (rc != LUA_OK && state->refused)) && !state->aborted)
        state->aborted = state->spent ? CC_ABORT_INSTRUCTIONS : CC_ABORT_MEMORY;
}

_Noreturn void cc_state_abort(lua_State *L, cc_abort_t why, const char *message)
{
    cc_state_of(L)->aborted = why;
    luaL_error(L, "%s", message);
    __builtin_unreachable(); /* Lua does not tell the compiler */
}

void cc_state_check(lua_State *L)
{
    const cc_state_t *state = cc_state_of(L);
    if (state->call && (state->left <= 0 || is_over(state)))
        cc_state_abort(L, CC_ABORT_INSTRUCTIONS, "the page takes too long");
}

void cc_state_count(lua_State *L, int64_t steps)
{
    cc_state_t *state = cc_state_of(L);
    state->left -= steps;
    if (state->left <= 0)
        cc_state_check(L);
}
