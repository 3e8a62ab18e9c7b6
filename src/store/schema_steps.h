/* What SQLite is given beyond the common schema is made of lists of statements, each ending with NULL. The database
 * keeps the text of what they create: the same texts, the same version. */
#ifndef CC_SCHEMA_STEPS_H
#define CC_SCHEMA_STEPS_H

#include "db.h"

/** Runs them in order, to the first that fails. */
cc_status_t cc_steps_run(cc_db_t *db, const char *const *steps);

/** Drops, makes and fills on SQLite, inside the transaction of the caller; nothing on another database. */
cc_status_t cc_steps_make(cc_db_t *db, const char *const *drop, const char *const *make, const char *const *fill);

/** Does SQLite have what they create, just as it is here? */
cc_status_t cc_steps_made(cc_db_t *db, const char *const *make, bool *made);

/** Runs them on this kind of database; nothing on another. */
cc_status_t cc_steps_run_on(cc_db_t *db, cc_dialect_t dialect, const char *const *steps);

/** The first of steps on PostgreSQL that drop what they make anew: until the transaction ends names are looked for
 * where the tables are, and not in what else the search path has, where other programs may use the same ones. */
extern const char cc_steps_our_schema[];

/** MariaDB ends a transaction at each change of the schema. Begins another one there, in which no other writer is under
 *  way; the caller's goes on elsewhere. */
cc_status_t cc_steps_go_on(cc_db_t *db);

/** What SQLite keeps beside the rows, and how it is told that it is not right. */
typedef struct {
    const char *const *make;   /**< what creates it */
    const char *missing;       /**< in English: it is not there, or not just so */
    const char *const *counts; /**< each counts what is wrong, and reads all rows; ends with NULL */
    const char *wrong;         /**< in English: one of these has found something */
} cc_steps_kept_t;

/** `*problem` is what is wrong; NULL: nothing, or the database is none of SQLite. */
cc_status_t cc_steps_judge(cc_db_t *db, const cc_steps_kept_t *kept, const char **problem);

/** The number that a text asks for, 0 if it has no row. Read one row at a time, so the bound of lists does not matter.
 */
cc_status_t cc_steps_ask(cc_db_t *db, const char *sql, cc_args_t args, int64_t *number);

#endif
