/* Statements and rows: prepared on a connection when it first needs them, prepared again when they became useless.
 * Declared in db.h. */
#include "db_internal.h"

#include <apr_strings.h>
#include <string.h>

struct cc_row_t {
    cc_db_t *db;
    apr_dbd_row_t *row;
};

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
        const char *text = cc_sql_for_dialect(db->pool, cc_sql_words, sql, (int)db->state->dialect);
        statement = apr_pcalloc(pool, sizeof(*statement));
        statement->name = apr_psprintf(pool, "%s_%d", label, db->state->names++);
        statement->params = count_params(text);
        int code = apr_dbd_prepare(db->conn.driver, pool, db->conn.handle, text, statement->name, &statement->handle);
        if (code) {
            return cc_db_report(db, label, "preparation", code);
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

/* What failed in a transaction before: what follows is not tried, lest it count by itself. */
static cc_status_t failed_before(const cc_db_t *db)
{
    return db->transaction ? db->failed : CC_OK;
}

static cc_status_t run_select(cc_db_t *db, apr_pool_t *pool, const char *label, const char *sql, cc_args_t args,
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
    int code = apr_dbd_pselect(db->conn.driver, pool, db->conn.handle, results, statement->handle,
                               cc_dialects[db->state->dialect].random, args.count, (const char **)args.values);
    return code ? cc_db_report(db, label, "select", code) : CC_OK;
}

/* To the end in any case: a row left unread stays on the connection. */
static cc_status_t read_rows(cc_db_t *db, apr_pool_t *pool, const char *label, apr_dbd_results_t *results, cc_row_fn fn,
                             void *baton)
{
    apr_dbd_row_t *row = NULL;
    cc_status_t status = CC_OK;
    int code;

    db->reading++;
    while ((code = apr_dbd_get_row(db->conn.driver, pool, results, &row, -1)) == 0) {
        if (status == CC_OK) {
            status = fn(baton, &(cc_row_t){db, row});
        }
    }
    db->reading--;
    return code == -1 ? status : note_failure(db, cc_db_report(db, label, "fetch", code));
}

static cc_status_t select_in(cc_db_t *db, apr_pool_t *pool, const char *label, const char *sql, cc_args_t args,
                             cc_row_fn fn, void *baton)
{
    apr_dbd_results_t *results = NULL;
    cc_status_t status = run_select(db, pool, label, sql, args, &results);

    if (status != CC_OK && !db->transaction && !db->snapshot && !db->reading) {
        /* a schema change elsewhere or a lost server leaves all prepared statements of a connection useless */
        cc_conn_refresh(&db->conn, db->state);
        results = NULL;
        status = run_select(db, pool, label, sql, args, &results);
        if (status == CC_OK) {
            cc_log(db->log, CC_LOG_INFO, db->pool, "CC1203 database: %s succeeded when prepared again", label);
        }
    }
    return status == CC_OK ? read_rows(db, pool, label, results, fn, baton) : note_failure(db, status);
}

cc_status_t cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                              void *baton)
{
    apr_pool_t *pool;
    cc_status_t status = failed_before(db);

    if (status == CC_OK) {
        status = note_failure(db, cc_db_borrow(db));
    }
    if (status != CC_OK) {
        return status;
    }
    if (db->state->dialect != CC_DIALECT_MYSQL) {
        return select_in(db, db->pool, label, sql, args, fn, baton);
    }
    /* its driver takes memory for the longest text that a column could hold */
    apr_pool_create(&pool, db->pool);
    status = select_in(db, pool, label, sql, args, fn, baton);
    apr_pool_destroy(pool);
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
    status = failed_before(db);
    if (status == CC_OK) {
        status = prepare(db, text->label, text->text, &statement);
    }
    if (status == CC_OK) {
        status = check_args(db, text->label, statement, args);
    }
    if (status == CC_OK) {
        int code = apr_dbd_pquery(db->conn.driver, db->pool, db->conn.handle, &changed, statement->handle, args.count,
                                  (const char **)args.values);
        status = code ? cc_db_report(db, text->label, "execution", code) : CC_OK;
    }
    if (status == CC_OK && rows) {
        *rows = changed;
    }
    return note_failure(db, status);
}

cc_status_t cc_db_direct(cc_db_t *db, const char *label, const char *sql)
{
    int rows, code;
    cc_status_t status = failed_before(db);

    if (status == CC_OK) {
        status = cc_db_borrow(db);
    }
    if (status == CC_OK) {
        code = apr_dbd_query(db->conn.driver, db->conn.handle, &rows, sql);
        status = code ? cc_db_report(db, label, "execution", code) : CC_OK;
    }
    return note_failure(db, status);
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
