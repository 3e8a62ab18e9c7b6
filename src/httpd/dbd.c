#include "dbd.h"

#include "../store/sqlite.h"
#include "counters.h"
#include "mutex.h"

#include <apr_atomic.h>
#include <apr_file_info.h>
#include <apr_optional.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_log.h>
#include <mod_dbd.h>
#include <util_mutex.h>

APLOG_USE_MODULE(clientcenter);

#define LOCK_WAIT apr_time_from_sec(5)
#define CONFIG_OF_CONNECTION "cc_dbd_config"

/* Written at start-up, before there are threads. */
static APR_OPTIONAL_FN_TYPE(ap_dbd_open) * dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) * dbd_close;
static apr_global_mutex_t *write_mutex;

/* What mod_dbd keeps open of SQLite's databases, by the server that its settings of one come from: those that share a
 * database share that. */
typedef struct {
    server_rec *server; /* NULL: the last one */
    apr_uint32_t open;
    apr_uint32_t stay; /* how many of these it keeps however long they are idle; 0: it is not known to be SQLite's */
} kept_t;

static kept_t *kept;        /* made at start-up; in a child, numbers are written by any thread */
static apr_uint32_t closed; /* is there any since the last tick */

typedef struct {
    apr_pool_t *pool;
    server_rec *server;
    ap_dbd_t *dbd;
    bool none; /* none could be had, so this request goes without: to find that out may take as long as connecting */
} lender_t;

void cc_dbd_register_mutex(apr_pool_t *pconf)
{
    ap_mutex_register(pconf, CC_DB_MUTEX, NULL, APR_LOCK_DEFAULT, 0);
}

static apr_status_t connection_ends(void *data)
{
    kept_t *of = data;

    if (of) {
        apr_atomic_dec32(&of->open);
    }
    apr_atomic_set32(&closed, 1);
    return APR_SUCCESS;
}

/* NULL: of a database that is not to be asked for what it has to close. */
static kept_t *count_connection(const dbd_cfg_t *config, const ap_dbd_t *dbd)
{
    int stay = config->nkeep > config->nmin ? config->nkeep : config->nmin;
    kept_t *of = kept;

    while (of->server && of->server != config->server) {
        of++;
    }
    if (!of->server || !config->persist || strcmp(apr_dbd_name(dbd->driver), "sqlite3") != 0) {
        return NULL;
    }
    apr_atomic_set32(&of->stay, stay > 1 ? (apr_uint32_t)stay : 1); /* the one that is asked for stays at least */
    apr_atomic_inc32(&of->open);
    return of;
}

/* What a connection has before anybody uses it. mod_dbd's pool is shared with other modules: their statements must
 * survive what the core asks of a connection (cc_conn_prepare). */
static int set_up(const dbd_cfg_t *config, ap_dbd_t *dbd)
{
    const cc_conn_t conn = {dbd->driver, dbd->handle, dbd->pool};
    int code = cc_conn_prepare(&conn);

    for (apr_hash_index_t *i = apr_hash_first(NULL, config->queries); !code && i; i = apr_hash_next(i)) {
        const void *label;
        void *query;
        apr_dbd_prepared_t *statement = NULL;
        apr_hash_this(i, &label, NULL, &query);
        code = apr_dbd_prepare(dbd->driver, dbd->pool, dbd->handle, query, label, &statement);
        if (!code) {
            apr_hash_set(dbd->prepared, label, APR_HASH_KEY_STRING, statement);
        }
    }
    if (code) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, config->server, "CC1116 a new database connection cannot be set up: %s",
                     apr_dbd_error(dbd->driver, dbd->handle, code));
    }
    return code;
}

/* Once for each new connection of mod_dbd's pool. */
static apr_status_t post_connect(apr_pool_t *pool, dbd_cfg_t *config, ap_dbd_t *dbd)
{
    (void)pool;
    if (!dbd_open) {
        return DECLINED; /* no site in this server */
    }
    apr_pool_userdata_setn(config, CONFIG_OF_CONNECTION, NULL, dbd->pool);
    apr_pool_cleanup_register(dbd->pool, count_connection(config, dbd), connection_ends, apr_pool_cleanup_null);
    return set_up(config, dbd) ? APR_EGENERAL : OK;
}

