/* What is read from SQLite, by its own interface on the driver's connection. The driver asks five times for each value,
 * makes text of numbers, copies all, and lets one thread of a process read at a time; that is most of what a page
 * costs. Statements are prepared as it prepares them: after a change of the schema they fail, all of them. Writing is
 * its own affair. Only db.c, statement.c and row.c include this, and httpd's set-up of processes and connections. */
#ifndef CC_SQLITE_H
#define CC_SQLITE_H

#include "db.h"

struct sqlite3_stmt;

typedef struct cc_sqlite_row_t cc_sqlite_row_t;

/** For the process, before it opens its first database; later it does nothing. What SQLite keeps of a statement to undo
 *  it stays in memory: a sign-in or an order changes more pages than it would keep there, and each would write them to
 * a temporary file. Not for programs whose statements change a whole table: a limit of more than 128 KB instead of none
 * is nothing that SQLite can have, as it cannot write the file of one ("database or disk is full"). */
void cc_sqlite_keep_in_memory(void);

/** How long a statement waits while somebody else has the file for themselves, in milliseconds; 0, as the driver has
 * it: not at all. */
void cc_sqlite_wait(const cc_conn_t *conn, int milliseconds);

/** Prepares a text with parameters as apr_dbd has them, all of them texts; until the end of the pool, which ends before
 *  the connection does. Returns SQLite's code, 0 for success, as all of these. */
int cc_sqlite_prepare(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, struct sqlite3_stmt **statement);

/** Runs it to its end. `*first` is the first row or NULL; rows and their texts live in `pool`. */
int cc_sqlite_select(apr_pool_t *pool, struct sqlite3_stmt *statement, cc_args_t args, const cc_sqlite_row_t **first);

/** The same once, for a text that nobody keeps a statement for. */
int cc_sqlite_select_once(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, cc_args_t args,
                          const cc_sqlite_row_t **first);

/** The path of its file, as SQLite knows it; lives as long as the connection. */
const char *cc_sqlite_path(const cc_conn_t *conn);

/** Whether its file is no longer the one at that path: there is another one, or none. */
bool cc_sqlite_moved(const cc_conn_t *conn);

/** A number that changes with each change of the database file, whoever made it, as the present transaction sees it. */
bool cc_sqlite_version(const cc_conn_t *conn, uint32_t *version);

const cc_sqlite_row_t *cc_sqlite_next(const cc_sqlite_row_t *row);

/** NULL for NULL; numbers are made text in `pool`. */
const char *cc_sqlite_text(apr_pool_t *pool, const cc_sqlite_row_t *row, int n);
int64_t cc_sqlite_int(const cc_sqlite_row_t *row, int n, int64_t absent);

#endif
