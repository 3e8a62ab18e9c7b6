/* Version 11 of the schema: folded keys (cc_text_fold) of persons, of what names parties and customers, and of the
 * customer and the detail of audit records, as users and the names of parties have them. Lists search, filter and sort
 * by them; SQL's own LOWER knows no letters but those of ASCII. Users repeat the key of their person, and rows of
 * access that of their customer, so that an index has the order of the lists that show them. */
#ifndef CC_SCHEMA_KEYS_H
#define CC_SCHEMA_KEYS_H

#include "db.h"

/** Its statements for all databases, in the words of schema_words.h; the list ends with NULL. */
extern const char *const cc_schema_version_11[];

/** Fills the keys of the rows that are there, inside the transaction of the caller, or, on MariaDB, in one of its own;
 *  the audit's records, which nobody can change otherwise, among them: their keys are no part of what is hashed. Drops
 *  what older versions had made of the same texts. Keys of names and notes, which older versions have as well, are
 *  filled where they are empty. */
cc_status_t cc_keys_fill(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing. A node of an older version that still serves while the database
 * is upgraded, and other programs, write rows without keys. */
cc_status_t cc_keys_judge(cc_db_t *db, const char **problem);

#endif
