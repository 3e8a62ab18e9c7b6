/* Version 3 of the schema: the audit as a chain, and keys by which the back office's lists sort. */
#ifndef CC_SCHEMA_AUDIT_H
#define CC_SCHEMA_AUDIT_H

#include "db.h"

/** Its statements, in the words of schema.c; the list ends with NULL. */
extern const char *const cc_schema_version_3[];

/** How many of the triggers are not there that keep the audit append-only. */
cc_status_t cc_schema_audit_unprotected(cc_db_t *db, int *missing);

/** Lets the keys of records be filled, which are not hashed, until cc_schema_tighten_audit. */
cc_status_t cc_schema_loosen_audit(cc_db_t *db);

/** Makes all triggers, without a look at what is there: what was asked before the schema changed cannot be asked again
 *  in the same transaction. */
cc_status_t cc_schema_tighten_audit(cc_db_t *db);

/** Makes them anew; `*made` gets how many were not there. Part of the upgrade, after the data: from then on the
 * database takes new records only. */
cc_status_t cc_schema_protect_audit(cc_db_t *db, int *made);

/** Fills the new columns of what is there already, in batches, inside the transaction of the upgrade. */
cc_status_t cc_schema_upgrade_audit(cc_db_t *db);

#endif
