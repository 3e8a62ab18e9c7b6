/* Granting, changing and removing external access. Each call is one transaction in which the actor's own row and
 * the target row are read again under the write lock, judged by `policy`, changed, and audited: a rule that held a
 * moment ago does not count. */
#ifndef CC_ACCESS_H
#define CC_ACCESS_H

#include "context.h"

/** Who acts on which customer. `user_id` 0 is the back office or ccadmin. */
typedef struct {
    int64_t user_id;
    int64_t customer_id;
} cc_access_actor_t;

/** Values of a row as typed; parsed and checked by cc_access_parse. */
typedef struct {
    cc_role_t role;
    int days_back;
    const char *notes; /**< NULL when empty */
} cc_access_values_t;

/** Checks `role`, `days_back` and `notes` as typed. Problems go to those fields. */
cc_status_t cc_access_parse(apr_pool_t *pool, const char *role, const char *days_back, const char *notes,
                            cc_access_values_t *values, cc_problems_t *problems);

/** Looks up a registered, active INT or EXT user by exact e-mail who has no row for the customer yet.
 *  CC_INVALID with a problem on `email` when there is none; CC_LIMITED beyond 100 look-ups in 15 minutes. */
cc_status_t cc_access_lookup(cc_context_t *ctx, const cc_access_actor_t *actor, const char *email, cc_user_t *found,
                             cc_problems_t *problems);

/** Adds a row for the user with this e-mail. CC_INVALID with problems on `email`, `role` or `days_back`. */
cc_status_t cc_access_add(cc_context_t *ctx, const cc_access_actor_t *actor, const char *email,
                          const cc_access_values_t *values, cc_problems_t *problems);

/** Changes a row. CC_NOT_FOUND: no such row of this customer; CC_REFUSED: the row may not be touched;
 *  CC_INVALID: role or days not allowed; CC_CONFLICT: `version` is not the present one, `*present` (may be
 *  NULL) is the row as it stands. A row that has these values already stays as it is, without a record. */
cc_status_t cc_access_edit(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                           const cc_access_values_t *values, cc_access_t *present, cc_problems_t *problems);

/** Removes a row; the user stays. Statuses as for cc_access_edit. */
cc_status_t cc_access_remove(cc_context_t *ctx, const cc_access_actor_t *actor, int64_t id, int version,
                             cc_problems_t *problems);

/** One row of this customer for a form. */
cc_status_t cc_access_get(cc_context_t *ctx, int64_t customer_id, int64_t id, cc_access_t *row);

/** Inside a transaction, as the back office: adds or changes the row of this user; a row that has these values
 *  already stays as it is. For `load`, which also brings back rows of users who may not sign in (any more): whoever
 *  gives access anew asks the policy about the user first, as cc_access_grant does. */
cc_status_t cc_access_put(cc_context_t *ctx, int64_t customer_id, const cc_user_t *user,
                          const cc_access_values_t *values, cc_problems_t *problems);

/** ccadmin and the back office: grants by login, or changes the row that exists. Texts as typed; `days_back` or
 *  `notes` NULL keeps what the row has (a new one: no limit, no notes). An Owner row stays as it is; only an active
 *  INT or EXT user gets a new row. Problems are on `customer`, `user`, `role`, `days_back`, `notes`. */
cc_status_t cc_access_grant(cc_context_t *ctx, const char *customer_number, const char *login, const char *role,
                            const char *days_back, const char *notes, cc_problems_t *problems);

/** Takes the row of this login away. CC_INVALID with a problem on `customer` or `user`: there is no such row.
 *  CC_REFUSED with one on `role`: it is an Owner's. */
cc_status_t cc_access_revoke(cc_context_t *ctx, const char *customer_number, const char *login,
                             cc_problems_t *problems);

#endif
