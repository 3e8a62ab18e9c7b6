/* The schema, its version, and how a database gets from one version to the next. */
#ifndef CC_SCHEMA_H
#define CC_SCHEMA_H

#include "db.h"

/** Version that this program works with. */
extern const int cc_schema_version;

/** Version of the database; 0 for an empty one. CC_FAILED: could not ask. */
cc_status_t cc_schema_present(cc_db_t *db, int *version);

/** CC_OK: the tables can be written, which a change of no row tries. CC_FAILED: they cannot, and it is logged. */
cc_status_t cc_schema_writable(cc_db_t *db);

/** Creates or upgrades, each version in one transaction; safe to repeat. CC_CONFLICT: the database is newer than
 *  this program. `*from` (may be NULL) gets the version found. What SQLite keeps beside documents (helpers.h) is made
 *  together with their tables. */
cc_status_t cc_schema_apply(cc_db_t *db, int *from);

/** Makes tables of documents anew that are neither there nor replaced by a view; `*made` gets how many. */
cc_status_t cc_schema_restore(cc_db_t *db, int *made);

#endif
