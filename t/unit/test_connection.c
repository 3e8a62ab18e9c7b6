/* A connection that cannot be set up: it stays, as a pool keeps it, and each request tries it again. */
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

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_dbd_init(pool);
    test_no_database(pool);
    apr_pool_destroy(pool);
    apr_terminate();
    return done();
}
