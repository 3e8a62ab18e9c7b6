/* States are made here and run pages. */
#ifndef CC_RUN_H
#define CC_RUN_H

#include "state.h"

/** A new state with its libraries, or NULL when it has no room. */
cc_state_t *cc_state_create(const cc_source_t *source, size_t memory, int64_t instructions);

void cc_state_free(cc_state_t *state);

/** Runs the page of `call` in one protected call; a failure is logged. After anything but CC_OK the state must
 *  not be used again. */
cc_status_t cc_state_run(cc_state_t *state, cc_call_t *call);

/** May the state serve another request? Not with a half loaded module, nor when it holds much memory. */
bool cc_state_reusable(cc_state_t *state);

/** Compiles every script and logs those that are broken. */
void cc_state_compile_all(const cc_source_t *source, apr_pool_t *pool, const cc_log_t *log);

#endif
