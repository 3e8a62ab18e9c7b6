#include "db_internal.h"

#include "sqlite.h"

#include <apr_atomic.h>
#include <apr_strings.h>
#include <string.h>

#define CONN_STATE "cc_conn_state"

cc_status_t cc_db_report(cc_db_t *db, const char *label, const char *doing, int code)
{
    cc_dialect_t dialect = cc_dialect_of(apr_dbd_name(db->conn.driver));
    const char *text = apr_dbd_error(db->conn.driver, db->conn.handle, code);
    bool busy = cc_dialect_busy(dialect, code, text), once_more = db->once_more && !busy;
    cc_log_level_t level = busy ? CC_LOG_WARNING : once_more ? CC_LOG_INFO : CC_LOG_ERROR;

    cc_log(db->log, level, db->pool, "CC1201 database: %s of %s failed with code %d: %s", doing, label, code,
           cc_dialect_message(db->pool, dialect, text));
    if (cc_dialect_shared_session(dialect, text)) {
        cc_log(
            db->log, CC_LOG_ERROR, db->pool,
            "CC1205 database: a statement of this connection is known there already, so sessions are shared: a pooler "
            "in between must be in session mode (docs/databases.md)");
    }
    if (db->provider->trouble && !once_more) {
        db->provider->trouble(db->provider->baton, busy ? CC_BUSY : CC_FAILED);
    }
    return busy ? CC_BUSY : CC_FAILED;
}

/* ---- connection ---- */

void cc_db_set_pool(cc_db_t *db, apr_pool_t *pool)
{
    db->pool = pool ? pool : db->home;
}

/* Each of these is a query that the driver need not prepare. Who opens a file of SQLite first after a crash or a
 * restart has it for themselves for a moment. */
static int set_up_session(const cc_conn_t *conn, cc_dialect_t dialect)
{
    int rows, code = 0;

    if (dialect == CC_DIALECT_SQLITE) {
        cc_sqlite_wait(conn, 1000);
    }
    for (const char *const *sql = cc_dialects[dialect].session; !code && *sql; sql++) {
        code = apr_dbd_query(conn->driver, conn->handle, &rows, *sql);
    }
    if (dialect == CC_DIALECT_SQLITE) {
        cc_sqlite_wait(conn, 0);
    }
    return code;
}

/* 0: there is nothing to tell sessions by, or no answer. */
static int64_t session_of(const cc_conn_t *conn, cc_dialect_t dialect)
{
    const char *sql = cc_dialects[dialect].session_id;
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    apr_pool_t *pool;
    int64_t session = 0;

    if (!sql) {
        return 0;
    }
    apr_pool_create(&pool, conn->pool);
    if (!apr_dbd_select(conn->driver, pool, conn->handle, &results, sql, cc_dialects[dialect].random)) {
        while (!apr_dbd_get_row(conn->driver, pool, results, &row, -1)) {
            session = apr_atoi64(apr_dbd_get_entry(conn->driver, row, 0));
        }
    }
    apr_pool_destroy(pool);
    return session;
}

bool cc_conn_same_session(const cc_conn_t *conn, const conn_state_t *state)
{
    return session_of(conn, state->dialect) == state->session;
}

static void forget(conn_state_t *state)
{
    apr_pool_clear(state->pool);
    state->prepared = apr_hash_make(state->pool);
    memset(state->numbered, 0, sizeof(state->numbered));
    state->known = 0;
    state->doubtful = false;
}

/* Made so far. */
static apr_uint64_t connections;

static conn_state_t *state_of(const cc_conn_t *conn)
{
    void *state = NULL;

    apr_pool_userdata_get(&state, CONN_STATE, conn->pool);
    return state;
}

