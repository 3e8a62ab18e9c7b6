#include "startup.h"

#include "../store/schema.h"
#include "../store/sqlite.h"
#include "config.h"
#include "counters.h"
#include "dbd.h"
#include "gate.h"
#include "logging.h"
#include "scratch.h"
#include "site.h"
#include "throttle.h"
#include "tidy.h"

#include <ap_mpm.h>
#include <apr_atomic.h>
#include <apr_hash.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <sodium.h>

APLOG_USE_MODULE(clientcenter);

/* Set by the first child that looked at the database, so that the others need not repeat its message. */
static apr_uint32_t *schema_checked;

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    (void)plog;
    (void)ptemp;
    cc_sqlite_keep_in_memory();
    if (sodium_init() < 0) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    cc_dbd_register_mutex(pconf);
    cc_throttle_register_mutex(pconf);
    return OK;
}

static bool is_used(server_rec *s)
{
    bool used = false;

    for (; s; s = s->next) {
        used = used || cc_server_config(s)->site || cc_server_config(s)->accounts || cc_server_config(s)->uses->nelts;
    }
    return used;
}

/* Also run by `httpd -t`, which runs no post_config. */
static int check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    if (!is_used(s)) {
        return OK;
    }
    if (!ap_find_linked_module("mod_dbd.c")) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     "CC1112 mod_dbd is not loaded. Add: LoadModule dbd_module modules/mod_dbd.so");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    if (!ap_find_linked_module("mod_authz_core.c")) { /* nobody would say that a user may see a page, so nobody could */
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     "CC1119 mod_authz_core is not loaded. Add: LoadModule authz_core_module "
                     "modules/mod_authz_core.so");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    for (apr_hash_t *cookies = apr_hash_make(pconf), *said = apr_hash_make(ptemp); s; s = s->next) {
        cc_server_config_t *config = cc_server_config(s);
        apr_finfo_t info;
        cc_server_config_defaults(config);
        if (!cc_site_check(pconf, s, cookies, said)) {
            return HTTP_INTERNAL_SERVER_ERROR;
        }
        if (!config->site) {
            continue;
        }
        const char *pages = apr_pstrcat(ptemp, config->lua_path, "/pages", NULL);
        if (apr_stat(&info, pages, APR_FINFO_TYPE, ptemp) != APR_SUCCESS || info.filetype != APR_DIR) {
            ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                         "CC1109 the Lua files are not in %s. Install them there or set ClientCenterLuaPath",
                         config->lua_path);
            return HTTP_INTERNAL_SERVER_ERROR;
        }
    }
    return OK;
}

/* Servers with the same settings share one engine. */
static bool create_engine(apr_pool_t *pconf, server_rec *s, apr_hash_t *engines)
{
    cc_server_config_t *config = cc_server_config(s);
    const char *key =
        apr_psprintf(pconf, "%s|%d|%" APR_INT64_T_FMT "|%" APR_INT64_T_FMT, config->lua_path, config->lua_reload,
                     (apr_int64_t)config->lua_memory, (apr_int64_t)config->lua_instructions);
    const cc_engine_config_t settings = {.path = config->lua_path,
                                         .memory = (size_t)config->lua_memory,
                                         .instructions = config->lua_instructions,
                                         .reload = config->lua_reload != 0,
                                         .states_changed = cc_count_lua_states};
    const char *problem;

    config->engine = apr_hash_get(engines, key, APR_HASH_KEY_STRING);
    if (!config->engine) {
        problem = cc_engine_create(pconf, &settings, cc_log_server(pconf, s), &config->engine);
        if (problem) {
            ap_log_error(APLOG_MARK, APLOG_ERR, 0, s, "CC1113 %s", problem);
            return false;
        }
        apr_hash_set(engines, key, APR_HASH_KEY_STRING, config->engine);
    }
    return true;
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    apr_hash_t *engines = apr_hash_make(pconf);
    apr_shm_t *shm;

    (void)plog;
    (void)ptemp;
    /* the configuration is read twice at start; the first time is only a test of it */
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG || !is_used(s)) {
        return OK;
    }
    if (!cc_counters_create(s) || apr_shm_create(&shm, sizeof(*schema_checked), NULL, pconf) != APR_SUCCESS ||
        !cc_dbd_post_config(pconf, s) || !cc_gate_create(s, cc_server_config(s)->login_concurrency) ||
        !cc_throttle_create(s)) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    schema_checked = apr_shm_baseaddr_get(shm);
    *schema_checked = 0;
    for (server_rec *each = s; each; each = each->next) {
        if (cc_server_config(each)->site && !create_engine(pconf, each, engines)) {
            return HTTP_INTERNAL_SERVER_ERROR;
        }
    }
    cc_tidy_post_config(pconf, engines);
    return OK;
}

