/* A real database for the unit tests of the store and the use cases, with one company, two customers, and users made by
 * the core itself: SQLite in a directory of its own, or, as t/run says by CC_DATABASE and CC_DATABASE_SERVER, one of a
 * server. The clock is whatever the test says. */
#ifndef CC_FIXTURE_H
#define CC_FIXTURE_H

#include "domain/access.h"
#include "domain/account.h"
#include "domain/master.h"
#include "domain/signin.h"
#include "domain/token.h"
#include "domain/user.h"
#include "store/rows.h"
#include "store/schema.h"

#include "tap.h"

#include <apr_dbd.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#define START 1800000000 /* the clock of a test begins here */
#define PASSWORD "seven grey otters in a canal"

typedef struct {
    apr_pool_t *pool;
    const char *driver, *directory; /* NULL: in a server */
    const char *path;               /* what the driver opens */
    cc_conn_t conn;
    cc_db_provider_t provider;
    cc_log_t log;
    int errors; /* lines that the core logged as errors */
    cc_context_t ctx;
} fixture_t;

static const cc_password_cost_t cheap = {.opslimit = 1, .memlimit = 8192};
static const cc_account_rules_t account_rules = {.password_min_length = 15,
                                                 .cost = {.opslimit = 1, .memlimit = 8192},
                                                 .languages = (const char *const[]){"en", "bg", NULL}};

static inline void count_errors(void *baton, cc_log_level_t level, const char *line)
{
    ((fixture_t *)baton)->errors += level == CC_LOG_ERROR;
    if (level == CC_LOG_ERROR) {
        diag("log: %s", line);
    }
}

static inline bool lend(void *baton, cc_conn_t *conn)
{
    *conn = ((fixture_t *)baton)->conn;
    return true;
}

static inline void take_back(void *baton, cc_conn_t *conn)
{
    (void)baton;
    (void)conn;
}

static inline apr_status_t close_connection(void *data)
{
    const cc_conn_t *conn = data;

    apr_dbd_close(conn->driver, conn->handle);
    return APR_SUCCESS;
}

/* Another connection to the same database, with its own context. */
static inline void connect_to(fixture_t *f)
{
    if (apr_dbd_get_driver(f->pool, f->driver, &f->conn.driver) != APR_SUCCESS ||
        apr_pool_create(&f->conn.pool, f->pool) != APR_SUCCESS ||
        apr_dbd_open(f->conn.driver, f->conn.pool, f->path, &f->conn.handle) != APR_SUCCESS) {
        printf("Bail out! no database\n");
        exit(1);
    }
    apr_pool_cleanup_register(f->conn.pool, &f->conn, close_connection, apr_pool_cleanup_null);
    f->provider = (cc_db_provider_t){.acquire = lend, .release = take_back, .baton = f};
    f->log = (cc_log_t){count_errors, f};
    f->ctx = (cc_context_t){.pool = f->pool,
                            .db = cc_db_make(f->conn.pool, &f->provider, &f->log),
                            .log = &f->log,
                            .now = START,
                            .today = "2027-01-15",
                            .address = "192.0.2.1",
                            .user_agent = "test",
                            .actor_label = "test"};
}

/* SQL of the test's own, straight to the driver. */
static inline int told(const cc_conn_t *conn, const char *sql)
{
    int rows;

    return apr_dbd_query(conn->driver, conn->handle, &rows, sql);
}

static inline bool on_sqlite(const fixture_t *f)
{
    return !strcmp(f->driver, "sqlite3");
}

static inline void make_file(fixture_t *f)
{
    char name[] = "/tmp/clientcenter-unit.XXXXXX";

    if (!mkdtemp(name)) {
        printf("Bail out! no directory\n");
        exit(1);
    }
    f->directory = apr_pstrdup(f->pool, name);
    f->path = apr_pstrcat(f->pool, name, "/cc.db", NULL);
}

static inline void make_in_server(fixture_t *f)
{
    const char *server = getenv("CC_DATABASE_SERVER"), *home = strcmp(f->driver, "pgsql") != 0 ? "mysql" : "postgres";
    const char *name = apr_psprintf(f->pool, "unit_%ld", (long)getpid());
    apr_pool_t *pool;
    cc_conn_t conn;

    apr_pool_create(&pool, f->pool);
    if (!server || apr_dbd_get_driver(pool, f->driver, &conn.driver) != APR_SUCCESS ||
        apr_dbd_open(conn.driver, pool, apr_pstrcat(pool, server, " dbname=", home, NULL), &conn.handle) !=
            APR_SUCCESS ||
        told(&conn, apr_pstrcat(pool, "DROP DATABASE IF EXISTS ", name, NULL)) ||
        told(&conn, apr_pstrcat(pool, "CREATE DATABASE ", name, NULL))) {
        printf("Bail out! no database in a server\n");
        exit(1);
    }
    apr_dbd_close(conn.driver, conn.handle);
    apr_pool_destroy(pool);
    f->path = apr_pstrcat(f->pool, server, " dbname=", name, NULL);
}

