/* Statements: prepared on a connection when it first needs them, prepared again when they became useless; of
 * those that are composed, only so many. Declared in db.h. */
#include "db_internal.h"

#include "sqlite.h"
#include "values.h"

#include <apr_strings.h>
#include <string.h>

typedef enum { READS, WRITES } use_t;

static bool is_sqlite(const cc_db_t *db)
{
    return db->state->dialect == CC_DIALECT_SQLITE;
}

/* On PostgreSQL its name must be unique per connection for ever, so a number follows the label. */
static cc_status_t prepare(cc_db_t *db, use_t use, const char *label, const char *sql, prepared_t **out)
{
    apr_pool_t *pool = db->state->pool;
    const char *text = cc_sql_for_dialect(db->pool, cc_sql_words, sql, db->state->dialect);
    prepared_t *statement = *out = apr_pcalloc(pool, sizeof(*statement));
    int code;

    db->state->known = 0;
    statement->name = apr_psprintf(pool, "%s_%d", label, db->state->names++);
    statement->params = cc_sql_params(text);
    code = use == READS && is_sqlite(db)
               ? cc_sqlite_prepare(pool, &db->conn, text, &statement->sqlite)
               : apr_dbd_prepare(db->conn.driver, pool, db->conn.handle, text, statement->name, &statement->handle);
    if (code) {
        return cc_db_report(db, label, "preparation", code);
    }
    apr_hash_set(db->state->prepared, apr_pstrdup(pool, sql), APR_HASH_KEY_STRING, statement);
    return CC_OK;
}

static cc_status_t check_args(cc_db_t *db, const char *label, int params, cc_args_t args)
{
    if (params == args.count) {
        return CC_OK;
    }
    cc_log(db->log, CC_LOG_ERROR, db->pool, "CC1202 database: %s takes %d parameters, not %d", label, params,
           args.count);
    return CC_FAILED;
}

static cc_status_t note_failure(cc_db_t *db, cc_status_t status)
{
    if (db->transaction && status != CC_OK && db->failed == CC_OK) {
        db->failed = status;
        /* elsewhere they notice by themselves, or all at once, which the probe at the beginning sees */
        db->state->doubtful = status == CC_FAILED && db->state->dialect == CC_DIALECT_PGSQL;
    }
    return status;
}

/* What failed in a transaction before: what follows is not tried, lest it count by itself. */
static cc_status_t failed_before(const cc_db_t *db)
{
    return db->transaction ? db->failed : CC_OK;
}

/* A text to run, and the pool of its results. */
typedef struct {
    apr_pool_t *pool;
    const char *label, *sql;
    int number; /* of the statement; COMPOSED: the text is made up */
    cc_args_t args;
} asked_t;
#define COMPOSED (-1)

/* What lists ask comes in more shapes than a connection could keep statements for, and a driver gives back what it
 * prepared only with the connection. So the first COMPOSED_MAX are prepared, the everyday ones as a rule, and the
 * others run as they are. It counts what was ever prepared: what is forgotten stays with the driver. */
#define COMPOSED_MAX 256

/* PostgreSQL, which plans what is prepared for any values after some times, is better off with a plan for these: how
 * many rows a list has for this customer, and a search finds, differs by orders of magnitude. MariaDB (10.11) does not
 * know any more which indexes have all that is asked for when it runs a statement again that has a table twice. */
static bool prepares(const cc_db_t *db)
{
    return is_sqlite(db) && db->state->composed < COMPOSED_MAX;
}

/* The statement, if it is prepared already. A text of some hundred bytes is looked at in full to find it; a number is
 * not. */
static prepared_t *find_prepared(const cc_db_t *db, const char *sql, int number)
{
    conn_state_t *state = db->state;
    prepared_t *statement = number == COMPOSED ? NULL : state->numbered[number];

    if (!statement) {
        statement = apr_hash_get(state->prepared, sql, APR_HASH_KEY_STRING);
        if (number != COMPOSED) {
            state->numbered[number] = statement;
        }
    }
    return statement;
}

/* The rows of a select. */
typedef struct {
    apr_dbd_results_t *results;
    const cc_sqlite_row_t *sqlite;
} answer_t;

/* MariaDB's driver gives back what was prepared with the pool, so there it lasts as long as the results. */
static int select_for_once(cc_db_t *db, const asked_t *asked, const char *text, answer_t *answer)
{
    apr_dbd_prepared_t *statement = NULL;
    bool random = cc_dialects[db->state->dialect].random;
    int code;

    if (is_sqlite(db)) {
        return cc_sqlite_select_once(asked->pool, &db->conn, text, asked->args, &answer->sqlite);
    }
    if (db->state->dialect != CC_DIALECT_MYSQL) {
        text = cc_sql_with_values(asked->pool, &db->conn, text, asked->args);
        return apr_dbd_select(db->conn.driver, asked->pool, db->conn.handle, &answer->results, text, random);
    }
    code = apr_dbd_prepare(db->conn.driver, asked->pool, db->conn.handle, text, asked->label, &statement);
    return code ? code
                : apr_dbd_pselect(db->conn.driver, asked->pool, db->conn.handle, &answer->results, statement, random,
                                  asked->args.count, (const char **)asked->args.values);
}