void cc_dbd_register_hooks(void)
{
    APR_OPTIONAL_HOOK(dbd, post_connect, post_connect, NULL, NULL, APR_HOOK_FIRST);
}

bool cc_dbd_post_config(apr_pool_t *pconf, server_rec *s)
{
    int servers = 0;

    dbd_open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    dbd_close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    if (!dbd_open || !dbd_close) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     "CC1101 mod_dbd is not loaded. Add: LoadModule dbd_module modules/mod_dbd.so");
        return false;
    }
    for (const server_rec *each = s; each; each = each->next) {
        servers++;
    }
    kept = apr_pcalloc(pconf, (size_t)(servers + 1) * sizeof(*kept));
    for (server_rec *each = s; each; each = each->next) {
        kept[--servers].server = each;
    }
    return cc_mutex_create(s, CC_DB_MUTEX, &write_mutex);
}

void cc_dbd_child_init(apr_pool_t *pchild, server_rec *s)
{
    apr_status_t rv = cc_mutex_child_init(&write_mutex, pchild);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, s, "CC1102 cannot attach to the mutex %s", CC_DB_MUTEX);
    }
}

static void no_connection(const lender_t *lender)
{
    ap_log_error(APLOG_MARK, APLOG_ERR, 0, lender->server,
                 "CC1103 no database connection: check DBDriver and DBDParams, and that the database can be "
                 "reached and written by the user that httpd runs as");
}

/* ---- a file of SQLite that is no longer at its path ---- */

/* The new one is opened first: a connection without a handle is nothing that mod_dbd could close. */
static bool open_again(ap_dbd_t *dbd, const char *path)
{
    const cc_conn_t conn = {dbd->driver, dbd->handle, dbd->pool};
    void *config = NULL;
    apr_dbd_t *handle = NULL;
    int rows, code = 0;

    apr_pool_userdata_get(&config, CONFIG_OF_CONNECTION, dbd->pool);
    if (!config || apr_dbd_open_ex(dbd->driver, dbd->pool, path, &handle, NULL) != APR_SUCCESS) {
        return false;
    }
    cc_conn_forget(&conn);
    apr_hash_clear(dbd->prepared);
    apr_dbd_close(dbd->driver, dbd->handle);
    dbd->handle = handle;
    const apr_array_header_t *queries = ((dbd_cfg_t *)config)->init_queries;
    for (int i = 0; !code && i < queries->nelts; i++) {
        code = apr_dbd_query(dbd->driver, handle, &rows, APR_ARRAY_IDX(queries, i, const char *));
    }
    return !set_up(config, dbd) && !code;
}

/* What is written to a file that was replaced, as by a back-up, or moved away is lost with the last who has it open,
 * and others see nothing of it. SQLite itself would make a new file where there is none. */
static bool is_at_its_path(lender_t *lender)
{
    static apr_uint64_t told; /* the file that the log knows of, in this process */
    ap_dbd_t *dbd = lender->dbd;
    const cc_conn_t conn = {dbd->driver, dbd->handle, dbd->pool};
    apr_finfo_t info;
    apr_status_t rv;
    const char *path;

    if (strcmp(apr_dbd_name(dbd->driver), "sqlite3") != 0 || !cc_sqlite_moved(&conn)) {
        return true;
    }
    path = apr_pstrdup(lender->pool, cc_sqlite_path(&conn));
    rv = apr_stat(&info, path, APR_FINFO_TYPE | APR_FINFO_INODE, lender->pool);
    if (rv != APR_SUCCESS || info.filetype != APR_REG) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, lender->server,
                     "CC1120 the file of the database is gone: %s. Nothing is read or written until it is there again",
                     path);
        return false;
    }
    if (!open_again(dbd, path)) {
        no_connection(lender);
        return false;
    }
    if (apr_atomic_xchg64(&told, (apr_uint64_t)info.inode) != (apr_uint64_t)info.inode) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, lender->server,
                     "CC1121 the file of the database was replaced: %s. What is there now is used from here on", path);
    }
    return true;
}

