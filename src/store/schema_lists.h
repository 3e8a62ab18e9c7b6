/* What keeps the lists of users, parties, access and the audit fast however long they are: indexes by which they sort,
 * and, on SQLite, the table `list_counts`, kept by triggers: how many rows each list has for every combination of its
 * columns with few values, such as a role. PostgreSQL and MariaDB have the same table from triggers of their own
 * (schema_counts.h, schema_mariadb.h). */
#ifndef CC_SCHEMA_LISTS_H
#define CC_SCHEMA_LISTS_H

#include "db.h"

/** The statements of version 4 for all databases, in the words of schema_words.h; ends with NULL. */
extern const char *const cc_schema_version_4[];

/** On SQLite makes `list_counts`, its triggers and the indexes of expressions anew, inside the transaction of the
 *  caller: some seconds for a million rows. */
cc_status_t cc_lists_make(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database has none. Counts all lists. */
cc_status_t cc_lists_judge(cc_db_t *db, const char **problem);

#endif
