/* One Lua state: its memory, its limits, and the call it works on, which it knows only while that lasts. A state
 * belongs to one thread at a time. */
#ifndef CC_STATE_H
#define CC_STATE_H

#include "heap.h"
#include "source.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

/** Why a call is over whatever the page does: a pcall of the page cannot stop these. */
typedef enum {
    CC_ABORT_NONE = 0,
    CC_ABORT_MEMORY,
    CC_ABORT_INSTRUCTIONS,
    CC_ABORT_SYNTAX, /**< the page does not compile */
    CC_ABORT_DEPTH,  /**< fragments or modules nested too deeply */
    CC_ABORT_DATA    /**< the core could not answer; it logged why */
} cc_abort_t;

#define CC_READS_MAX 20    /* calls of cc.* that a page may make */
#define CC_TOKENS_MAX 8    /* places of the form token that are remembered */
#define CC_MESSAGE_MAX 500 /* bytes of what a script has to say of its failure that are logged */

/** One rendering. */
typedef struct {
    const cc_render_t *what;
    const cc_script_t *script;
    apr_pool_t *pool;
    const cc_log_t *log;
    cc_status_t data_status;                        /**< with CC_ABORT_DATA: what the core said */
    int reads;                                      /**< calls of cc.* so far, and the look at who asks */
    bool identified;                                /**< that look was among them */
    int64_t read_began;                             /**< when the last of them began, see cc_state_now() */
    const struct cc_read_t *done[CC_READS_MAX + 1]; /**< what they gave, see read.h */
    int done_count;
    const void *lists[CC_READS_MAX + 1]; /**< by read, the table that it was given as, see list.c */
    unsigned char key[32];               /**< of the page and its model, see replay.h */
    bool has_key;
    struct cc_replay_entry_t *plan; /**< that the page is written from, see replay.h */
    bool looked;                    /**< the script has looked at what the key of a replay has not, see replay.h */
    int places;                     /**< of rows in the page, see plan.h */
    apr_pool_t *scratch;            /**< for one row, made with the first */
    const char *html;
    size_t length;
    size_t tokens[CC_TOKENS_MAX]; /**< where in `html` the form token stands */
    int token_count;              /**< how often; more than there is room for: not all are told */
    cc_db_version_t version;      /**< of the data, when the call began, see settled.h */
    unsigned char settled_key[32];
} cc_call_t;

typedef struct cc_state_t {
    struct cc_state_t *next; /**< in the engine's list of idle states */
    lua_State *lua;
    const cc_source_t *source;
    cc_heap_t heap;
    size_t told;          /**< of what the heap holds, how much the engine has told of */
    size_t limit;         /**< bytes that the state may hold */
    size_t refused;       /**< of one block: how many there was no room for, and still is not; see cc_state_outcome */
    int64_t instructions; /**< of one page */
    int64_t left;         /**< of this page */
    int64_t end, cpu_end; /**< cc_state_now() and CPU time of the thread: past both of them the page is over */
    bool spent;           /**< memory ran short when the page was over: it gets no more */
    cc_abort_t aborted;
    int loading;       /**< modules that began to load and did not finish */
    bool failed;       /**< one of them failed, and the page went on */
    int pure;          /**< fragments that are being rendered: they read no data */
    int apart;         /**< calls that see nothing of the page, see apart.h */
    const char *stack; /**< of the thread, where the call began */
    int kept;          /**< module variables that are remembered, see freeze.h */
    struct cc_kept_t *kept_list;
    size_t kept_size; /**< of that list, in bytes */
    cc_call_t *call;
    unsigned serial; /**< of the call, or of the last one */
    char *out;       /**< output buffer of templates */
    size_t out_length, out_size;
    void *steps; /**< of the template whose rows are being rendered, see rows.c */
    size_t steps_size;
    int fragments; /**< of the younger generation */
    size_t fragment_bytes;
    char shown_token[64]; /**< begins what stands for texts of whoever asks, see plan.h */
    char rows_token[64];  /**< begins what stands for the rows of a list, see plan.h */
} cc_state_t;

static inline cc_state_t *cc_state_of(lua_State *L)
{
    return *(cc_state_t **)lua_getextraspace(L);
}

/** A time in nanoseconds, to measure with. */
int64_t cc_state_now(void);

/** The page that begins now may take so many nanoseconds of CPU. */
void cc_state_begin(cc_state_t *state, int64_t cpu);

/** What took so many nanoseconds was the core, which read data, and not the page. Waiting for the database counts as
 * well, so a page that waited may compute for that much longer: asking for CPU time would be two system calls a read.
 */
void cc_state_extend(cc_state_t *state, int64_t time);

/** Raises if the page has used up its instructions or time. For C functions that take long. */
void cc_state_check(lua_State *L);

/** Counts so many steps of a C function as instructions of the page; raises if they are more than it has left. */
void cc_state_count(lua_State *L, int64_t steps);

/** Ends the call for a reason that the page cannot catch. */
_Noreturn void cc_state_abort(lua_State *L, cc_abort_t why, const char *message);

/** After a protected call that gave `rc`: has it failed for want of memory, the call is over. Library functions make
 *  common errors of that ("too many results to unpack"), and how much is left is not for a page or a fragment to find
 *  out: it depends on what others have in the state. */
void cc_state_outcome(cc_state_t *state, int rc);

/** Memory for C buffers of the state, within its limit. NULL when there is none left. */
void *cc_state_realloc(cc_state_t *state, void *memory, size_t old_size, size_t new_size);

/** The same for one that grows: what nobody has any more makes room for it. Raises when there is none left. */
void *cc_state_grow(lua_State *L, void *memory, size_t old_size, size_t new_size);

/** The state's memory for steps, of this size at least; raises when there is none left. */
void *cc_state_steps(lua_State *L, size_t size);

#endif
