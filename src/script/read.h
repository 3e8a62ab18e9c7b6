/* What a page reads through cc.*: done in C, within the rights of who asks, and remembered by the call, so that a page
 * that is first tried as a replay (replay.h) does not ask the database twice. */
#ifndef CC_READ_H
#define CC_READ_H

#include "state.h"

#include "../domain/grid.h"

typedef enum {
    CC_READ_GRID,
    CC_READ_CHOICES,
    CC_READ_PROFILE,
    CC_READ_SESSIONS,
    CC_READ_IDENTITY /**< who asks, for which customer: nothing is read, but the page knows it from then on */
} cc_read_kind_t;

typedef struct cc_read_t {
    cc_read_kind_t kind;
    const char *grid, *column;  /**< of a grid, of choices; else "" */
    const cc_grid_def_t *def;   /**< of a grid */
    cc_grid_query_t query;      /**< of a grid */
    cc_grid_result_t result;    /**< of a grid */
    apr_array_header_t *values; /**< of choices: texts; of sessions: cc_session_t */
    cc_profile_t profile;
    int number; /**< which of the call's reads it is, from 0 */
} cc_read_t;

/** Reads what the call has not read before at this place of its order. Raises where there is no one who may read, or
 *  the right lacks; ends the call when the core could not answer. `grid` and `column` are "" where there is none. */
const cc_read_t *cc_read_do(lua_State *L, cc_read_kind_t kind, const char *grid, const char *column);

/** Does the call know the read by its number? Not where one before it was refused and the script went on. */
bool cc_read_remembered(const cc_call_t *call, const cc_read_t *read);

/** Begins the order of reads again; what was read so far is found there. */
void cc_read_again(cc_call_t *call);

/** Adds to the output all that a script can get to know of the read without looking at rows; false where it is not to
 *  be kept. */
bool cc_read_key(lua_State *L, const cc_read_t *read);

#endif
