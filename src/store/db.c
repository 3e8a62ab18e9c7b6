#include "db_internal.h"

#include <apr_strings.h>
#include <string.h>

#define CONN_STATE "cc_conn_state"

cc_status_t cc_db_report(cc_db_t *db, const char *label, const char *doing, int code)
{
    const char *text = apr_dbd_error(db->conn.driver, db->conn.handle, code);
    /* SQLITE_BUSY and SQLITE_LOCKED; the driver turns the last "busy" of a select into 1 and leaves the text */
    bool busy = db->state && db->state->dialect == CC_DIALECT_SQLITE &&
                (code == 5 || code == 6 || (code == 1 && text && !strcmp(text, "database is locked")));

    cc_log(db->log, busy ? CC_LOG_WARNING : CC_LOG_ERROR, db->pool, "CC1201 database: %s of %s failed with code %d: %s",
           doing, label, code, text);
    if (db->provider->trouble) {
        db->provider->trouble(db->provider->baton, busy ? CC_BUSY : CC_FAILED);
    }
    return busy ? CC_BUSY : CC_FAILED;
}

/* ---- connection ---- */

static apr_status_t end_of_pool(void *data)
{
    cc_db_set_pool(data, NULL);
    cc_db_rollback(data);
    cc_db_snapshot_end(data);
    cc_db_release(data);
    return APR_SUCCESS;
}

cc_db_t *cc_db_make(apr_pool_t *pool, const cc_db_provider_t *provider, const cc_log_t *log)
{
    cc_db_t *db = apr_pcalloc(pool, sizeof(*db));

    db->home = db->pool = pool;
    db->provider = provider;
    db->log = log;
    apr_pool_cleanup_register(pool, db, end_of_pool, apr_pool_cleanup_null);
    return db;
}

void cc_db_set_pool(cc_db_t *db, apr_pool_t *pool)
{
    db->pool = pool ? pool : db->home;
}

int cc_conn_prepare(const cc_conn_t *conn)
{
    conn_state_t *state = apr_pcalloc(conn->pool, sizeof(*state));
    const char *name = apr_dbd_name(conn->driver);
    int rows, code = 0;

    state->dialect = !strncmp(name, "pgsql", 5)   ? CC_DIALECT_PGSQL
                     : !strncmp(name, "mysql", 5) ? CC_DIALECT_MYSQL
                                                  : CC_DIALECT_SQLITE;
    apr_pool_create(&state->pool, conn->pool);
    apr_pool_tag(state->pool, "cc_statements");
    state->prepared = apr_hash_make(state->pool);
    if (state->dialect == CC_DIALECT_SQLITE) {
        /* per connection, and off by default; FULL so that what was answered with success survives a power cut */
        code = apr_dbd_query(conn->driver, conn->handle, &rows, "PRAGMA foreign_keys=ON");
        if (!code) {
            code = apr_dbd_query(conn->driver, conn->handle, &rows, "PRAGMA synchronous=FULL");
        }
    }
    if (!code) {
        apr_pool_userdata_setn(state, CONN_STATE, NULL, conn->pool);
    }
    return code;
}

cc_status_t cc_db_borrow(cc_db_t *db)
{
    void *state = NULL;
    int code = 0;

    if (db->state) {
        return CC_OK;
    }
    if (!db->provider->acquire(db->provider->baton, &db->conn)) {
        return CC_FAILED;
    }
    apr_pool_userdata_get(&state, CONN_STATE, db->conn.pool);
    if (!state) {
        code = cc_conn_prepare(&db->conn);
        apr_pool_userdata_get(&state, CONN_STATE, db->conn.pool);
    }
    db->state = state;
    if (!state) {
        cc_status_t status = cc_db_report(db, "cc_conn_prepare", "set-up", code);
        db->provider->release(db->provider->baton, &db->conn);
        return status;
    }
    return CC_OK;
}

void cc_db_release(cc_db_t *db)
{
    if (db->state && !db->transaction && !db->snapshot) {
        db->state = NULL;
        db->provider->release(db->provider->baton, &db->conn);
    }
}

cc_status_t cc_db_dialect(cc_db_t *db, cc_dialect_t *dialect)
{
    cc_status_t status = cc_db_borrow(db);

    if (status == CC_OK) {
        *dialect = db->state->dialect;
    }
    return status;
}

/* ---- transactions ---- */

static void unlock(cc_db_t *db)
{
    if (db->locked) {
        db->locked = false;
        db->provider->unlock(db->provider->baton);
    }
}

/* The probe is a read, so it may prepare again: afterwards every statement of the transaction is usable. */
static cc_status_t probe(cc_db_t *db)
{
    int64_t one;
    cc_status_t status = cc_db_number(db, CC_SQL_PROBE, CC_NO_ARGS, &one);

    return status == CC_NOT_FOUND ? CC_OK : status;
}