int cc_conn_prepare(const cc_conn_t *conn)
{
    conn_state_t *state = state_of(conn); /* what was made in vain is used again: the connection stays */
    int code;

    if (!state) {
        state = apr_pcalloc(conn->pool, sizeof(*state));
        state->dialect = cc_dialect_of(apr_dbd_name(conn->driver));
        state->serial = apr_atomic_inc64(&connections) + 1;
        apr_pool_create(&state->pool, conn->pool);
        apr_pool_tag(state->pool, "cc_statements");
        apr_pool_userdata_setn(state, CONN_STATE, NULL, conn->pool);
    }
    if (state->dialect == CC_DIALECTS) {
        return 0; /* mod_dbd makes it for somebody else, who shall have it as it is; cc_db_borrow() refuses it */
    }
    forget(state);
    code = set_up_session(conn, state->dialect);
    if (!code) {
        state->session = session_of(conn, state->dialect);
    }
    state->fit = !code;
    return code;
}

void cc_conn_forget(const cc_conn_t *conn)
{
    conn_state_t *state = state_of(conn);

    if (state) {
        forget(state);
        state->serial = apr_atomic_inc64(&connections) + 1; /* it tells of another database from now on */
        state->fit = false;
    }
}

/* PostgreSQL keeps them until the session ends. */
static void deallocate(const cc_conn_t *conn, conn_state_t *state)
{
    for (apr_hash_index_t *i = apr_hash_first(NULL, state->prepared); i; i = apr_hash_next(i)) {
        const prepared_t *statement = apr_hash_this_val(i);
        int rows;
        apr_dbd_query(conn->driver, conn->handle, &rows,
                      apr_pstrcat(state->pool, "DEALLOCATE ", statement->name, NULL));
    }
}

void cc_conn_refresh(const cc_conn_t *conn, conn_state_t *state)
{
    int64_t session;

    apr_dbd_check_conn(conn->driver, state->pool, conn->handle);
    session = session_of(conn, state->dialect);
    if (!session && cc_dialects[state->dialect].session_id) {
        /* a driver may only now have noticed that the server is gone */
        apr_dbd_check_conn(conn->driver, state->pool, conn->handle);
        session = session_of(conn, state->dialect);
    }
    if (session && session == state->session && state->dialect == CC_DIALECT_PGSQL) {
        deallocate(conn, state);
    }
    if (session != state->session) {
        set_up_session(conn, state->dialect);
        state->session = session;
    }
    forget(state);
}

/* What SQLite is asked past the driver would be undefined with the handle of another. */
static cc_status_t refuse_driver(cc_db_t *db)
{
    cc_log(db->log, CC_LOG_ERROR, db->pool,
           "CC1206 database: the driver must be sqlite3, pgsql or mysql; this one calls itself %s",
           apr_dbd_name(db->conn.driver));
    if (db->provider->trouble) {
        db->provider->trouble(db->provider->baton, CC_FAILED);
    }
    return CC_FAILED;
}

cc_status_t cc_db_borrow(cc_db_t *db)
{
    conn_state_t *state;
    cc_status_t status = CC_OK;
    int code = 0;

    if (db->state) {
        return CC_OK;
    }
    if (!db->provider->acquire(db->provider->baton, &db->conn)) {
        return CC_FAILED;
    }
    state = state_of(&db->conn);
    if (!state || !state->fit) {
        code = cc_conn_prepare(&db->conn);
        state = state_of(&db->conn);
    } else if (!apr_hash_count(state->prepared) && !cc_conn_same_session(&db->conn, state)) {
        cc_conn_refresh(&db->conn, state); /* a statement would tell, but there is none yet */
    }
    if (code) {
        status = cc_db_report(db, "cc_conn_prepare", "set-up", code);
    } else if (state->dialect == CC_DIALECTS) {
        status = refuse_driver(db);
    }
    db->state = status == CC_OK ? state : NULL;
    db->proven = false;
    if (status != CC_OK) {
        db->provider->release(db->provider->baton, &db->conn);
    }
    return status;
}

cc_status_t cc_db_dialect(cc_db_t *db, cc_dialect_t *dialect)
{
    cc_status_t status = cc_db_borrow(db);

    if (status == CC_OK) {
        *dialect = db->state->dialect;
    }
    return status;
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

bool cc_db_version(const cc_db_t *db, cc_db_version_t *version)
{
    *version = (cc_db_version_t){0};
    if (!db || !db->state || !db->joined || !db->proven || !cc_sqlite_version(&db->conn, &version->data)) {
        return false;
    }
    version->connection = db->state->serial;
    return true;
}
