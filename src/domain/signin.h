/* Signing in: password check, lockout, upgrade of old hashes. Every failure looks and lasts alike (ASVS 6.3.8). */
#ifndef CC_SIGNIN_H
#define CC_SIGNIN_H

#include "context.h"
#include "password.h"
#include "session.h"

typedef struct {
    cc_password_cost_t cost;
    int attempts, window, lockout; /**< failures, seconds, seconds */
    bool administrators;           /**< only internal administrators may enter: the back office */
} cc_signin_rules_t;

/** Checks a password and opens a session. `identifier` is a login name or an e-mail address.
 *  CC_REFUSED for every failure (unknown, wrong, locked, inactive, wrong type); CC_BUSY when no hash could be
 *  computed soon. No database connection is held while hashing. `old_token` (may be NULL) is a session of this
 *  browser that the new one replaces. */
cc_status_t cc_signin(cc_context_t *ctx, const cc_signin_rules_t *rules, const char *site,
                      const cc_session_limits_t *limits, const char *identifier, const char *password, bool remember,
                      const char *old_token, const char **token);

/** The check alone, for HTTP Basic: no session, and no record of a success. CC_OK: `*user_id` is whose password it is.
 */
cc_status_t cc_signin_check(cc_context_t *ctx, const cc_signin_rules_t *rules, const char *identifier,
                            const char *password, int64_t *user_id);

/** The user with this id, if they may sign in at all; else CC_NOT_FOUND. */
cc_status_t cc_signin_user(cc_context_t *ctx, int64_t user_id, cc_user_t *user);

/** The one user whom another module's name means: by login or e-mail, compared as everywhere. CC_NOT_FOUND if there is
 *  none, if login and e-mail mean different users, or if the user may not sign in (`administrators`: to the back
 * office). */
cc_status_t cc_signin_named(cc_context_t *ctx, const char *name, bool administrators, cc_user_t *user);

/** Opens a session for a user whom another module authenticated, in place of `old_token` (may be NULL). CC_REFUSED:
 * they may not sign in any more (`administrators`: to the back office). */
cc_status_t cc_signin_trusted(cc_context_t *ctx, const char *site, const cc_session_limits_t *limits,
                              bool administrators, int64_t user_id, const char *old_token, const char **token);

/** The same check for a user who is signed in already (`current_password`): failures count as failed logins. */
cc_status_t cc_signin_confirm(cc_context_t *ctx, const cc_signin_rules_t *rules, int64_t user_id, const char *password);

#endif
