/* Transactions: one writer at a time. Declared in db.h. They are begun and ended in SQL of our own: the driver's own
 * calls crash on PostgreSQL when the server is gone, and report what failed as committed. */
#include "db_internal.h"

static void unlock(cc_db_t *db)
{
    if (db->locked) {
        db->locked = false;
        db->provider->unlock(db->provider->baton);
    }
}

/* Of a server's session it is enough that it is the one that was set up. Elsewhere the probe is a read, so it may
 * prepare again: afterwards every statement of the transaction is usable. */
static cc_status_t probe(cc_db_t *db)
{
    int64_t one;
    cc_status_t status = cc_db_borrow(db);

    if (status != CC_OK) {
        return status;
    }
    if (db->state->doubtful || !cc_conn_same_session(&db->conn, db->state)) {
        cc_conn_refresh(&db->conn, db->state);
    } else if (db->state->dialect != CC_DIALECT_SQLITE) {
        return CC_OK;
    }
    status = cc_db_number(db, CC_SQL_PROBE, CC_NO_ARGS, &one);
    return status == CC_NOT_FOUND ? CC_OK : status;
}

typedef enum { WAITING, TRYING, FOR_SCHEMA } begin_t;

/* SQLite has but one writer; elsewhere writers queue by a row, so that what one of them has read stays true until it
 * ends, on every node. That row is the head of the audit's chain, which all of them need in the end. */
static cc_status_t queue_up(cc_db_t *db, begin_t how)
{
    static const cc_sql_t by[] = {
        [WAITING] = CC_SQL_AUDIT_HEAD_LOCK, [TRYING] = CC_SQL_AUDIT_HEAD_TRY, [FOR_SCHEMA] = CC_SQL_SCHEMA_LOCK};
    int64_t number = 0;
    cc_status_t status;

    if (db->state->dialect == CC_DIALECT_SQLITE) {
        return CC_OK;
    }
    status = cc_db_number(db, by[how], CC_NO_ARGS, &number);
    if ((how == TRYING && status == CC_NOT_FOUND) || (how == FOR_SCHEMA && status == CC_OK && number != 1)) {
        status = CC_BUSY;
    }
    return status == CC_NOT_FOUND ? CC_FAILED : status;
}

static cc_status_t begin(cc_db_t *db, begin_t how)
{
    bool together = db->together;
    cc_status_t status;

    cc_db_release(db); /* who queues holds no connection */
    if (db->provider->lock) {
        if (!db->provider->lock(db->provider->baton, how != TRYING)) {
            return CC_BUSY;
        }
        db->locked = true;
    }
    db->failed = CC_OK;
    db->uncertain = false;
    db->together = false;
    status = probe(db);
    db->together = together;
    if (status == CC_OK) {
        status = cc_db_direct(db, "cc_begin", cc_dialects[db->state->dialect].begin);
        db->transaction = status == CC_OK;
    }
    if (status == CC_OK) {
        status = queue_up(db, how);
    }
    if (status != CC_OK) {
        cc_db_rollback(db);
    }
    return status;
}

cc_status_t cc_db_begin(cc_db_t *db)
{
    return begin(db, WAITING);
}

cc_status_t cc_db_try_begin(cc_db_t *db)
{
    return begin(db, TRYING);
}

cc_status_t cc_db_begin_schema(cc_db_t *db)
{
    return begin(db, FOR_SCHEMA);
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
    db->transaction = false;
    db->last = NULL;
    db->last_baton = NULL;
    db->done = NULL;
    if (db->transaction_pool) {
        apr_pool_destroy(db->transaction_pool);
        db->transaction_pool = NULL;
    }
}

/* COMMIT or ROLLBACK. */
static cc_status_t run_end(cc_db_t *db, const char *label, const char *sql)
{
    int rows, code = apr_dbd_query(db->conn.driver, db->conn.handle, &rows, sql);

    return code ? cc_db_report(db, label, "execution", code) : CC_OK;
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
    status = run_end(db, "cc_commit", "COMMIT");
    db->uncertain = status == CC_FAILED && db->state->dialect != CC_DIALECT_SQLITE;
    if (status != CC_OK) {
        int rows; /* a commit that failed leaves SQLite inside the transaction */
        apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "ROLLBACK");
    }
    unlock(db);
    if (status == CC_OK && db->done) {
        db->done(db->done_baton);
    }
    forget_transaction(db);
    return status;
}

void cc_db_rollback(cc_db_t *db)
{
    if (db->transaction) {
        run_end(db, "cc_rollback", "ROLLBACK");
        forget_transaction(db);
    }
    unlock(db);
}

bool cc_db_uncertain(const cc_db_t *db)
{
    return db->uncertain;
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
    cc_status_t status = cc_db_borrow(db);

    if (status == CC_OK) {
        cc_db_part(db);
        status = cc_db_direct(db, "cc_snapshot", cc_dialects[db->state->dialect].snapshot);
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

/* ---- a connection goes back with nothing open on it ---- */

void cc_db_release(cc_db_t *db)
{
    if (db->state && !db->transaction && !db->snapshot) {
        cc_db_part(db);
        db->state = NULL;
        db->provider->release(db->provider->baton, &db->conn);
    }
}

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
    apr_pool_pre_cleanup_register(pool, db, end_of_pool); /* the connection itself may live in a child of the pool */
    return db;
}
