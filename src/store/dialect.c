#include "dialect.h"

#include <apr_strings.h>
#include <string.h>

/* Per connection, and off by default; FULL so that what was answered with success survives a power cut. */
static const char *const sqlite_session[] = {"PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL", NULL};

/* A bounded wait unless the administrator has set one, and one that ends before a statement may take no longer: then it
 * would look like a failure. */
static const char *const pgsql_session[] = {
    "SET client_encoding TO 'UTF8'",
    "SELECT set_config('lock_timeout', CASE WHEN CAST(setting AS BIGINT) BETWEEN 1 AND 6000 THEN CAST(setting AS "
    "BIGINT) * 4 / 5 + 1 ELSE 5000 END || 'ms', false) FROM pg_settings WHERE name = 'statement_timeout' AND "
    "current_setting('lock_timeout') = '0'",
    NULL};

/* Whole seconds; 0 would not wait at all. */
#define MYSQL_WAIT                                                                                                     \
    "CAST(IF(@@SESSION.max_statement_time > 0, GREATEST(1, LEAST(5, CEILING(@@SESSION.max_statement_time) - 1)), 5) "  \
    "AS SIGNED)"

/* Texts compare as bytes, those in statements as well; a value that does not fit is an error. What is read outside a
 * transaction is of that moment, and all of it; only what was committed is read. cc_dialect_message() knows English. */
static const char *const mysql_session[] = {
    "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE",
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES',"
    "autocommit = 1, completion_type = 0, foreign_key_checks = 1, sql_safe_updates = 0, "
    "sql_select_limit = 18446744073709551615, sql_big_selects = 1, lc_messages = 'en_US', "
    "innodb_lock_wait_timeout = LEAST(@@SESSION.innodb_lock_wait_timeout, " MYSQL_WAIT "), "
    "lock_wait_timeout = LEAST(@@SESSION.lock_wait_timeout, " MYSQL_WAIT ")",
    NULL};

const cc_dialect_facts_t cc_dialects[CC_DIALECTS] = {
    [CC_DIALECT_SQLITE] = {"sqlite3", sqlite_session, NULL, "BEGIN IMMEDIATE", "BEGIN", true},
    /* random, because its driver reports a failed sequential select as success without rows */
    [CC_DIALECT_PGSQL] = {"pgsql", pgsql_session, "SELECT pg_backend_pid()",
                          "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
                          "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", true},
    /* not random, because its driver then wants rows by their numbers; results are stored all the same */
    [CC_DIALECT_MYSQL] = {"mysql", mysql_session, "SELECT CONNECTION_ID()", "START TRANSACTION READ WRITE",
                          "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", false},
};

cc_dialect_t cc_dialect_of(const char *driver)
{
    int i = 0;

    while (i < CC_DIALECTS && strcmp(driver, cc_dialects[i].driver) != 0) {
        i++;
    }
    return (cc_dialect_t)i;
}

static bool has_any(const char *text, const char *const *parts)
{
    for (; text && *parts; parts++) {
        if (strstr(text, *parts)) {
            return true;
        }
    }
    return false;
}

bool cc_dialect_busy(cc_dialect_t dialect, int code, const char *text)
{
    /* the driver has no codes of its own for these; where messages are in another language, waiting looks like failing
     */
    static const char *const pgsql_texts[] = {"due to lock timeout", "deadlock detected", NULL};

    switch (dialect) {
    case CC_DIALECT_PGSQL: return has_any(text, pgsql_texts);
    case CC_DIALECT_MYSQL:
        /* ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, and, with innodb_snapshot_isolation, ER_CHECKREAD: somebody changed
         * what this transaction had read */
        return code == 1205 || code == 1213 || code == 1020;
    default:
        /* SQLITE_BUSY and SQLITE_LOCKED; the driver turns the last "busy" of a select into 1 and leaves the text */
        return code == 5 || code == 6 || (code == 1 && text && !strcmp(text, "database is locked"));
    }
}

/* Names of prepared statements are unique for as long as a connection lives. */
bool cc_dialect_shared_session(cc_dialect_t dialect, const char *text)
{
    return dialect == CC_DIALECT_PGSQL && text && strstr(text, "prepared statement \"cc_") &&
           strstr(text, "\" already exists");
}

const char *cc_dialect_message(apr_pool_t *pool, cc_dialect_t dialect, const char *text)
{
    const char *line = apr_pstrmemdup(pool, text ? text : "", text ? strcspn(text, "\r\n") : 0);
    const char *value = strchr(line, '\''), *rest = "";

    /* PostgreSQL tells values on the lines after the first, MariaDB among its words: Duplicate entry 'cc' for key 'a'
     */
    if (!value || dialect != CC_DIALECT_MYSQL ||
        (strncmp(line, "Duplicate ", 10) != 0 && strncmp(line, "Incorrect ", 10) != 0)) {
        return line;
    }
    for (const char *at = value; (at = strstr(at, " for ")) != NULL; at++) {
        rest = at; /* the last one: the value may contain the word as well */
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, line, (apr_size_t)(value - line)), "(value)", rest, NULL);
}
