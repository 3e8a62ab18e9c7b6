/* One database connection, as the core uses it: execute, fetch, transaction, over an apr_dbd handle that a
 * provider lends. Statements are known by number (sql.h) and are prepared on a connection when it first needs
 * them, so a schema that does not exist yet spoils no connection pool.
 *
 * Errors: CC_FAILED means "could not ask" and is logged here, with the statement's label and the driver's code,
 * never with bound values. CC_BUSY means another writer held the database for too long. */
#ifndef CC_DB_H
#define CC_DB_H

#include "../base/log.h"
#include "../base/types.h"
#include "sql.h"

#include <apr_dbd.h>
#include <apr_pools.h>

typedef struct cc_db_t cc_db_t;
typedef struct cc_row_t cc_row_t;

/** A connection on loan. */
typedef struct {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    apr_pool_t *pool; /**< lives exactly as long as the connection */
} cc_conn_t;

/** Makes a new connection fit for the core; returns the driver's code, 0 for success. It happens at first use if it did
 *  not before. On SQLite it spoils what others have prepared on this connection already (a changed pragma does that),
 * so whoever shares connections with others calls it as soon as one is open, and lets them prepare again. */
int cc_conn_prepare(const cc_conn_t *conn);

/** Ends what was prepared on a connection whose handle is about to be closed; it needs cc_conn_prepare() again. */
void cc_conn_forget(const cc_conn_t *conn);

/** Where connections come from (mod_dbd, ccadmin's own) and how writers queue (httpd's mutex, or nothing). */
typedef struct {
    /** Lends a connection; false when none can be had (logged by the provider). */
    bool (*acquire)(void *baton, cc_conn_t *conn);
    void (*release)(void *baton, cc_conn_t *conn);
    /** Taken before BEGIN and given back after the end of the transaction; both may be NULL. Waits a bounded time,
     *  or not at all; false: somebody else has it. */
    bool (*lock)(void *baton, bool wait);
    void (*unlock)(void *baton);
    /** Told of a call of the driver that failed, CC_FAILED or CC_BUSY, after it was logged; may be NULL. */
    void (*trouble)(void *baton, cc_status_t status);
    void *baton;
} cc_db_provider_t;

/** A database for the life of `pool` (a request, a command). Takes no connection yet; a cleanup of the pool
 *  ends a forgotten transaction and returns the connection. */
cc_db_t *cc_db_make(apr_pool_t *pool, const cc_db_provider_t *provider, const cc_log_t *log);

/** Gives the connection back until the next statement needs one. Call it before anything slow: a password
 *  hash, a page's output. Must not be called inside a transaction. */
void cc_db_release(cc_db_t *db);

/** Where rows and their texts are allocated from now on; NULL: the pool of the database again. For whoever runs
 *  many statements and clears this pool in between. */
void cc_db_set_pool(cc_db_t *db, apr_pool_t *pool);

/** Which SQL the connection speaks; takes a connection if there is none. */
cc_status_t cc_db_dialect(cc_db_t *db, cc_dialect_t *dialect);

/** Called for each row, in order. Return CC_OK to go on; another status ends the select with that status. */
typedef cc_status_t (*cc_row_fn)(void *baton, const cc_row_t *row);

/** Arguments of a statement: texts in the order of its parameters, NULL for SQL NULL. */
typedef struct {
    int count;
    const char *const *values;
} cc_args_t;
#define CC_ARGS(...)                                                                                                   \
    ((cc_args_t){sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), (const char *const[]){__VA_ARGS__}})
#define CC_NO_ARGS ((cc_args_t){0, NULL})

/** Runs a SELECT. Without rows it returns CC_OK and `fn` was not called. Outside a transaction a statement
 *  that fails is prepared again on a checked connection and tried once more (schema changed, server restarted). */
cc_status_t cc_db_select(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton);

/** Runs a SELECT for its first row. CC_NOT_FOUND when there is none. */
cc_status_t cc_db_one(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton);

/** Runs a SELECT whose first column is a whole number. CC_NOT_FOUND when there is no row. */
cc_status_t cc_db_number(cc_db_t *db, cc_sql_t sql, cc_args_t args, int64_t *value);

/** Runs a SELECT that lists by id to its end, batch by batch. The first column is the id; the first parameter is the id
 *  after which the next batch begins, and `args` has where to begin. Texts of a row live until the next batch. */
cc_status_t cc_db_each(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton);

/** cc_db_number for a number that only a change of the schema can change. On SQLite, which tells a connection of such a
 * change, it is asked once for each connection and schema, elsewhere each time. `name`, a literal, stands
 * for statement and arguments together. */
cc_status_t cc_db_schema_number(cc_db_t *db, const char *name, cc_sql_t sql, cc_args_t args, int64_t *value);

