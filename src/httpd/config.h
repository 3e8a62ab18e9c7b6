/* What httpd.conf says: per Location and per server, merged the way httpd merges. */
#ifndef CC_HTTPD_CONFIG_H
#define CC_HTTPD_CONFIG_H

#include "../domain/settings.h"
#include "../script/engine.h"

#include <apr_hash.h>
#include <httpd.h>
#include <http_config.h>

#define CC_UNSET (-1)

/** What SetHandler named in a section. */
typedef enum {
    CC_HANDLER_UNSET = 0,
    CC_HANDLER_OTHER,
    CC_HANDLER_SITE,
    CC_HANDLER_BACKOFFICE,
    CC_HANDLER_METRICS
} cc_handler_t;

/** One site, or the back office. Numbers are CC_UNSET and pointers NULL until set; the getters below know the defaults.
 */
typedef struct {
    cc_handler_t handler;
    const char *prefix; /**< path of the Location without a slash at its end: "/cc", or "" */
    const char *company;
    const char *title;
    const cc_settings_t *settings;
    int parent_party;      /**< access model: 1 the older one, 0 external access rows */
    int parent_party_role; /**< cc_role_t of the older model */
    int registration;
    int idle, absolute, remember; /**< seconds; remember 0: not offered */
    const char *cookie_name, *cookie_path;
    int password_min_length;
    const char *password_blocklist;       /**< file of breached passwords, or NULL */
    int attempts, window, lockout;        /**< failures, seconds, seconds */
    int address_attempts, address_window; /**< failures (0: no limit), seconds */
    const char *sign_on;                  /**< ClientCenterSite: prefix of the site whose sign-on this section uses */
    int trust_remote_user;                /**< r->user, authenticated by another module, is who asks */
} cc_dir_config_t;

/** A ClientCenterSite as written, for the checks that there is such a site and that its sign-on can be used. */
typedef struct {
    const char *prefix, *file;
    int line;
    const char *needs_cookie; /**< path of the Location, without a slash at its end, that has AuthType ClientCenter
                                 beside it; NULL for other sections */
} cc_site_use_t;

/** One server (virtual host). */
typedef struct {
    int opslimit, memlimit_kib;
    int login_concurrency;
    const char *lua_path;
    int lua_reload;
    int64_t lua_memory, lua_instructions;
    cc_engine_t *engine;          /**< set at start-up when a site exists */
    bool site;                    /**< does a section of this server name one of our handlers? */
    bool accounts;                /**< does one name an enterprise company, whose accounts HTTP Basic may ask for? */
    apr_array_header_t *prefixes; /**< const char *: where sites and back offices stand */
    apr_array_header_t *uses;     /**< cc_site_use_t */
    apr_hash_t *sites;            /**< by prefix, const cc_dir_config_t *, merged: set at start-up */
    apr_hash_t *cookies;          /**< names of the session cookies of all servers, which no application gets: set at
                                       start-up, the same for each */
} cc_server_config_t;

/* the one symbol that httpd looks for; all others stay inside the module */
extern module AP_MODULE_DECLARE_DATA clientcenter_module __attribute__((visibility("default")));
extern const command_rec cc_directives[];

/* httpd's own callbacks for the configuration of a directory and of a server (module record) */
void *cc_dir_config_create(apr_pool_t *pool, char *path);
void *cc_dir_config_merge(apr_pool_t *pool, void *base, void *add);
void *cc_server_config_create(apr_pool_t *pool, server_rec *s);
void *cc_server_config_merge(apr_pool_t *pool, void *base, void *add);

/** The merged configuration with every default filled in; `pool` is the request's. */
const cc_dir_config_t *cc_dir_config(const request_rec *r);
/** `config` as merged with every default filled in. */
const cc_dir_config_t *cc_dir_config_complete(apr_pool_t *pool, const cc_dir_config_t *config);
/** The same as merged, without defaults: cheap, for hooks that every request of the server passes. */
const cc_dir_config_t *cc_dir_config_raw(const request_rec *r);

/** Is it a URL prefix with pages: a site or the back office? */
bool cc_dir_config_is_ours(const cc_dir_config_t *config);

/** Does this module answer here: pages, or metrics? Such paths are no part of the file system. */
bool cc_dir_config_answers(const cc_dir_config_t *config);

/** Fills in what httpd.conf left out; called once per server before anything reads it. */
void cc_server_config_defaults(cc_server_config_t *config);

/** The server's configuration; numbers have their defaults after start-up. */
cc_server_config_t *cc_server_config(const server_rec *s);

#endif
