/* The one protected call through which Lua is entered and left. Everything that may raise, the set-up of a state and
 * the hand-over of the result included, happens inside such a call. */
#include "run.h"

#include "../base/text.h"
#include "chunk.h"
#include "out.h"
#include "page.h"
#include "plan.h"
#include "read.h"
#include "replay.h"
#include "sandbox.h"
#include "settled.h"

#include <apr_strings.h>
#include <sodium.h>
#include <stdlib.h>

#define HOOK_STEP 1000
#define NANOSECONDS_PER_INSTRUCTION 40 /* several times what one takes: this ends long-running C functions */
#define TEXT_MAX (1024 * 1024 + 64)    /* bytes; more where there is more memory: */
#define TEXT_PART 32
#define CPU_MIN INT64_C(1000000000)
#define TRACEBACK_MAX 3000
#define OUT_KEEP (256 * 1024)

/* Texts have a limit of their own: two of many megabytes take so long to be compared that a thousand instructions,
 * after which the time is looked at, would be half a minute. */
static void *allocate(void *baton, void *memory, size_t old_size, size_t new_size)
{
    const cc_state_t *state = baton;
    if (!memory && old_size == LUA_TSTRING && new_size > TEXT_MAX && new_size > state->limit / TEXT_PART)
        return NULL;
    return cc_state_realloc(baton, memory, old_size, new_size);
}

/* Goes on raising after the limit: a page that catches the error does not get far. */
static void count_hook(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    cc_state_of(L)->left -= HOOK_STEP;
    cc_state_check(L);
}

/* Unreachable while every entry is protected; Lua aborts the process afterwards. */
static int panic(lua_State *L)
{
    const cc_state_t *state = cc_state_of(L);
    if (state && state->call)
        cc_log(state->call->log, CC_LOG_ERROR, state->call->pool, "CC1306 Lua error outside of a protected call");
    return 0;
}

static int traceback(lua_State *L)
{
    size_t length;
    if (lua_type(L, 1) == LUA_TSTRING) {
        const char *message = lua_tolstring(L, 1, &length);
        lua_pushlstring(L, message, length < CC_MESSAGE_MAX ? length : CC_MESSAGE_MAX);
    } else {
        lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
    }
    luaL_traceback(L, L, NULL, 1);
    luaL_gsub(L, lua_tostring(L, -1), "\n\t", " | ");
    const char *trace = lua_tolstring(L, -1, &length);
    lua_pushlstring(L, trace, length < TRACEBACK_MAX ? length : TRACEBACK_MAX);
    lua_pushfstring(L, "%s | %s", lua_tostring(L, 2), lua_tostring(L, -1));
    return 1;
}

/** Writes the page of this plan into the pool of the call. */
static void write_page(lua_State *L, cc_state_t *state, const char *plan, size_t length)
{
    cc_call_t *call = state->call;
    cc_out_start(L, state);
    cc_plan_write(L, plan, length);
    cc_out_add(L, state, "", 1);
    call->html = apr_pmemdup(call->pool, state->out, state->out_length);
    call->length = state->out_length - 1;
}

/* The page as one before it, if there was one of the same. */
static int replay_page(lua_State *L)
{
    size_t length;
    if (cc_settled_find(L))
        return 0;
    const char *plan = cc_replay_find(L, &length);
    if (plan) {
        write_page(L, cc_state_of(L), plan, length);
        cc_settled_keep(L);
    }
    return 0;
}

/** Pushes the markup of the page: its chunk runs, then the function it returned. */
static void run_script(lua_State *L, cc_state_t *state)
{
    const cc_call_t *call = state->call;
    int chunk = lua_gettop(L) + 1, compiled = cc_chunk_page(L, call->script);
    if (compiled != LUA_OK) {
        state->aborted = compiled == LUA_ERRMEM ? CC_ABORT_MEMORY : CC_ABORT_SYNTAX;
        lua_error(L);
    }
    cc_chunk_env(L);
    if (!lua_setupvalue(L, chunk, 1))
        lua_pop(L, 1);
    lua_pushvalue(L, chunk); /* chunk, chunk */
    lua_call(L, 0, 1);       /* chunk, function */
    if (!lua_isfunction(L, -1))
        luaL_error(L, "the page returns a %s, not a function", luaL_typename(L, -1));
    cc_page_push(L);
    lua_call(L, 1, 1); /* chunk, markup */
    lua_pushnil(L);
    if (!lua_setupvalue(L, chunk, 1)) /* lets go of what the page kept in its globals */
        lua_pop(L, 1);
}

/* All of a page happens here, while protected. A replay that is refused says nothing: the script runs, and gets to know
 * of it itself. */
static int run_page(lua_State *L)
{
    cc_state_t *state = cc_state_of(L);
    cc_call_t *call = state->call;
    lua_pushcfunction(L, replay_page);
    int rc = lua_pcall(L, 0, 0, 0);
    cc_state_outcome(state, rc);
    if (rc != LUA_OK && state->aborted)
        return lua_error(L);
    lua_settop(L, 0);
    if (call->html)
        return 0;
    cc_read_again(call);
    run_script(L, state);
    size_t length;
    const char *html = cc_markup_text(L, -1, &length);
    if (!html)
        return luaL_error(L, "the page's function returns a %s, not markup", luaL_typename(L, -1));
    cc_out_start(L, state);
    cc_plan_make(L, html, length);
    length = state->out_length;
    const char *plan = apr_pmemdup(call->pool, state->out, length);
    write_page(L, state, plan, length);
    cc_replay_keep(L, plan, length);
    cc_plan_forget(L);
    cc_sandbox_forget(L);
    return 0;
}

