/* Version 3 of the schema: the audit as a chain, and keys by which the back office's lists sort. */
#ifndef CC_SCHEMA_AUDIT_H
#define CC_SCHEMA_AUDIT_H

#include "db.h"

/** Its statements, in the words of schema.c; the list ends with NULL. */
extern const char *const cc_schema_version_3[];

/** How many triggers keep the audit append-only. */
#define CC_AUDIT_TRIGGERS 3

/** Its statements on SQLite, run after the data are upgraded: from then on only new records are taken. */
extern const char *const cc_schema_sqlite_audit[];

/** SQLite: makes those triggers anew that are not there; `*made` gets how many. */
cc_status_t cc_schema_protect_audit(cc_db_t *db, int *made);

/** Fills the new columns of what is there already, in batches, inside the transaction of the upgrade. */
cc_status_t cc_schema_upgrade_audit(cc_db_t *db);

#endif
