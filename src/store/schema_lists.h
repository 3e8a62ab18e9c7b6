/* Versions 4, 7 and 8 of the schema: what keeps the lists of users, parties, access and the audit fast however long
 * they are. Indexes by which they sort, and, on SQLite, how many rows each list has by what is one of few values, such
 * as a role, kept by triggers: PostgreSQL has its own (schema_counts.h), MariaDB counts. Texts that are put together
 * from several tables have no index.
 */
#ifndef CC_SCHEMA_LISTS_H
#define CC_SCHEMA_LISTS_H

#include "db.h"

/** Their statements for all databases, in the words of schema_words.h; each list ends with NULL. */
extern const char *const cc_schema_version_4[], *const cc_schema_version_7[], *const cc_schema_version_8[];

/** On SQLite makes `list_counts`, its triggers and the indexes of expressions anew, inside the transaction of the
 *  caller: some seconds for a million rows. */
cc_status_t cc_lists_make(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database has none. Counts all lists. */
cc_status_t cc_lists_judge(cc_db_t *db, const char **problem);

#endif
