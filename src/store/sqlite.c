#include "sqlite.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <sqlite3.h>
#include <string.h>

/* As patient as the driver */
#define BUSY_TRIES 15
#define BUSY_SLEEP 100000 /* microseconds */

typedef struct {
    const char *text; /* NULL: it is a number, or nothing */
    int64_t number;
    bool is_number;
} value_t;

static const value_t nothing;

struct cc_sqlite_row_t {
    cc_sqlite_row_t *next;
    int count;
    value_t values[];
};

void cc_sqlite_keep_in_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

/* ---- statements ---- */

/* "... = %lld AND name LIKE 'a%%'" to "... = ? AND name LIKE 'a%'" */
static const char *with_marks(apr_pool_t *pool, const char *sql)
{
    char *text = apr_palloc(pool, strlen(sql) + 1), *to = text;

    while (*sql) {
        if (*sql != '%') {
            *to++ = *sql++;
            continue;
        }
        *to++ = sql[1] == '%' ? '%' : '?';
        for (sql++; *sql == 'l' && sql[1]; sql++) { /* of %lld */
        }
        sql += *sql != '\0';
    }
    *to = '\0';
    return text;
}

static apr_status_t finalize(void *statement)
{
    sqlite3_finalize(statement);
    return APR_SUCCESS;
}

void cc_sqlite_wait(const cc_conn_t *conn, int milliseconds)
{
    sqlite3_busy_timeout(apr_dbd_native_handle(conn->driver, conn->handle), milliseconds);
}

static int prepare(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, sqlite3_stmt **statement)
{
    return sqlite3_prepare(apr_dbd_native_handle(conn->driver, conn->handle), with_marks(pool, sql), -1, statement,
                           NULL);
}

int cc_sqlite_prepare(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, sqlite3_stmt **statement)
{
    int code = prepare(pool, conn, sql, statement);

    if (!code) {
        apr_pool_cleanup_register(pool, *statement, finalize, apr_pool_cleanup_null);
    }
    return code;
}

static int bind_args(sqlite3_stmt *statement, cc_args_t args)
{
    int code = SQLITE_OK;

    for (int i = 0; !code && i < args.count; i++) {
        code = args.values[i] ? sqlite3_bind_text(statement, i + 1, args.values[i], -1, SQLITE_STATIC)
                              : sqlite3_bind_null(statement, i + 1);
    }
    return code;
}

/* ---- rows ---- */

static value_t read_value(apr_pool_t *pool, sqlite3_value *value)
{
    int type = sqlite3_value_type(value);
    const char *text;

    if (type == SQLITE_NULL) {
        return nothing;
    }
    if (type == SQLITE_INTEGER) {
        return (value_t){.number = sqlite3_value_int64(value), .is_number = true};
    }
    text = (const char *)sqlite3_value_text(value);
    return (value_t){.text = apr_pstrmemdup(pool, text ? text : "", text ? (apr_size_t)sqlite3_value_bytes(value) : 0)};
}

static cc_sqlite_row_t *read_row(apr_pool_t *pool, sqlite3_stmt *statement, int count)
{
    cc_sqlite_row_t *row = apr_palloc(pool, sizeof(*row) + (size_t)count * sizeof(value_t));

    row->next = NULL;
    row->count = count;
    for (int i = 0; i < count; i++) {
        row->values[i] = read_value(pool, sqlite3_column_value(statement, i));
    }
    return row;
}

static int step(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);

    for (int tries = 0; code == SQLITE_BUSY && tries < BUSY_TRIES; tries++) {
        apr_sleep(BUSY_SLEEP);
        code = sqlite3_step(statement);
    }
    return code;
}

int cc_sqlite_select(apr_pool_t *pool, sqlite3_stmt *statement, cc_args_t args, const cc_sqlite_row_t **first)
{
    /* what is read of a value is only the connection's while nobody else uses that, which nobody does */
    sqlite3_mutex *mutex = sqlite3_db_mutex(sqlite3_db_handle(statement));
    cc_sqlite_row_t *row;
    const cc_sqlite_row_t **end = first;
    int count = sqlite3_column_count(statement), code, failed;

    *first = NULL;
    sqlite3_mutex_enter(mutex);
    code = bind_args(statement, args);
    while (!code && (code = step(statement)) == SQLITE_ROW) {
        row = read_row(pool, statement, count);
        *end = row;
        end = (const cc_sqlite_row_t **)&row->next;
        code = SQLITE_OK;
    }
    /* the way of preparing has it that only this tells why */
    failed = sqlite3_reset(statement);
    sqlite3_mutex_leave(mutex);
    return failed || code == SQLITE_DONE ? failed : code;
}

int cc_sqlite_select_once(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, cc_args_t args,
                          const cc_sqlite_row_t **first)
{
    sqlite3_stmt *statement = NULL;
    int code = prepare(pool, conn, sql, &statement);

    if (!code) {
        code = cc_sqlite_select(pool, statement, args, first);
    }
    sqlite3_finalize(statement);
    return code;
}

const char *cc_sqlite_path(const cc_conn_t *conn)
{
    return sqlite3_db_filename(apr_dbd_native_handle(conn->driver, conn->handle), "main");
}

bool cc_sqlite_moved(const cc_conn_t *conn)
{
    int moved = 0;
    int code =
        sqlite3_file_control(apr_dbd_native_handle(conn->driver, conn->handle), "main", SQLITE_FCNTL_HAS_MOVED, &moved);

    return code == SQLITE_OK && moved;
}

bool cc_sqlite_version(const cc_conn_t *conn, uint32_t *version)
{
    unsigned number = 0;
    int code = sqlite3_file_control(apr_dbd_native_handle(conn->driver, conn->handle), "main",
                                    SQLITE_FCNTL_DATA_VERSION, &number);

    *version = number;
    return code == SQLITE_OK;
}

const cc_sqlite_row_t *cc_sqlite_next(const cc_sqlite_row_t *row)
{
    return row->next;
}

/* What a row does not have is nothing, as it is for the driver. */
static value_t value_of(const cc_sqlite_row_t *row, int n)
{
    return n >= 0 && n < row->count ? row->values[n] : nothing;
}

const char *cc_sqlite_text(apr_pool_t *pool, const cc_sqlite_row_t *row, int n)
{
    const value_t value = value_of(row, n);

    return value.is_number ? cc_text_int(pool, value.number) : value.text;
}

int64_t cc_sqlite_int(const cc_sqlite_row_t *row, int n, int64_t absent)
{
    const value_t value = value_of(row, n);

    return value.is_number ? value.number : value.text ? apr_atoi64(value.text) : absent;
}
