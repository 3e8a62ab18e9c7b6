#include "db.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What is known of a connection for as long as it lives: its dialect and the statements prepared on it. */
typedef struct {
    cc_dialect_t dialect;
    apr_pool_t *pool;     /* of the prepared statements; cleared when they are forgotten */
    apr_hash_t *prepared; /* SQL text -> prepared_t */
    int names;            /* statements prepared so far; makes their names unique on PostgreSQL */
} conn_state_t;

typedef struct {
    apr_dbd_prepared_t *handle;
    int params;
} prepared_t;

struct cc_db_t {
    apr_pool_t *home; /* of the database itself and of its transaction */
    apr_pool_t *pool; /* of results; the same unless somebody set another */
    const cc_db_provider_t *provider;
    const cc_log_t *log;
    cc_conn_t conn;
    conn_state_t *state; /* NULL: no connection at the moment */
    apr_dbd_transaction_t *transaction;
    bool locked;
    bool snapshot;      /* inside a read-only transaction */
    cc_status_t failed; /* first failure inside the transaction; ending it would report success regardless */
};

struct cc_row_t {
    cc_db_t *db;
    apr_dbd_row_t *row;
};

static cc_status_t report(cc_db_t *db, const char *label, const char *doing, int code)
{
    /* SQLITE_BUSY and SQLITE_LOCKED; the driver turns the last "busy" of a select into 1 */
    bool busy = db->state && db->state->dialect == CC_DIALECT_SQLITE && (code == 5 || code == 6);

    cc_log(db->log, busy ? CC_LOG_WARNING : CC_LOG_ERROR, db->pool, "CC1201 database: %s of %s failed with code %d: %s",
           doing, label, code, apr_dbd_error(db->conn.driver, db->conn.handle, code));
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

static cc_status_t first_use(cc_db_t *db)
{
    conn_state_t *state = apr_pcalloc(db->conn.pool, sizeof(*state));
    const char *name = apr_dbd_name(db->conn.driver);
    int rows, code = 0;

    state->dialect = !strncmp(name, "pgsql", 5)   ? CC_DIALECT_PGSQL
                     : !strncmp(name, "mysql", 5) ? CC_DIALECT_MYSQL
                                                  : CC_DIALECT_SQLITE;
    apr_pool_create(&state->pool, db->conn.pool);
    apr_pool_tag(state->pool, "cc_statements");
    state->prepared = apr_hash_make(state->pool);
    db->state = state;
    if (state->dialect == CC_DIALECT_SQLITE) {
        /* per connection, and off by default; FULL so that what was answered with success survives a power cut */
        code = apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "PRAGMA foreign_keys=ON");
        if (!code) {
            code = apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "PRAGMA synchronous=FULL");
        }
    }
    if (code) {
        cc_status_t status = report(db, "cc_first_use", "set-up", code);
        cc_db_release(db);
        return status;
    }
    apr_pool_userdata_setn(state, "cc_conn_state", NULL, db->conn.pool);
    return CC_OK;
}

static cc_status_t borrow(cc_db_t *db)
{
    void *state = NULL;

    if (db->state) {
        return CC_OK;
    }
    if (!db->provider->acquire(db->provider->baton, &db->conn)) {
        return CC_FAILED;
    }
    apr_pool_userdata_get(&state, "cc_conn_state", db->conn.pool);
    db->state = state;
    return state ? CC_OK : first_use(db);
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
    cc_status_t status = borrow(db);

    if (status == CC_OK) {
        *dialect = db->state->dialect;
    }
    return status;
}

/* ---- statements ---- */

static const char *for_dialect(apr_pool_t *pool, const char *sql, cc_dialect_t dialect)
{
    for (const cc_sql_word_t *word = cc_sql_words; word->word; word++) {
        const char *at;
        while ((at = strstr(sql, word->word)) != NULL) {
            sql = apr_pstrcat(pool, apr_pstrmemdup(pool, sql, at - sql), word->sql[dialect], at + strlen(word->word),
                              NULL);
        }
    }
    return sql;
}

static int count_params(const char *sql)
{
    int count = 0;

    for (; *sql; sql++) {
        if (*sql == '%') {
            sql++;
            count += *sql != '%';
        }
    }
    return count;
}

