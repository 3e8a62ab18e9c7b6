/* What keeps lists fast on MariaDB. Columns of folded texts that lists are sorted by become {key} (schema_words.h), as
 * MariaDB sorts along no index that has only the beginnings of texts; and the table `list_counts`, as SQLite
 * (schema_lists.h) and PostgreSQL (schema_counts.h) have it, kept by triggers. Writers follow one another anyway
 * (transaction.c), so nobody waits because all of them change the same rows of it. */
#ifndef CC_SCHEMA_MARIADB_H
#define CC_SCHEMA_MARIADB_H

#include "db.h"

/** Makes the keys that are missing, and the counts and their triggers anew. MariaDB ends the caller's transaction by
 *  that; the counts are filled in another one, which is the caller's to end. Some seconds for 100,000 rows of each
 *  table, which nobody can change meanwhile. */
cc_status_t cc_mariadb_make(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database is none of MariaDB. Counts all lists. */
cc_status_t cc_mariadb_judge(cc_db_t *db, const char **problem);

#endif
