/* On PostgreSQL, the indexes by which searches and filters of users, parties, access, the audit, orders and invoices
 * find what has a text anywhere: GIN indexes of three letters each, one for every table, of its folded texts as the
 * `match` of the columns of grids.c and grids_backoffice.c has them. They need the extension pg_trgm, which the owner
 * of a database may make where it is installed. Without it lists are read whole, with the same answers. And indexes of
 * folded texts that no column has. */
#ifndef CC_SCHEMA_TRIGRAMS_H
#define CC_SCHEMA_TRIGRAMS_H

#include "db.h"

/** Makes the extension if it is not there and may be made; that it cannot be had is no failure. On its own. */
cc_status_t cc_trigrams_extend(cc_db_t *db);

/** Whether the database is one of PostgreSQL without the extension. */
cc_status_t cc_trigrams_lack(cc_db_t *db, bool *lack);

/** Makes the indexes that are missing, inside the transaction of the caller: those of parts of words only with the
 *  extension. */
cc_status_t cc_trigrams_make(cc_db_t *db);

/** What is wrong with the indexes, in English; NULL: nothing, or there need be none. */
cc_status_t cc_trigrams_judge(cc_db_t *db, const char **problem);

#endif
