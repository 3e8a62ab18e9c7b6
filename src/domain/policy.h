/* Who may do what: the only place that compares roles or computes a cut-off date. Pure: no database, no clock,
 * no memory but what is passed. Rules: shared domain description, "Roles" and "Rules for granting access". */
#ifndef CC_POLICY_H
#define CC_POLICY_H

#include "../base/types.h"

#include <apr_pools.h>

/** Why a change of access is refused. CC_GRANT_OK allows it. */
typedef enum {
    CC_GRANT_OK = 0,
    CC_GRANT_NO_RIGHT,      /**< the actor is below L80 */
    CC_GRANT_OWN_ROW,       /**< nobody changes or removes their own row */
    CC_GRANT_OWNER_ROW,     /**< an Owner row stays as it is */
    CC_GRANT_ROLE_TOO_HIGH, /**< N > A */
    CC_GRANT_DAYS_TOO_MANY  /**< more days than the actor has */
} cc_grant_t;

/** Who acts. The back office (and ccadmin) has no role on the customer and may give every role. */
typedef struct {
    bool back_office;
    cc_role_t role;
    int days_back;
} cc_grantor_t;

bool cc_policy_allows(cc_role_t role, cc_right_t right);

/** Does the role have what `least` has: `Require clientcenter-role`. */
bool cc_policy_includes(cc_role_t role, cc_role_t least);

/** Only active INT and EXT users sign in, by whatever path. */
bool cc_policy_may_sign_in(const char *user_type, bool active);

/** The back office: active internal users (INT) with is-admin, and nobody else. */
bool cc_policy_may_administer(const char *user_type, bool active, bool is_admin);

/** May an administrator set these of a user's fields: nobody does so for themselves, to rise or to be locked out. */
bool cc_policy_may_set_standing(bool own_user);

/** The first date whose data may be seen: today - days_back; NULL when there is no limit. */
const char *cc_policy_visible_since(apr_pool_t *pool, const char *today, int days_back);

/** May the actor give this role at all? What a choice of roles offers. */
bool cc_policy_may_give_role(const cc_grantor_t *actor, cc_role_t role);

cc_grant_t cc_policy_add(const cc_grantor_t *actor, cc_role_t role, int days_back);

/** `target` is the row as it stands. Keeping the present days back is not granting them, unless the role is
 *  raised. */
cc_grant_t cc_policy_edit(const cc_grantor_t *actor, cc_role_t target, int target_days, bool own_row, cc_role_t role,
                          int days_back);

/** May the row be changed in any way: the question behind an edit button. */
cc_grant_t cc_policy_touch(const cc_grantor_t *actor, cc_role_t target, bool own_row);

cc_grant_t cc_policy_remove(const cc_grantor_t *actor, cc_role_t target, bool own_row);

/** The sentence for the user, also the key of its translations. */
const char *cc_grant_message(cc_grant_t why);

#endif
