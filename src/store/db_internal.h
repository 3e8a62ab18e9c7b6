/* Shared by db.c (connections, transactions) and statement.c (statements, rows); nobody else includes it. */
#ifndef CC_DB_INTERNAL_H
#define CC_DB_INTERNAL_H

#include "db.h"

#include <apr_hash.h>

/* What is known of a connection for as long as it lives: its dialect and the statements prepared on it. */
typedef struct {
    cc_dialect_t dialect;
    apr_pool_t *pool;     /* of the prepared statements; cleared when they are forgotten */
    apr_hash_t *prepared; /* SQL text -> prepared_t */
    int names;            /* statements prepared so far; makes their names unique on PostgreSQL */
} conn_state_t;

struct cc_db_t {
    apr_pool_t *home; /* of the database itself and of its transaction */
    apr_pool_t *pool; /* of results; the same unless somebody set another */
    const cc_db_provider_t *provider;
    const cc_log_t *log;
    cc_conn_t conn;
    conn_state_t *state; /* NULL: no connection at the moment */
    apr_dbd_transaction_t *transaction;
    apr_pool_t *transaction_pool; /* NULL until somebody wants it */
    cc_db_last_fn last;           /* to do before the commit, or NULL */
    void *last_baton;
    cc_db_done_fn done; /* to tell after the commit, or NULL */
    void *done_baton;
    bool locked;
    bool snapshot;      /* inside a read-only transaction */
    cc_status_t failed; /* first failure inside the transaction; ending it would report success regardless */
};

/** Takes a connection on loan unless there is one. */
cc_status_t cc_db_borrow(cc_db_t *db);

/** Logs a failed call of the driver and says what it means. */
cc_status_t cc_db_report(cc_db_t *db, const char *label, const char *doing, int code);

#endif
