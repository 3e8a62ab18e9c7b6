/* On PostgreSQL, the table `list_counts`, as SQLite has it (schema_lists.h), kept by triggers: how many rows the lists
 * of users, parties, access and the audit have for every combination of their columns with few values, such as a role.
 * Writers follow one another anyway (transaction.c), so nobody waits because all of them change the same rows of it. */
#ifndef CC_SCHEMA_COUNTS_H
#define CC_SCHEMA_COUNTS_H

#include "db.h"

/** Makes the counts and their triggers anew, inside the transaction of the caller: some seconds for a million rows.
 *  Whoever may read users may read them, and who may add users may change them. */
cc_status_t cc_counts_make(cc_db_t *db);

/** Whoever adds very many rows inside one transaction lets the counts wait until cc_counts_release: a row of
 *  PostgreSQL that one transaction changes very often is found more slowly each time. */
cc_status_t cc_counts_hold(cc_db_t *db);

/** Counts what has waited: before the transaction ends. */
cc_status_t cc_counts_release(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database has none. Counts all lists. */
cc_status_t cc_counts_judge(cc_db_t *db, const char **problem);

#endif