static cc_status_t report(cc_state_t *state, int rc)
{
    const cc_call_t *call = state->call;
    const char *page = cc_escape_log(call->pool, call->what->page);
    const char *message = lua_type(state->lua, -1) == LUA_TSTRING ? lua_tostring(state->lua, -1) : "(no message)";
    message = cc_escape_log(call->pool, message);
    cc_state_outcome(state, rc);
    switch (state->aborted) {
    case CC_ABORT_DATA: return call->data_status;
    case CC_ABORT_MEMORY:
        cc_log(call->log, CC_LOG_ERROR, call->pool, "CC1302 page %s needs more than its %s bytes of memory: %s", page,
               cc_text_int(call->pool, (int64_t)state->limit), message);
        break;
    case CC_ABORT_INSTRUCTIONS:
        cc_log(call->log, CC_LOG_ERROR, call->pool, "CC1303 page %s needs more than its %s instructions: %s", page,
               cc_text_int(call->pool, state->instructions), message);
        break;
    case CC_ABORT_SYNTAX:
        cc_log(call->log, CC_LOG_ERROR, call->pool, "CC1304 page %s does not compile: %s", page, message);
        break;
    default: cc_log(call->log, CC_LOG_ERROR, call->pool, "CC1301 page %s: %s", page, message);
    }
    return CC_BROKEN;
}

cc_status_t cc_state_run(cc_state_t *state, cc_call_t *call)
{
    lua_State *L = state->lua;
    int64_t cpu = state->instructions * NANOSECONDS_PER_INSTRUCTION;
    state->call = call;
    state->serial++;
    state->aborted = CC_ABORT_NONE;
    state->refused = 0;
    state->spent = false;
    state->left = state->instructions;
    state->pure = 0;
    state->apart = 0;
    state->stack = __builtin_frame_address(0);
    cc_state_begin(state, cpu > CPU_MIN ? cpu : CPU_MIN);
    lua_sethook(L, count_hook, LUA_MASKCOUNT, HOOK_STEP);
    lua_pushcfunction(L, traceback);
    lua_pushcfunction(L, run_page);
    int rc = lua_pcall(L, 0, 0, 1);
    cc_status_t status = rc == LUA_OK ? CC_OK : report(state, rc);
    lua_sethook(L, NULL, 0, 0);
    lua_settop(L, 0);
    cc_replay_end(state);
    state->call = NULL;
    return status;
}

/** A text that nobody can guess, without characters that mean something in HTML or addresses. It begins with one that
 *  pages hardly have, so that it is found quickly. */
static void make_token(char *token, size_t size)
{
    unsigned char random[32];
    randombytes_buf(random, sizeof(random));
    *token = '~';
    sodium_bin2base64(token + 1, size - 1, random, sizeof(random), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

cc_state_t *cc_state_create(const cc_source_t *source, size_t memory, int64_t instructions)
{
    cc_state_t *state = calloc(1, sizeof(*state));
    if (!state)
        return NULL;
    make_token(state->shown_token, sizeof(state->shown_token));
    make_token(state->rows_token, sizeof(state->rows_token));
    state->source = source;
    state->limit = memory;
    state->instructions = instructions;
    state->lua = lua_newstate(allocate, state);
    if (!state->lua) {
        cc_heap_destroy(&state->heap);
        free(state);
        return NULL;
    }
    *(cc_state_t **)lua_getextraspace(state->lua) = state;
    lua_atpanic(state->lua, panic);
    lua_pushcfunction(state->lua, cc_sandbox_open);
    if (lua_pcall(state->lua, 0, 0, 0) != LUA_OK) {
        cc_state_free(state);
        return NULL;
    }
    return state;
}

void cc_state_free(cc_state_t *state)
{
    cc_heap_release(&state->heap, state->out, state->out_size);
    cc_heap_release(&state->heap, state->kept_list, state->kept_size);
    cc_heap_release(&state->heap, state->steps, state->steps_size);
    lua_close(state->lua);
    cc_heap_destroy(&state->heap);
    free(state);
}

bool cc_state_reusable(cc_state_t *state)
{
    if (state->out_size > OUT_KEEP) {
        cc_state_realloc(state, state->out, state->out_size, 0);
        state->out = NULL;
        state->out_size = 0;
    }
    if (state->heap.held > state->limit / 2)
        lua_gc(state->lua, LUA_GCCOLLECT, 0);
    return !state->failed && state->loading == 0 && state->heap.held <= state->limit / 2;
}

void cc_state_compile_all(const cc_source_t *source, apr_pool_t *pool, const cc_log_t *log)
{
    lua_State *L = luaL_newstate(); /* runs nothing, and lua_load protects itself */
    for (apr_hash_index_t *i = L ? apr_hash_first(pool, source->scripts) : NULL; i; i = apr_hash_next(i)) {
        void *value;
        apr_hash_this(i, NULL, NULL, &value);
        const cc_script_t *script = value;
        if (luaL_loadbufferx(L, script->text, script->length, script->chunk, "t") != LUA_OK)
            cc_log(log, CC_LOG_ERROR, pool, "CC1307 script %s does not compile: %s", cc_escape_log(pool, script->name),
                   lua_type(L, -1) == LUA_TSTRING ? cc_escape_log(pool, lua_tostring(L, -1)) : "(no message)");
        lua_settop(L, 0);
    }
    if (L)
        lua_close(L);
}
