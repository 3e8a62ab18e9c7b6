/* The helpers that SQLite keeps beside orders and invoices (schema_sqlite.h): are they there, are they right, and how
 * they become so again; and the counts of other lists (schema_lists.h), which every database of SQLite has. Of
 * other databases PostgreSQL alone has some, the indexes of schema_trigrams.h. Views have none. */
#ifndef CC_HELPERS_H
#define CC_HELPERS_H

#include "db.h"

/** Does this table of documents ("orders") have helpers to ask? Those of an older layout do not count. */
cc_status_t cc_helpers_present(cc_db_t *db, const char *kind, bool *present);

/** Holds the helpers of all tables against the documents, reading all of them: seconds for a million. `fn` is called
 *  with each table whose helpers are missing or wrong, and what is wrong in English. */
typedef void (*cc_helpers_fn)(void *baton, const char *kind, const char *problem);
cc_status_t cc_helpers_check(cc_db_t *db, cc_helpers_fn fn, void *baton);

/** Makes those anew that are missing or wrong, one table of documents in one transaction; minutes for a million. `fn`
 *  (may be NULL) as above, before the work on a table begins. */
cc_status_t cc_helpers_repair(cc_db_t *db, cc_helpers_fn fn, void *baton);

#endif
