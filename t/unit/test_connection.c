/* Connections that cannot be set up, which stay, as a pool keeps them, and each request tries them again; those that
 * the server has ended; and what is left on one for whoever has it next. */
#include "fixture.h"
#include "memory.h"

#define ATTEMPTS 500 /* each of which took 8 KB */

/* In one pool, that of what is logged. */
static int failed_attempts(cc_db_t *db, apr_pool_t *pool, int count)
{
    int failed = 0;

    cc_db_set_pool(db, pool);
    for (int i = 0; i < count; i++) {
        cc_dialect_t dialect;
        failed += cc_db_dialect(db, &dialect) == CC_FAILED;
        apr_pool_clear(pool);
    }
    cc_db_set_pool(db, NULL);
    return failed;
}

static void ignore(void *baton, cc_log_level_t level, const char *line)
{
    (void)baton;
    (void)level;
    (void)line;
}

/* A file that is none of SQLite's: it is opened, and refuses the first statement. */
static void test_no_database(apr_pool_t *parent)
{
    const cc_log_t log = {ignore, NULL};
    fixture_t other = {.driver = "sqlite3", .path = "/proc/self/exe"};
    apr_pool_t *pool;
    cc_db_t *db;
    long before;

    apr_pool_create(&other.pool, parent);
    apr_pool_create(&pool, parent);
    connect_to(&other);
    db = cc_db_make(other.pool, &other.provider, &log);
    is_int(failed_attempts(db, pool, 100), 100, "a file that is no database cannot be used");
    before = memory_used();
    is_int(failed_attempts(db, pool, ATTEMPTS), ATTEMPTS, "however often it is tried");
    ok(memory_used() < before + ATTEMPTS, "and the connection does not grow by that");
    apr_pool_destroy(other.pool);
    apr_pool_destroy(pool);
}

/* Another session behind the same handle, as a driver makes it when a pool looks after a connection whose session
 * ended.
 */
static void end_session(fixture_t *f, fixture_t *other, bool pgsql)
{
    int64_t session = number_of(other, pgsql ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()");

    told(&f->conn,
         apr_psprintf(f->pool, pgsql ? "SELECT pg_terminate_backend(%" APR_INT64_T_FMT ")" : "KILL %" APR_INT64_T_FMT,
                      session));
    cc_db_release(other->ctx.db);
    if (pgsql) {
        told(&other->conn, "SELECT 1"); /* as somebody else in the pool would: now the driver knows */
    }
    apr_dbd_check_conn(other->conn.driver, other->conn.pool, other->conn.handle);
}

/* A connection of which nothing was asked before, or, `used`, nothing that a transaction needs. */
static void test_ended_session(fixture_t *f, bool used, cc_status_t (*begin)(cc_db_t *db), const char *what)
{
    int64_t users;
    bool pgsql = !strcmp(f->driver, "pgsql");
    const char *wait = pgsql ? "SELECT CAST(setting AS BIGINT) / 1000 FROM pg_settings WHERE name = 'lock_timeout'"
                             : "SELECT @@SESSION.innodb_lock_wait_timeout";
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};

    connect_to(&other);
    is_int(cc_conn_prepare(&other.conn), 0, "a connection is set up");
    is_int(number_of(&other, wait), 5, "it waits for others so long");
    if (used) {
        cc_db_number(other.ctx.db, CC_SQL_USER_COUNT, CC_NO_ARGS, &users);
    }
    end_session(f, &other, pgsql);
    is_int(begin(other.ctx.db), CC_OK, what);
    is_int(number_of(&other, wait), 5, "in a session that waits no longer");
    cc_db_rollback(other.ctx.db);
    cc_db_snapshot_end(other.ctx.db);
    apr_pool_destroy(other.conn.pool);
}

static void keep_line(void *baton, cc_log_level_t level, const char *line)
{
    if (level == CC_LOG_ERROR) {
        apr_cpystrn(baton, line, 500);
    }
}

/* What a server says of a value that was refused, in its own language. */
static void test_language(fixture_t *f)
{
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};
    char line[500] = "";

    told(&f->conn, "SET GLOBAL lc_messages = 'de_DE'");
    connect_to(&other);
    told(&f->conn, "SET GLOBAL lc_messages = DEFAULT");
    other.log = (cc_log_t){keep_line, line};
    cc_db_begin(other.ctx.db);
    is_int(cc_db_exec(other.ctx.db, CC_SQL_COMPANY_INSERT, CC_ARGS("LAGERTA", "x"), NULL), CC_FAILED,
           "what is there already is refused");
    ok(strstr(line, "failed with code 1062") && !strstr(line, "LAGERTA"), "and the log does not tell what: %s", line);
    cc_db_rollback(other.ctx.db);
    apr_pool_destroy(other.conn.pool);
}

static int64_t companies(fixture_t *f)
{
    return number_of(f, "SELECT COUNT(*) FROM enterprise_companies");
}

static cc_status_t insert_company(cc_db_t *db, const char *code)
{
    return cc_db_exec(db, CC_SQL_COMPANY_INSERT, CC_ARGS(code, "Name"), NULL);
}

static void count_done(void *baton)
{
    ++*(int *)baton;
}

/* What does not end as it should leaves no transaction behind. */
static void test_ends(fixture_t *f)
{
    int64_t before = companies(f), count;
    int told_of = 0;
    apr_pool_t *pool;
    cc_db_t *db;

    apr_pool_create(&pool, f->pool);
    db = cc_db_make(pool, &f->provider, &f->log);
    cc_db_begin(db);
    is_int(insert_company(db, "LEFT"), CC_OK, "a request writes");
    apr_pool_destroy(pool);
    is_int(companies(f), before, "and ends: nothing is written");

    is_int(cc_db_begin(f->ctx.db), CC_OK, "the next one begins anew");
    insert_company(f->ctx.db, "TWICE");
    is_int(insert_company(f->ctx.db, "TWICE"), CC_FAILED, "fails");
    is_int(cc_db_number(f->ctx.db, CC_SQL_USER_COUNT, CC_NO_ARGS, &count), CC_FAILED, "and asks nothing any more");
    cc_db_rollback(f->ctx.db);
    if (on_sqlite(f)) {
        cc_db_begin(f->ctx.db);
        told(&f->conn, "PRAGMA defer_foreign_keys=1");
        cc_db_exec(f->ctx.db, CC_SQL_LOCATION_INSERT, CC_ARGS("9999", "L", "Name"), NULL);
        cc_db_after_commit(f->ctx.db, count_done, &told_of);
        is_int(cc_db_commit(f->ctx.db), CC_FAILED, "a commit that fails");
        is_int(told_of, 0, "is told to nobody");
    }
    is_int(cc_db_begin(f->ctx.db), CC_OK, "nothing is in the way of the next one");
    cc_db_rollback(f->ctx.db);
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    test_no_database(f.pool);
    fixture_fill(&f);
    test_ends(&f);
    if (!on_sqlite(&f)) { /* which has no sessions */
        test_ended_session(&f, false, cc_db_begin, "a change begins");
        test_ended_session(&f, true, cc_db_begin, "also where something else was asked before");
        test_ended_session(&f, false, cc_db_snapshot, "what is read at one moment begins");
    }
    if (!strcmp(f.driver, "mysql")) {
        test_language(&f);
    }
    fixture_close(&f);
    return done();
}
