/* Writing users: the folded keys and the identifiers that sign a user in are kept in step here and nowhere else. */
#ifndef CC_USERS_H
#define CC_USERS_H

#include "db.h"

/** Inside a transaction: inserts the user; `*id` gets the key. `hash` and `person_id` may be NULL and 0. CC_CONFLICT
 *  when the login or the e-mail already signs somebody in; `*field` (may be NULL) says which. */
cc_status_t cc_user_insert(cc_db_t *db, const cc_user_t *user, const char *hash, int64_t person_id, int64_t *id,
                           const char **field);

/** Inside a transaction: writes all of the user's fields but the password; statuses as above. */
cc_status_t cc_user_update(cc_db_t *db, const cc_user_t *user, int64_t person_id, const char **field);

/** The folded `{Name} <{Login}> [{UserType}]` that lists sort and search by. */
const char *cc_user_key(apr_pool_t *pool, const cc_user_t *user);

#endif
