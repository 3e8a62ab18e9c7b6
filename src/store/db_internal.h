/* Shared by db.c (connections), transaction.c, statement.c and row.c; nobody else includes it. */
#ifndef CC_DB_INTERNAL_H
#define CC_DB_INTERNAL_H

#include "dialect.h"

#include <apr_hash.h>

typedef struct {
    apr_dbd_prepared_t *handle;  /* of the driver: what writes, and everything where there is no other way to read */
    struct sqlite3_stmt *sqlite; /* what reads, on SQLite */
    const char *name;            /* on PostgreSQL */
    int params;
} prepared_t;

/* What cc_db_schema_number found. */
#define SCHEMA_NUMBERS 4
typedef struct {
    const char *name;
    int64_t value;
} cc_schema_number_t;

/* What is known of a connection for as long as it lives: its dialect and the statements prepared on it. */
typedef struct {
    cc_dialect_t dialect;
    bool fit;                           /* the connection could be set up */
    bool doubtful;                      /* a statement failed in a transaction, maybe as it is prepared for what was */
    uint64_t serial;                    /* of the connection, in this process */
    int64_t session;                    /* of the server, where a handle may get another one; else 0 */
    apr_pool_t *pool;                   /* of the prepared statements; cleared when they are forgotten */
    apr_hash_t *prepared;               /* SQL text -> prepared_t */
    prepared_t *numbered[CC_SQL_COUNT]; /* the same by number, for those that have one; NULL: not looked up yet */
    int known;                          /* how many of `numbers` are of the present schema */
    cc_schema_number_t numbers[SCHEMA_NUMBERS];
    int composed; /* of them, and of those forgotten, how many were composed */
    int names;    /* statements prepared so far; makes their names unique on PostgreSQL */
} conn_state_t;

struct cc_db_t {
    apr_pool_t *home; /* of the database itself and of its transaction */
    apr_pool_t *pool; /* of results; the same unless somebody set another */
    const cc_db_provider_t *provider;
    const cc_log_t *log;
    cc_conn_t conn;
    conn_state_t *state;          /* NULL: no connection at the moment */
    bool proven;                  /* a statement was answered since the connection was taken */
    bool transaction;             /* inside a transaction that writes */
    apr_pool_t *transaction_pool; /* NULL until somebody wants it */
    cc_db_last_fn last;           /* to do before the commit, or NULL */
    void *last_baton;
    cc_db_done_fn done; /* to tell after the commit, or NULL */
    void *done_baton;
    int reading; /* selects whose rows are being read, one inside the other */
    bool locked;
    bool snapshot;      /* inside a read-only transaction */
    bool together;      /* reads are to be in one transaction */
    bool joined;        /* and are now */
    bool once_more;     /* what fails now is tried again, and is no trouble until it fails then */
    bool uncertain;     /* the last commit was not answered */
    cc_status_t failed; /* first failure inside the transaction; ending it would report success regardless */
};

struct cc_row_t {
    cc_db_t *db;
    apr_dbd_row_t *row;                   /* of the driver */
    const struct cc_sqlite_row_t *sqlite; /* or this */
};

/** Takes a connection on loan unless there is one. */
cc_status_t cc_db_borrow(cc_db_t *db);

/** Whether the server's session is the one that was set up. A driver, or a pool that looks after its connections, makes
 *  another one behind the same handle without telling; only what is prepared fails there. */
bool cc_conn_same_session(const cc_conn_t *conn, const conn_state_t *state);

/** After a failure: checks the connection, sets its session up anew if it is another one, and forgets all statements
 *  that were prepared on it. */
void cc_conn_refresh(const cc_conn_t *conn, conn_state_t *state);

/** Ends the transaction of reads that are together, if there is one. */
void cc_db_part(cc_db_t *db);

/** Logs a failed call of the driver and says what it means. */
cc_status_t cc_db_report(cc_db_t *db, const char *label, const char *doing, int code);

#endif
