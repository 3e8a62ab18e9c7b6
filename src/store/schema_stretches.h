/* Version 10 of the schema: on SQLite, where in the order of all customers' names how many rows of access are, kept by
 * triggers. Parties in order of their names are divided into stretches of some hundred, named by what they begin with;
 * `party_stretches` knows of each how many parties it has, and how many rows of access their customers have, in all and
 * by role. So a page of the list of all access by customer is found by reading the stretches, not the rows before it.
 * Another database walks. */
#ifndef CC_SCHEMA_STRETCHES_H
#define CC_SCHEMA_STRETCHES_H

#include "db.h"

/** Its statements for all databases: none. */
extern const char *const cc_schema_version_10[];

/** On SQLite makes the stretches and their triggers anew, inside the transaction of the caller, after cc_lists_make:
 *  some seconds for a million parties. */
cc_status_t cc_stretches_make(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database has none. Counts all parties, and takes the rows
 *  of each customer from `list_counts`. A stretch is wrong, too, that has thousands of parties of different names. */
cc_status_t cc_stretches_judge(cc_db_t *db, const char **problem);

#endif