static cc_status_t begin(cc_db_t *db, bool wait)
{
    cc_status_t status;

    cc_db_release(db); /* who queues holds no connection */
    if (db->provider->lock) {
        if (!db->provider->lock(db->provider->baton, wait)) {
            return CC_BUSY;
        }
        db->locked = true;
    }
    status = probe(db);
    if (status == CC_OK) {
        int code = apr_dbd_transaction_start(db->conn.driver, db->home, db->conn.handle, &db->transaction);
        if (code) {
            status = cc_db_report(db, "cc_begin", "begin", code);
            /* a failed BEGIN may have set the transaction all the same; nothing was begun that could be undone */
            if (db->transaction) {
                apr_dbd_transaction_end(db->conn.driver, db->home, db->transaction);
                db->transaction = NULL;
            }
        }
    }
    db->failed = CC_OK;
    if (status != CC_OK) {
        unlock(db);
    }
    return status;
}

cc_status_t cc_db_begin(cc_db_t *db)
{
    return begin(db, true);
}

cc_status_t cc_db_try_begin(cc_db_t *db)
{
    return begin(db, false);
}

void cc_db_before_commit(cc_db_t *db, cc_db_last_fn fn, void *baton)
{
    db->last = fn;
    db->last_baton = baton;
}

void cc_db_after_commit(cc_db_t *db, cc_db_done_fn fn, void *baton)
{
    db->done = fn;
    db->done_baton = baton;
}

void *cc_db_last_baton(const cc_db_t *db)
{
    return db->transaction ? db->last_baton : NULL;
}

apr_pool_t *cc_db_transaction_pool(cc_db_t *db)
{
    if (db->transaction && !db->transaction_pool) {
        apr_pool_create(&db->transaction_pool, db->home);
    }
    return db->transaction_pool;
}

static void forget_transaction(cc_db_t *db)
{
    db->transaction = NULL;
    db->last = NULL;
    db->last_baton = NULL;
    db->done = NULL;
    if (db->transaction_pool) {
        apr_pool_destroy(db->transaction_pool);
        db->transaction_pool = NULL;
    }
}

cc_status_t cc_db_commit(cc_db_t *db)
{
    cc_status_t status = db->failed;

    if (!db->transaction) {
        return CC_FAILED;
    }
    if (status == CC_OK && db->last) {
        status = db->last(db, db->last_baton);
    }
    if (status != CC_OK) {
        cc_db_rollback(db);
        return status;
    }
    int code = apr_dbd_transaction_end(db->conn.driver, db->pool, db->transaction);
    if (code) {
        int rows;
        status = cc_db_report(db, "cc_commit", "commit", code);
        /* a commit that failed leaves SQLite inside the transaction */
        apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "ROLLBACK");
    }
    unlock(db);
    if (!code && db->done) {
        db->done(db->done_baton);
    }
    forget_transaction(db);
    return status;
}

void cc_db_rollback(cc_db_t *db)
{
    if (db->transaction) {
        apr_dbd_transaction_mode_set(db->conn.driver, db->transaction, APR_DBD_TRANSACTION_ROLLBACK);
        int code = apr_dbd_transaction_end(db->conn.driver, db->pool, db->transaction);
        forget_transaction(db);
        if (code) {
            cc_db_report(db, "cc_rollback", "rollback", code);
        }
    }
    unlock(db);
}

cc_status_t cc_db_end(cc_db_t *db, cc_status_t status)
{
    if (status == CC_OK) {
        return cc_db_commit(db);
    }
    cc_db_rollback(db);
    return status;
}

cc_status_t cc_db_bulk(cc_db_t *db)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    /* in KiB when negative; the default of 2 MB writes pages of large indexes again and again */
    return status == CC_OK && dialect == CC_DIALECT_SQLITE ? cc_db_direct(db, "cc_bulk", "PRAGMA cache_size=-65536")
                                                           : status;
}

cc_status_t cc_db_snapshot(cc_db_t *db)
{
    static const char *const begin[] = {"BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"};
    cc_status_t status = cc_db_borrow(db);

    if (status == CC_OK) {
        status = cc_db_direct(db, "cc_snapshot", begin[db->state->dialect]);
    }
    db->snapshot = status == CC_OK;
    return status;
}

void cc_db_snapshot_end(cc_db_t *db)
{
    if (db->snapshot) {
        db->snapshot = false;
        cc_db_direct(db, "cc_snapshot_end", "ROLLBACK");
    }
}

apr_pool_t *cc_db_pool(const cc_db_t *db)
{
    return db->pool;
}

const cc_log_t *cc_db_log(const cc_db_t *db)
{
    return db->log;
}

const cc_db_provider_t *cc_db_provider(const cc_db_t *db)
{
    return db->provider;
}
