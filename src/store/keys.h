/* Folded texts (cc_text_fold) that other rows repeat so that an index has the order of lists: users that of their
 * person, rows of access that of their customer. Each is kept in step here and nowhere else; those of users themselves
 * are in users.h. */
#ifndef CC_KEYS_H
#define CC_KEYS_H

#include "db.h"

/** The folded `{First name} {Last name} {Code}` that lists sort and search by. */
const char *cc_person_key(apr_pool_t *pool, const char *first_name, const char *last_name, const char *code);

/** Inside a transaction, once the person has this key: the users of the person repeat it. */
cc_status_t cc_keys_rename_person(cc_db_t *db, int64_t person_id, const char *key);

/** Inside a transaction, before the party gets this folded name: rows of access to its customers repeat it. Changes
 *  nothing where it has that name already. */
cc_status_t cc_keys_rename_party(cc_db_t *db, int64_t party_id, const char *name_key);

/** Inside a transaction, once the customer is another party's: rows of access to it repeat that one's name. */
cc_status_t cc_keys_move_customer(cc_db_t *db, const char *number);

#endif
