/* The helpers that SQLite keeps beside orders and invoices (schema_sqlite.h): are they there, are they right, and how
 * they become so again; and what other lists have on SQLite (schema_lists.h, schema_finds.h) and on
 * PostgreSQL (schema_counts.h, schema_trigrams.h). MariaDB has none, and views have none. */
#ifndef CC_HELPERS_H
#define CC_HELPERS_H

#include "db.h"

/** Does this table of documents ("orders") have helpers to ask? Those of an older layout do not count. */
cc_status_t cc_helpers_present(cc_db_t *db, const char *kind, bool *present);

/** Can the values of a column of this table be found one after the other? PostgreSQL walks along our indexes from one
 * to the next, which views have not. */
cc_status_t cc_helpers_stepwise(cc_db_t *db, const char *kind, bool *stepwise);

/** Holds the helpers of all tables against the documents, reading all of them: seconds for a million. `fn` is called
 *  with each table whose helpers are missing or wrong, and what is wrong in English. */
typedef void (*cc_helpers_fn)(void *baton, const char *kind, const char *problem);
cc_status_t cc_helpers_check(cc_db_t *db, cc_helpers_fn fn, void *baton);

/** Makes those anew that are missing or wrong, one table of documents in one transaction; minutes for a million. `fn`
 *  (may be NULL) as above, before the work on a table begins. */
cc_status_t cc_helpers_repair(cc_db_t *db, cc_helpers_fn fn, void *baton);

/** Whoever adds very many rows inside one transaction lets those wait that cost less for all of them at once, until
 *  cc_helpers_release, before the transaction ends; see cc_finds_hold and cc_counts_hold. */
cc_status_t cc_helpers_hold(cc_db_t *db);
cc_status_t cc_helpers_release(cc_db_t *db);

#endif
