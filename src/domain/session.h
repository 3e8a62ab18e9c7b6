/* Server-side sessions: found by the hash of a token, ended by idle time, absolute time, logout or the user's
 * deactivation. A session belongs to one site (Location path and enterprise company) and to no other. */
#ifndef CC_SESSION_H
#define CC_SESSION_H

#include "context.h"

#include <apr_tables.h>

/** Limits in seconds. `remember` replaces both when the user asked for it; 0: not offered. */
typedef struct {
    int idle, absolute, remember;
} cc_session_limits_t;

typedef struct {
    int64_t id;
    const char *token_hash;
    int64_t created_at, last_used_at, expires_at; /**< seconds, UTC; expires_at is the absolute end */
    int idle;                                     /**< seconds */
    const char *address, *user_agent;
} cc_session_t;

/** Finds the live session of the site with this token, with its user: of the session what says how long it lasts, of
 *  the user what pages show and rights depend on, and not notes, registration and version. CC_NOT_FOUND for anything
 * else: unknown, over, of another site, or of a user who may no longer sign in. */
cc_status_t cc_session_find(cc_context_t *ctx, const char *site, const char *token, cc_session_t *session,
                            cc_user_t *user);

/** Notes that the session is in use, at most once a minute, and never waits for other writers to do so. A failure
 *  to write is harmless. */
void cc_session_touch(cc_context_t *ctx, const cc_session_t *session);

/** Inside a transaction: a new session of the user, and a bounded clean-up of ended ones. */
cc_status_t cc_session_insert(cc_context_t *ctx, const char *site, int64_t user_id, const cc_session_limits_t *limits,
                              bool remember, const char **token);

/** Ends one session by its token (logout). CC_OK also when it was over already. */
cc_status_t cc_session_end(cc_context_t *ctx, const char *token);

/** Ends one session of the user by its id. */
cc_status_t cc_session_end_own(cc_context_t *ctx, int64_t user_id, int64_t session_id);

/** Ends all sessions of the user, on every site. */
cc_status_t cc_session_end_all(cc_context_t *ctx, int64_t user_id, int *ended);

/** How many sessions are live; 10000 stands for that many or more, so that the answer has a bounded cost. */
cc_status_t cc_session_count(cc_context_t *ctx, int64_t *count);

/** The live sessions of a user, newest first, at most 100: an array of cc_session_t. */
cc_status_t cc_session_list(cc_context_t *ctx, int64_t user_id, apr_array_header_t **sessions);

#endif