/* An empty database. */
static inline void fixture_open(fixture_t *f)
{
    const char *driver = getenv("CC_DATABASE");

    memset(f, 0, sizeof(*f));
    apr_initialize();
    apr_pool_create(&f->pool, NULL);
    apr_dbd_init(f->pool);
    if (sodium_init() < 0) {
        printf("Bail out! no libsodium\n");
        exit(1);
    }
    f->driver = driver && *driver ? driver : "sqlite3";
    on_sqlite(f) ? make_file(f) : make_in_server(f);
    connect_to(f);
}

static inline void fixture_close(fixture_t *f)
{
    const char *path = strdup(f->path), *directory = f->directory ? strdup(f->directory) : NULL;

    apr_pool_destroy(f->pool);
    if (directory) { /* a server's database goes with the server */
        unlink(path);
        rmdir(directory);
    }
    free((void *)path);
    free((void *)directory);
    apr_terminate();
}

/* Ends what the fixture writes; it must succeed. */
static inline void settled(fixture_t *f, cc_status_t status, const char *what)
{
    status = cc_db_end(f->ctx.db, status);
    if (status != CC_OK) {
        printf("Bail out! the fixture cannot write %s (%d)\n", what, status);
        exit(1);
    }
}

static inline void make_customer(fixture_t *f, const char *number, const char *name)
{
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_party_t party = {.code = number, .name = name, .active = true};
    cc_agreement_t agreement = {
        .number = number, .party = number, .enterprise_company = "LAGERTA", .from_date = "2020-01-01"};
    cc_status_t status = cc_db_begin(f->ctx.db);

    status = status == CC_OK ? cc_party_put(&f->ctx, &party, problems) : status;
    status = status == CC_OK ? cc_agreement_put(&f->ctx, &agreement, problems) : status;
    settled(f, status, number);
}

/* The tables, and customers 00028 and 00031 of company LAGERTA. */
static inline void fixture_fill(fixture_t *f)
{
    cc_company_t company = {.code = "LAGERTA", .name = "Lagerta Ltd."};
    cc_status_t status = cc_schema_apply(f->ctx.db, NULL);

    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    status = status == CC_OK ? cc_company_put(&f->ctx, &company, cc_problems_make(f->pool)) : status;
    settled(f, status, "the company");
    make_customer(f, "00028", "Olivia Green");
    make_customer(f, "00031", "Northern Fruit");
    f->errors = 0; /* making the tables costs one: statements are prepared again */
}

/* A user with this password hash (NULL: that of PASSWORD); the e-mail is LOGIN@example.com. */
static inline int64_t make_user(fixture_t *f, const char *login, const char *type, const char *hash)
{
    cc_user_t user = {.login = login,
                      .email = apr_pstrcat(f->pool, login, "@example.com", NULL),
                      .name = apr_pstrcat(f->pool, "User ", login, NULL),
                      .user_type = type,
                      .active = true,
                      .language = "en",
                      .created_at = START};
    cc_status_t status = cc_db_begin(f->ctx.db);

    if (!hash) {
        hash = cc_password_hash(f->pool, PASSWORD, &cheap);
    }
    settled(f, status == CC_OK ? cc_user_put(&f->ctx, NULL, &user, &hash, cc_problems_make(f->pool)) : status, login);
    return user.id;
}

static inline int64_t customer_id(fixture_t *f, const char *number)
{
    cc_agreement_t agreement = {.number = number};

    return cc_agreement_get(&f->ctx, &agreement) == CC_OK ? agreement.id : 0;
}

static inline void make_access(fixture_t *f, const char *number, const char *login, cc_role_t role, int days_back)
{
    cc_user_t user;
    const cc_access_values_t values = {role, days_back, NULL};
    cc_status_t status = cc_account_by_login(&f->ctx, login, &user);
    int64_t customer = customer_id(f, number);

    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    status = status == CC_OK ? cc_access_put(&f->ctx, customer, &user, &values, cc_problems_make(f->pool)) : status;
    settled(f, status, login);
}

/* One number from SQL text of the test's own. */
static inline int64_t number_of(fixture_t *f, const char *sql);

static inline cc_status_t number_of_row(void *baton, const cc_row_t *row)
{
    *(int64_t *)baton = cc_row_int(row, 0, -1);
    return CC_OK;
}

static inline int64_t number_of(fixture_t *f, const char *sql)
{
    int64_t number = -2;

    cc_db_select_text(f->ctx.db, "test", sql, CC_NO_ARGS, number_of_row, &number);
    return number;
}

/* Whether head and records agree, in number and hash, and each record follows the one before. */
static inline bool audit_is_chain(fixture_t *f)
{
    return number_of(f,
                     "SELECT CASE WHEN (SELECT records FROM audit_head) = (SELECT COUNT(*) FROM audit) AND "
                     "(SELECT hash FROM audit_head) = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1) AND NOT "
                     "EXISTS (SELECT 1 FROM (SELECT previous_hash AS p, LAG(hash) OVER (ORDER BY id) AS h FROM audit) "
                     "x WHERE h IS NOT NULL AND p <> h) THEN 1 ELSE 0 END") == 1;
}

#endif
