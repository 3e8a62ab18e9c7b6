/* On SQLite, the text indexes of the lists of users, parties, access and the audit, kept by triggers: FTS5 tables named
 * "…_search", with the trigram tokenizer. Each holds the folded texts of one table in words of three letters, so that
 * rows with a text anywhere in them are found without reading the others; which index a list asks is in grids.c and
 * grids_backoffice.c. That of access also knows the customer of each row, so that it finds and counts the rows of one.
 * Texts compare in them as they do with LIKE, as both sides are folded. PostgreSQL has indexes of its own
 * (schema_trigrams.h), MariaDB reads the lists. */
#ifndef CC_SCHEMA_FINDS_H
#define CC_SCHEMA_FINDS_H

#include "db.h"

/** On SQLite makes the indexes and their triggers anew, inside the transaction of the caller: a minute or two for a
 *  million rows of each table. */
cc_status_t cc_finds_make(cc_db_t *db);

/** Whoever adds very many rows inside one transaction lets the indexes wait: the texts of rows that come after this are
 *  written by the next cc_finds_write, for all of them at once. One by one they cost twice what the rows do, as each
 *  statement that follows makes SQLite write down what its text index had gathered until then. Rows that were there
 *  before are followed at once. */
cc_status_t cc_finds_hold(cc_db_t *db);

/** Writes the texts that wait, and goes on holding. */
cc_status_t cc_finds_write(cc_db_t *db);

/** Writes them and holds no more: before the transaction ends. */
cc_status_t cc_finds_release(cc_db_t *db);

/** What is wrong with them, in English; NULL: nothing, or the database has none. Reads all rows and indexes: each must
 *  have as many words as the texts of its rows. */
cc_status_t cc_finds_judge(cc_db_t *db, const char **problem);

#endif