/* Finds or prepares the statement. On PostgreSQL its name must be unique per connection for ever, so a number
 * follows the label. */
static cc_status_t prepare(cc_db_t *db, const char *label, const char *sql, prepared_t **out)
{
    prepared_t *statement = apr_hash_get(db->state->prepared, sql, APR_HASH_KEY_STRING);

    if (!statement) {
        apr_pool_t *pool = db->state->pool;
        const char *text = for_dialect(db->pool, sql, db->state->dialect);
        const char *name = apr_psprintf(pool, "%s_%d", label, db->state->names++);
        statement = apr_pcalloc(pool, sizeof(*statement));
        statement->params = count_params(text);
        int code = apr_dbd_prepare(db->conn.driver, pool, db->conn.handle, text, name, &statement->handle);
        if (code) {
            return report(db, label, "preparation", code);
        }
        apr_hash_set(db->state->prepared, apr_pstrdup(pool, sql), APR_HASH_KEY_STRING, statement);
    }
    *out = statement;
    return CC_OK;
}

static cc_status_t check_args(cc_db_t *db, const char *label, const prepared_t *statement, cc_args_t args)
{
    if (statement->params == args.count) {
        return CC_OK;
    }
    cc_log(db->log, CC_LOG_ERROR, db->pool, "CC1202 database: %s takes %d parameters, not %d", label, statement->params,
           args.count);
    return CC_FAILED;
}

static cc_status_t note_failure(cc_db_t *db, cc_status_t status)
{
    if (db->transaction && status != CC_OK && db->failed == CC_OK) {
        db->failed = status;
    }
    return status;
}

static cc_status_t run_select(cc_db_t *db, const char *label, const char *sql, cc_args_t args,
                              apr_dbd_results_t **results)
{
    prepared_t *statement;
    cc_status_t status = prepare(db, label, sql, &statement);

    if (status == CC_OK) {
        status = check_args(db, label, statement, args);
    }
    if (status != CC_OK) {
        return status;
    }
    /* random access, because the pgsql driver reports a failed sequential select as success without rows */
    int code = apr_dbd_pselect(db->conn.driver, db->pool, db->conn.handle, results, statement->handle, 1, args.count,
                               (const char **)args.values);
    return code ? report(db, label, "select", code) : CC_OK;
}

/* A schema change elsewhere or a lost server leaves all prepared statements of a connection useless. */
static void forget_statements(cc_db_t *db)
{
    apr_dbd_check_conn(db->conn.driver, db->pool, db->conn.handle);
    apr_pool_clear(db->state->pool);
    db->state->prepared = apr_hash_make(db->state->pool);
}

cc_status_t cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                              void *baton)
{
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    cc_status_t status = borrow(db);

    if (status != CC_OK) {
        return note_failure(db, status);
    }
    status = run_select(db, label, sql, args, &results);
    if (status != CC_OK && !db->transaction && !db->snapshot) {
        forget_statements(db);
        results = NULL;
        status = run_select(db, label, sql, args, &results);
        if (status == CC_OK) {
            cc_log(db->log, CC_LOG_INFO, db->pool, "CC1203 database: %s succeeded when prepared again", label);
        }
    }
    if (status != CC_OK) {
        return note_failure(db, status);
    }
    /* to the end in any case: a row left unread stays on the connection */
    while (apr_dbd_get_row(db->conn.driver, db->pool, results, &row, -1) != -1) {
        if (status == CC_OK) {
            status = fn(baton, &(cc_row_t){db, row});
        }
    }
    return status;
}

cc_status_t cc_db_select(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton)
{
    const cc_statement_t *statement = cc_statement(sql);

    return cc_db_select_text(db, statement->label, statement->text, args, fn, baton);
}

typedef struct {
    cc_row_fn fn;
    void *baton;
    int rows;
} first_t;

static cc_status_t first_row(void *baton, const cc_row_t *row)
{
    first_t *first = baton;

    return first->rows++ ? CC_OK : first->fn(first->baton, row);
}

cc_status_t cc_db_one(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton)
{
    first_t first = {fn, baton, 0};
    cc_status_t status = cc_db_select(db, sql, args, first_row, &first);

    return status == CC_OK && !first.rows ? CC_NOT_FOUND : status;
}