static cc_status_t run_unprepared(cc_db_t *db, const asked_t *asked, answer_t *answer)
{
    const char *text = cc_sql_for_dialect(asked->pool, cc_sql_words, asked->sql, db->state->dialect);
    cc_status_t status = check_args(db, asked->label, cc_sql_params(text), asked->args);

    db->state->known = 0;
    if (status == CC_OK) {
        int code = select_for_once(db, asked, text, answer);
        status = code ? cc_db_report(db, asked->label, "select", code) : CC_OK;
    }
    return status;
}

static int select_prepared(cc_db_t *db, const asked_t *asked, const prepared_t *statement, answer_t *answer)
{
    if (is_sqlite(db)) {
        return cc_sqlite_select(asked->pool, statement->sqlite, asked->args, &answer->sqlite);
    }
    return apr_dbd_pselect(db->conn.driver, asked->pool, db->conn.handle, &answer->results, statement->handle,
                           cc_dialects[db->state->dialect].random, asked->args.count,
                           (const char **)asked->args.values);
}

static cc_status_t run_select(cc_db_t *db, const asked_t *asked, answer_t *answer)
{
    prepared_t *statement = find_prepared(db, asked->sql, asked->number);
    cc_status_t status = CC_OK;
    int code;

    *answer = (answer_t){0};
    if (!statement && asked->number == COMPOSED && !prepares(db)) {
        return run_unprepared(db, asked, answer);
    }
    if (!statement) {
        db->state->composed += asked->number == COMPOSED;
        status = prepare(db, READS, asked->label, asked->sql, &statement);
    }
    if (status == CC_OK) {
        status = check_args(db, asked->label, statement->params, asked->args);
    }
    if (status != CC_OK) {
        return status;
    }
    code = select_prepared(db, asked, statement, answer);
    return code ? cc_db_report(db, asked->label, "select", code) : CC_OK;
}

static cc_status_t each_row(cc_db_t *db, const cc_sqlite_row_t *first, cc_row_fn fn, void *baton)
{
    cc_status_t status = CC_OK;

    db->reading++;
    for (const cc_sqlite_row_t *row = first; row && status == CC_OK; row = cc_sqlite_next(row)) {
        status = fn(baton, &(cc_row_t){.db = db, .sqlite = row});
    }
    db->reading--;
    return status;
}

/* To the end in any case: a row left unread stays on the connection. */
static cc_status_t read_rows(cc_db_t *db, const asked_t *asked, const answer_t *answer, cc_row_fn fn, void *baton)
{
    apr_dbd_row_t *row = NULL;
    cc_status_t status = CC_OK;
    int code;

    if (is_sqlite(db)) {
        return each_row(db, answer->sqlite, fn, baton);
    }
    db->reading++;
    while ((code = apr_dbd_get_row(db->conn.driver, asked->pool, answer->results, &row, -1)) == 0) {
        if (status == CC_OK) {
            status = fn(baton, &(cc_row_t){.db = db, .row = row});
        }
    }
    db->reading--;
    return code == -1 ? status : note_failure(db, cc_db_report(db, asked->label, "fetch", code));
}

/* ---- reads together ---- */

/* A statement of SQLite without parameters and rows; its code. */
static int run(cc_db_t *db, cc_sql_t sql)
{
    const cc_statement_t *text = cc_statement(sql);
    prepared_t *statement = find_prepared(db, text->text, (int)sql);
    const asked_t asked = {db->pool, text->label, text->text, (int)sql, CC_NO_ARGS};
    answer_t none;

    if (!statement && prepare(db, READS, text->label, text->text, &statement) != CC_OK) {
        return -1;
    }
    return select_prepared(db, &asked, statement, &none);
}

void cc_db_together(cc_db_t *db)
{
    db->together = true;
}

/* Where it cannot be had each statement sees a moment of its own, as before. */
static void join(cc_db_t *db)
{
    if (db->together && !db->joined && !db->transaction && !db->snapshot && db->state->dialect == CC_DIALECT_SQLITE) {
        db->joined = run(db, CC_SQL_JOIN) == 0;
    }
}

