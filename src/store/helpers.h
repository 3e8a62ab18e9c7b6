/* Helpers: what a database keeps beside the tables so that long lists are fast. Everything in them can be made anew
 * from the tables, and without them every question has the same answer, only later. Here all of them are looked after:
 * are they there, are they right, and how they become so again. There are
 *
 * - on every database: folded keys of rows (schema_keys.h),
 * - on SQLite: totals and text indexes of orders and invoices (schema_sqlite.h), counts (schema_lists.h) and text
 *   indexes (schema_finds.h) of the other lists,
 * - on PostgreSQL: counts (schema_counts.h) and indexes of parts of words (schema_trigrams.h),
 * - on MariaDB: keys that lists are sorted by, and counts (schema_mariadb.h).
 *
 * Views that stand in for tables of documents have none. */
#ifndef CC_HELPERS_H
#define CC_HELPERS_H

#include "db.h"
#include "grid_sql.h"

/** Can the helpers of this table of documents ("orders" or "invoices") be asked? Only on SQLite, and only if they are
 *  those of this version. */
cc_status_t cc_helpers_present(cc_db_t *db, const char *kind, bool *present);

/** How the values of a column of this table are found: along our index of it, which views have not. */
cc_status_t cc_helpers_choices(cc_db_t *db, const char *kind, const char *index, cc_choices_from_t *choices);

/** Told of helpers that are missing or wrong: what they are called ("orders", "list_counts"), and what is wrong, in
 *  English. */
typedef void (*cc_helpers_fn)(void *baton, const char *name, const char *problem);

/** Holds all helpers against the rows that they are about, and calls `fn` for those that are wrong. Reads every row:
 *  seconds for a million. */
cc_status_t cc_helpers_check(cc_db_t *db, cc_helpers_fn fn, void *baton);

/** Makes those anew that are missing or wrong, each in a transaction of its own; minutes for a million rows. `fn` (may
 * be NULL) is called before the work on each begins, and again when it has to be tried again. */
cc_status_t cc_helpers_repair(cc_db_t *db, cc_helpers_fn fn, void *baton);

/** For whoever adds very many rows in one transaction: lets those helpers wait that cost less for all rows at once than
 *  row by row (cc_finds_hold, cc_counts_hold). */
cc_status_t cc_helpers_hold(cc_db_t *db);

/** Brings them up to date again: before that transaction ends. */
cc_status_t cc_helpers_release(cc_db_t *db);

#endif
