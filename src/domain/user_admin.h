/* The back office's form of a user. */
#ifndef CC_USER_ADMIN_H
#define CC_USER_ADMIN_H

#include "backoffice.h"

/** A user with what the form shows beside the fields. */
typedef struct {
    cc_user_t user;
    const char *display;      /**< `{Name} <{Login}> [{UserType}]` */
    const char *person_name;  /**< first and last name, or NULL */
    const char *parent_party; /**< code of the person's parent party, or NULL */
    const char *parent_name;
    int failed_logins, sessions;
    int64_t locked_until; /**< seconds since the epoch; in the past or 0: not locked */
} cc_user_record_t;

/** The form's fields as typed; texts NULL when empty. */
typedef struct {
    const char *name, *login, *email, *user_type, *person, *notes;
    bool active, is_admin, unlock;
    int version;
} cc_user_changes_t;

/** All that the form of the user with this id shows. CC_NOT_FOUND: no such user. */
cc_status_t cc_user_record_get(cc_context_t *ctx, int64_t id, cc_user_record_t *record);

/** Saves the form as the administrator `ctx->actor_id`. CC_NOT_FOUND: no such user; CC_CONFLICT: `version` is not the
 *  present one; CC_INVALID with problems on the fields, among them `user_type`, `active` and `is_admin` for the actor's
 *  own; CC_REFUSED: the actor is no administrator. A user who may no longer sign in or administer loses all sessions.
 */
cc_status_t cc_user_admin_save(cc_context_t *ctx, int64_t id, const cc_user_changes_t *changes,
                               cc_problems_t *problems);

#endif