static bool acquire(void *baton, cc_conn_t *conn)
{
    lender_t *lender = baton;

    if (lender->none) {
        return false;
    }
    /* A connection that mod_dbd found dead costs one call; the next one gets a new one. */
    lender->dbd = dbd_open(lender->pool, lender->server);
    if (!lender->dbd) {
        lender->dbd = dbd_open(lender->pool, lender->server);
    }
    if (!lender->dbd) {
        no_connection(lender);
    } else if (!is_at_its_path(lender)) {
        dbd_close(lender->server, lender->dbd);
        lender->dbd = NULL;
    }
    if (!lender->dbd) {
        cc_count(CC_COUNT_DB_CONNECTION);
        lender->none = true;
        return false;
    }
    conn->driver = lender->dbd->driver;
    conn->handle = lender->dbd->handle;
    conn->pool = lender->dbd->pool;
    return true;
}

static void release(void *baton, cc_conn_t *conn)
{
    lender_t *lender = baton;

    (void)conn;
    if (lender->dbd) {
        dbd_close(lender->server, lender->dbd);
        lender->dbd = NULL;
    }
}

/* Not every mechanism can wait with a limit; the others wait as long as it takes. */
static bool lock(void *baton, bool wait)
{
    lender_t *lender = baton;
    apr_status_t rv = wait ? apr_global_mutex_timedlock(write_mutex, LOCK_WAIT) : apr_global_mutex_trylock(write_mutex);

    if (wait && APR_STATUS_IS_ENOTIMPL(rv)) {
        rv = apr_global_mutex_lock(write_mutex);
    }
    if (rv != APR_SUCCESS && !APR_STATUS_IS_EBUSY(rv) && !APR_STATUS_IS_TIMEUP(rv)) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, lender->server, "CC1104 cannot lock the mutex %s", CC_DB_MUTEX);
    }
    if (wait && rv != APR_SUCCESS) {
        cc_count(CC_COUNT_DB_BUSY);
    }
    return rv == APR_SUCCESS;
}

static void unlock(void *baton)
{
    lender_t *lender = baton;
    apr_status_t rv = apr_global_mutex_unlock(write_mutex);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, lender->server, "CC1105 cannot unlock the mutex %s", CC_DB_MUTEX);
    }
}

static void trouble(void *baton, cc_status_t status)
{
    (void)baton;
    cc_count(status == CC_BUSY ? CC_COUNT_DB_BUSY : CC_COUNT_DB_FAILED);
}

const cc_db_provider_t *cc_dbd_provider(apr_pool_t *pool, server_rec *s)
{
    lender_t *lender = apr_pcalloc(pool, sizeof(*lender));
    cc_db_provider_t *provider = apr_pcalloc(pool, sizeof(*provider));

    lender->pool = pool;
    lender->server = s;
    *provider = (cc_db_provider_t){acquire, release, lock, unlock, trouble, lender};
    return provider;
}

/* What mod_dbd has no more use for it closes only when it is given a connection back. A server is not asked: one that
 * does not answer would keep who asks. Nor is SQLite where nothing can be closed: of connections that are all idle for
 * DBDExptime, mod_dbd closes also those that it keeps when it is asked for one, and makes that anew. */
bool cc_dbd_tidy(apr_pool_t *pool)
{
    for (kept_t *of = kept; of->server; of++) {
        apr_uint32_t stay = apr_atomic_read32(&of->stay);
        ap_dbd_t *dbd = stay && apr_atomic_read32(&of->open) > stay ? dbd_open(pool, of->server) : NULL;
        if (dbd) {
            dbd_close(of->server, dbd);
        }
    }
    return apr_atomic_xchg32(&closed, 0) != 0;
}