/** Runs an INSERT, UPDATE or DELETE, only inside a transaction. `*rows` (may be NULL) gets the rows changed; on
 *  MariaDB an UPDATE that leaves a row as it was does not count it. */
cc_status_t cc_db_exec(cc_db_t *db, cc_sql_t sql, cc_args_t args, int *rows);

/** The same for SQL text that the store composed from its own fragments (grids). `label` is for the log. There may be
 * any number of texts: the first 256 are prepared on a connection and stay, others run with their values quoted. */
cc_status_t cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                              void *baton);

/** The same for a SELECT whose first column is a whole number: 0 when there is no row. */
cc_status_t cc_db_number_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, int64_t *value);

/** Statements without parameters and rows that are not worth preparing (schema). */
cc_status_t cc_db_direct(cc_db_t *db, const char *label, const char *sql);

/** Begins a write transaction, alone among all writers. CC_BUSY after a bounded wait. */
cc_status_t cc_db_begin(cc_db_t *db);

/** The same without queueing: CC_BUSY at once when another writer is at work. For what can be done another time. */
cc_status_t cc_db_try_begin(cc_db_t *db);

/** The same for a change of the schema, perhaps before there is any. On MariaDB each such statement commits by itself,
 * so that they must be fit to be repeated. */
cc_status_t cc_db_begin_schema(cc_db_t *db);

/** What is still to be written in the transaction right before it commits; anything but CC_OK undoes it all. One for
 *  each transaction, forgotten when it ends. `baton` lives in the pool of the transaction. */
typedef cc_status_t (*cc_db_last_fn)(cc_db_t *db, void *baton);
void cc_db_before_commit(cc_db_t *db, cc_db_last_fn fn, void *baton);
/** What was given to it in this transaction, or NULL. */
void *cc_db_last_baton(const cc_db_t *db);

/** What is to be told once the transaction is kept for good, when other writers go on already. One for each
 *  transaction, forgotten when it ends. `baton` lives in the pool of the transaction; no statement may be run. */
typedef void (*cc_db_done_fn)(void *baton);
void cc_db_after_commit(cc_db_t *db, cc_db_done_fn fn, void *baton);

/** Lives as long as the transaction; NULL outside of one. */
apr_pool_t *cc_db_transaction_pool(cc_db_t *db);

/** Commits. CC_OK only if every statement since cc_db_begin succeeded and the commit itself did. */
cc_status_t cc_db_commit(cc_db_t *db);

/** Whether the last commit failed in a way that leaves open what became of it: a server that goes away may have done it
 *  before. */
bool cc_db_uncertain(const cc_db_t *db);

/** Undoes; harmless without a transaction. */
void cc_db_rollback(cc_db_t *db);

/** Ends the transaction by what happened in it: commits when `status` is CC_OK, else rolls back and returns
 *  `status`. */
cc_status_t cc_db_end(cc_db_t *db, cc_status_t status);

/** Before a transaction of very many writes: gives the connection more memory (64 MiB) to keep indexes in. */
cc_status_t cc_db_bulk(cc_db_t *db);

/** Begins a read-only transaction in which all selects see the database at one moment; writers go on meanwhile. */
cc_status_t cc_db_snapshot(cc_db_t *db);
void cc_db_snapshot_end(cc_db_t *db);

/** From now on what is read between taking a connection and giving it back, or a transaction, is read at one moment:
 * on SQLite, where each statement by itself would lock the file, look for changes, and unlock it. A server would be
 * asked twice more for the same, so there each statement sees what is committed. */
void cc_db_together(cc_db_t *db);

/** A state of the data, as one connection sees it. */
typedef struct {
    uint64_t connection; /**< its number in this process */
    uint32_t data;
} cc_db_version_t;

/** The version of what is read now, in a transaction of reads that are together: what is read under the same one is the
 * same. It tells of the database alone, not of others that views may lead to. False where there is no such transaction,
 * or no such version. */
bool cc_db_version(const cc_db_t *db, cc_db_version_t *version);

/** Column `n` (from 0) as text in the pool of the database, or NULL for SQL NULL. */
const char *cc_row_text(const cc_row_t *row, int n);
/** As a whole number; `absent` for NULL. */
int64_t cc_row_int(const cc_row_t *row, int n, int64_t absent);
bool cc_row_bool(const cc_row_t *row, int n);
/** The pool that texts of the row live in. */
apr_pool_t *cc_row_pool(const cc_row_t *row);

apr_pool_t *cc_db_pool(const cc_db_t *db);
const cc_db_provider_t *cc_db_provider(const cc_db_t *db);
const cc_log_t *cc_db_log(const cc_db_t *db);

#endif
