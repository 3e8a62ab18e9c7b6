/* Users as the back office, `load` and ccadmin write them: every field, whatever the type. What users do to
 * themselves is in account.h. */
#ifndef CC_USER_H
#define CC_USER_H

#include "context.h"

/** Checks the user's own fields; problems are on `login`, `email`, `name`, `user_type`, `phone`, `language`,
 *  `company`, `message`, `notes`. */
void cc_user_check(const cc_user_t *user, cc_problems_t *problems);

/** Inside a transaction: checks the user, and inserts it (`before` NULL) or writes its fields over those of `before`,
 *  whose id it keeps. `hash` (may be NULL: leave the password) points to the new password hash, or to NULL for none.
 *  A user who may no longer sign in or administer, or whose password changed, loses all sessions. Audited. CC_INVALID
 * with problems, also for a login or e-mail that signs somebody else in, and an unknown person. */
cc_status_t cc_user_put(cc_context_t *ctx, const cc_user_t *before, cc_user_t *user, const char *const *hash,
                        cc_problems_t *problems);

#endif