static cc_status_t number_row(void *baton, const cc_row_t *row)
{
    *(int64_t *)baton = cc_row_int(row, 0, 0);
    return CC_OK;
}

cc_status_t cc_db_number(cc_db_t *db, cc_sql_t sql, cc_args_t args, int64_t *value)
{
    return cc_db_one(db, sql, args, number_row, value);
}

cc_status_t cc_db_exec(cc_db_t *db, cc_sql_t sql, cc_args_t args, int *rows)
{
    const cc_statement_t *text = cc_statement(sql);
    prepared_t *statement;
    int changed = 0;
    cc_status_t status;

    if (!db->transaction) {
        cc_log(db->log, CC_LOG_ERROR, db->pool, "CC1204 database: %s needs a transaction", text->label);
        return CC_FAILED;
    }
    status = prepare(db, text->label, text->text, &statement);
    if (status == CC_OK) {
        status = check_args(db, text->label, statement, args);
    }
    if (status == CC_OK) {
        int code = apr_dbd_pquery(db->conn.driver, db->pool, db->conn.handle, &changed, statement->handle, args.count,
                                  (const char **)args.values);
        status = code ? report(db, text->label, "execution", code) : CC_OK;
    }
    if (status == CC_OK && rows) {
        *rows = changed;
    }
    return note_failure(db, status);
}

cc_status_t cc_db_direct(cc_db_t *db, const char *label, const char *sql)
{
    int rows, code;
    cc_status_t status = borrow(db);

    if (status == CC_OK) {
        code = apr_dbd_query(db->conn.driver, db->conn.handle, &rows, sql);
        status = code ? report(db, label, "execution", code) : CC_OK;
    }
    return note_failure(db, status);
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

cc_status_t cc_db_begin(cc_db_t *db)
{
    cc_status_t status = borrow(db);

    if (status != CC_OK) {
        return status;
    }
    if (db->provider->lock) {
        if (!db->provider->lock(db->provider->baton)) {
            return CC_BUSY;
        }
        db->locked = true;
    }
    status = probe(db);
    if (status == CC_OK) {
        int code = apr_dbd_transaction_start(db->conn.driver, db->home, db->conn.handle, &db->transaction);
        if (code) {
            status = report(db, "cc_begin", "begin", code);
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

cc_status_t cc_db_commit(cc_db_t *db)
{
    cc_status_t status = db->failed;

    if (!db->transaction) {
        return CC_FAILED;
    }
    if (status != CC_OK) {
        cc_db_rollback(db);
        return status;
    }
    int code = apr_dbd_transaction_end(db->conn.driver, db->pool, db->transaction);
    db->transaction = NULL;
    if (code) {
        int rows;
        status = report(db, "cc_commit", "commit", code);
        /* a commit that failed leaves SQLite inside the transaction */
        apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "ROLLBACK");
    }
    unlock(db);
    return status;
}

void cc_db_rollback(cc_db_t *db)
{
    if (db->transaction) {
        apr_dbd_transaction_mode_set(db->conn.driver, db->transaction, APR_DBD_TRANSACTION_ROLLBACK);
        int code = apr_dbd_transaction_end(db->conn.driver, db->pool, db->transaction);
        db->transaction = NULL;
        if (code) {
            report(db, "cc_rollback", "rollback", code);
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

cc_status_t cc_db_snapshot(cc_db_t *db)
{
    static const char *const begin[] = {"BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"};
    cc_status_t status = borrow(db);

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

/* ---- rows ---- */

const char *cc_row_text(const cc_row_t *row, int n)
{
    const char *value = NULL;

    /* pgsql reads NULL as "" through apr_dbd_get_entry; only the datum tells them apart */
    if (apr_dbd_datum_get(row->db->conn.driver, row->row, n, APR_DBD_TYPE_STRING, &value) != APR_SUCCESS || !value) {
        return NULL;
    }
    return apr_pstrdup(row->db->pool, value);
}

int64_t cc_row_int(const cc_row_t *row, int n, int64_t absent)
{
    const char *value = cc_row_text(row, n);

    return value ? apr_atoi64(value) : absent;
}

bool cc_row_bool(const cc_row_t *row, int n)
{
    return cc_row_int(row, n, 0) != 0;
}

apr_pool_t *cc_row_pool(const cc_row_t *row)
{
    return row->db->pool;
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