void cc_db_part(cc_db_t *db)
{
    if (db->joined) {
        db->joined = false;
        if (run(db, CC_SQL_PART)) {
            int rows; /* whoever gets the connection next must not be inside */
            apr_dbd_query(db->conn.driver, db->conn.handle, &rows, "ROLLBACK");
        }
    }
}

/* ---- selects ---- */

static cc_status_t select_in(cc_db_t *db, const asked_t *asked, cc_row_fn fn, void *baton)
{
    answer_t answer;
    cc_status_t status;

    join(db);
    db->once_more = !db->transaction && !db->snapshot && !db->reading;
    status = run_select(db, asked, &answer);
    if (status != CC_OK && db->once_more) {
        /* a schema change elsewhere or a lost server leaves all prepared statements of a connection useless */
        cc_db_part(db);
        cc_conn_refresh(&db->conn, db->state);
        db->once_more = false;
        join(db);
        status = run_select(db, asked, &answer);
        if (status == CC_OK) {
            cc_log(db->log, CC_LOG_INFO, db->pool, "CC1203 database: %s succeeded when prepared again", asked->label);
        }
    }
    db->once_more = false;
    db->proven = status == CC_OK;
    return status == CC_OK ? read_rows(db, asked, &answer, fn, baton) : note_failure(db, status);
}

static cc_status_t select_rows(cc_db_t *db, asked_t asked, cc_row_fn fn, void *baton)
{
    cc_status_t status = failed_before(db);

    if (status == CC_OK) {
        status = note_failure(db, cc_db_borrow(db));
    }
    if (status != CC_OK) {
        return status;
    }
    if (db->state->dialect != CC_DIALECT_MYSQL) {
        return select_in(db, &asked, fn, baton);
    }
    /* its driver takes memory for the longest text that a column could hold */
    apr_pool_create(&asked.pool, db->pool);
    status = select_in(db, &asked, fn, baton);
    apr_pool_destroy(asked.pool);
    return status;
}

cc_status_t cc_db_select(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton)
{
    const cc_statement_t *statement = cc_statement(sql);

    return select_rows(db, (asked_t){db->pool, statement->label, statement->text, (int)sql, args}, fn, baton);
}

cc_status_t cc_db_select_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, cc_row_fn fn,
                              void *baton)
{
    return select_rows(db, (asked_t){db->pool, label, sql, COMPOSED, args}, fn, baton);
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

cc_status_t cc_db_number_text(cc_db_t *db, const char *label, const char *sql, cc_args_t args, int64_t *value)
{
    *value = 0;
    return cc_db_select_text(db, label, sql, args, number_row, value);
}

/* SQLite's driver prepares in the way that makes every statement fail once the schema is another one. So what was known
 * of the schema still holds when a statement that is as old as that knowledge is answered; all of them are, as whoever
 * prepares another one forgets what was known. */
static cc_status_t prove(cc_db_t *db)
{
    int64_t none;
    cc_status_t status = db->proven ? CC_OK : cc_db_number(db, CC_SQL_PROBE, CC_NO_ARGS, &none);

    return status == CC_NOT_FOUND ? CC_OK : status;
}

cc_status_t cc_db_schema_number(cc_db_t *db, const char *name, cc_sql_t sql, cc_args_t args, int64_t *value)
{
    cc_status_t status = cc_db_borrow(db);

    if (status != CC_OK || db->state->dialect != CC_DIALECT_SQLITE || db->transaction) {
        return status == CC_OK ? cc_db_number(db, sql, args, value) : status;
    }
    status = prove(db);
    for (int i = 0; status == CC_OK && i < db->state->known; i++) {
        if (!strcmp(db->state->numbers[i].name, name)) {
            *value = db->state->numbers[i].value;
            return CC_OK;
        }
    }
    if (status == CC_OK) {
        status = cc_db_number(db, sql, args, value);
    }
    if (status == CC_OK && db->state->known < SCHEMA_NUMBERS) {
        db->state->numbers[db->state->known++] = (cc_schema_number_t){name, *value};
    }
    return status;
}

cc_status_t cc_db_exec(cc_db_t *db, cc_sql_t sql, cc_args_t args, int *rows)
{
    const cc_statement_t *text = cc_statement(sql);
    prepared_t *statement = NULL;
    int changed = 0;
    cc_status_t status;

    if (!db->transaction) {
        cc_log(db->log, CC_LOG_ERROR, db->pool, "CC1204 database: %s needs a transaction", text->label);
        return CC_FAILED;
    }
    status = failed_before(db);
    if (status == CC_OK) {
        statement = find_prepared(db, text->text, (int)sql);
        status = statement ? CC_OK : prepare(db, WRITES, text->label, text->text, &statement);
    }
    if (status == CC_OK) {
        status = check_args(db, text->label, statement->params, args);
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