/* A database of the wrong owner would else be noticed by the first who signs in. */
static bool is_writable(cc_db_t *db, server_rec *s)
{
    cc_status_t status = cc_schema_writable(db);

    if (status == CC_FAILED) {
        ap_log_error(
            APLOG_MARK, APLOG_ERR, 0, s,
            "CC1115 the database cannot be written. SQLite: its file, the -wal and -shm files beside it and their "
            "directory must belong to the user that httpd runs as. A server: the user in DBDParams must be "
            "allowed to write its tables");
    }
    return status != CC_FAILED;
}

/* True if the database of this server is fit for use. */
static bool is_fit(cc_db_t *db, server_rec *s)
{
    int version = 0;

    if (cc_schema_present(db, &version) != CC_OK) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     "CC1110 the database does not answer; pages will be 503 until it does");
        return false;
    }
    if (version != cc_schema_version) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     "CC1111 the database has schema version %d and this module needs %d. %s", version,
                     cc_schema_version,
                     version > cc_schema_version ? "It belongs to a newer release: install that one"
                     : version == 0              ? "Run: ccadmin --db PARAMS init, or correct DBDParams if that is not "
                                                   "the database you meant"
                                                 : "Run: ccadmin --db PARAMS init");
    }
    return version == cc_schema_version && is_writable(db, s);
}

/* Each gives its connection back: servers with the same settings share one pool, which may have fewer connections than
 * there are servers. */
static bool check_schema(apr_pool_t *pool, server_rec *s)
{
    cc_db_t *db = cc_db_make(pool, cc_dbd_provider(pool, s), cc_log_server(pool, s));
    bool fit = is_fit(db, s);

    cc_db_release(db);
    return fit;
}

static void child_init(apr_pool_t *pchild, server_rec *s)
{
    apr_pool_t *pool;

    if (!schema_checked || !is_used(s)) {
        return;
    }
    cc_counters_child_init();
    cc_dbd_child_init(pchild, s);
    cc_throttle_child_init(pchild, s);
    cc_scratch_child_init(pchild);
    cc_tidy_child_init(pchild);
    if (apr_atomic_cas32(schema_checked, 1, 0) == 0) {
        apr_pool_create(&pool, pchild);
        /* the first database that is not fit says enough: servers that share it would only repeat it */
        for (bool fit = true; fit && s; s = s->next) {
            fit = !cc_server_config(s)->site || check_schema(pool, s);
        }
        apr_pool_destroy(pool);
    }
}

/* In the parent, which calls it before anything else when it hears of the end of a child. */
static void child_status(server_rec *s, pid_t pid, ap_generation_t generation, int slot, mpm_child_status state)
{
    (void)s;
    (void)generation;
    (void)slot;
    if (state == MPM_CHILD_EXITED) {
        cc_gate_child_ended(pid);
    }
}

void cc_startup_register_hooks(void)
{
    cc_dbd_register_hooks();
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_check_config(check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_status(child_status, NULL, NULL, APR_HOOK_MIDDLE);
    /* after mod_dbd, whose pools must be there */
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_LAST);
}
