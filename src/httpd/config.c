#include "config.h"

#include <apr_strings.h>
#include <unistd.h>

APLOG_USE_MODULE(clientcenter);

#ifndef CC_LUA_PATH
#define CC_LUA_PATH "/usr/share/clientcenter/lua"
#endif

static const cc_dir_config_t defaults = {
    .prefix = "",
    .settings = &cc_settings_default,
    .parent_party = 0,
    .parent_party_role = CC_ROLE_BILLING,
    .registration = 1,
    .idle = 30 * 60,
    .absolute = 12 * 3600,
    .remember = 30 * 86400,
    .cookie_name = "ccsession",
    .password_min_length = 15,
    .attempts = 5,
    .window = 15 * 60,
    .lockout = 15 * 60,
    .address_attempts = 100,
    .address_window = 15 * 60,
    .trust_remote_user = 0,
};

/* NOLINTNEXTLINE(readability-non-const-parameter): as httpd calls it */
void *cc_dir_config_create(apr_pool_t *pool, char *path)
{
    cc_dir_config_t *config = apr_pcalloc(pool, sizeof(*config));

    (void)path;
    config->registration = config->idle = config->absolute = config->remember = CC_UNSET;
    config->password_min_length = config->parent_party = config->parent_party_role = CC_UNSET;
    config->attempts = config->window = config->lockout = CC_UNSET;
    config->address_attempts = config->address_window = config->trust_remote_user = CC_UNSET;
    return config;
}

static int first(int a, int b)
{
    return a != CC_UNSET ? a : b;
}

static void merge(cc_dir_config_t *out, const cc_dir_config_t *base, const cc_dir_config_t *add)
{
    /* A deeper section that does not name a handler belongs to the site around it. */
    out->handler = add->handler ? add->handler : base->handler;
    out->prefix = add->prefix ? add->prefix : base->prefix;
    out->company = add->company ? add->company : base->company;
    out->title = add->title ? add->title : base->title;
    out->settings = add->settings ? add->settings : base->settings;
    out->parent_party = first(add->parent_party, base->parent_party);
    out->parent_party_role = first(add->parent_party_role, base->parent_party_role);
    out->registration = first(add->registration, base->registration);
    out->idle = first(add->idle, base->idle);
    out->absolute = first(add->absolute, base->absolute);
    out->remember = first(add->remember, base->remember);
    out->cookie_name = add->cookie_name ? add->cookie_name : base->cookie_name;
    out->cookie_path = add->cookie_name ? add->cookie_path : base->cookie_path; /* one directive sets both */
    out->password_blocklist = add->password_blocklist ? add->password_blocklist : base->password_blocklist;
    out->password_min_length = first(add->password_min_length, base->password_min_length);
    out->attempts = first(add->attempts, base->attempts);
    out->window = first(add->window, base->window);
    out->lockout = first(add->lockout, base->lockout);
    out->address_attempts = first(add->address_attempts, base->address_attempts);
    out->address_window = first(add->address_window, base->address_window);
    out->sign_on = add->sign_on ? add->sign_on : base->sign_on;
    out->trust_remote_user = first(add->trust_remote_user, base->trust_remote_user);
}

void *cc_dir_config_merge(apr_pool_t *pool, void *base, void *add)
{
    cc_dir_config_t *out = apr_pcalloc(pool, sizeof(*out));

    merge(out, base, add);
    return out;
}

const cc_dir_config_t *cc_dir_config_raw(const request_rec *r)
{
    return ap_get_module_config(r->per_dir_config, &clientcenter_module);
}

const cc_dir_config_t *cc_dir_config(const request_rec *r)
{
    return cc_dir_config_complete(r->pool, cc_dir_config_raw(r));
}

const cc_dir_config_t *cc_dir_config_complete(apr_pool_t *pool, const cc_dir_config_t *config)
{
    cc_dir_config_t *out = apr_pcalloc(pool, sizeof(*out));

    merge(out, &defaults, config);
    if (out->absolute < out->idle) {
        out->absolute = out->idle; /* only the idle limit was set, beyond the other's default */
    }
    if (!out->cookie_path) {
        out->cookie_path = *out->prefix ? out->prefix : "/";
    }
    return out;
}

bool cc_dir_config_is_ours(const cc_dir_config_t *config)
{
    return config->handler == CC_HANDLER_SITE || config->handler == CC_HANDLER_BACKOFFICE;
}

bool cc_dir_config_answers(const cc_dir_config_t *config)
{
    return cc_dir_config_is_ours(config) || config->handler == CC_HANDLER_METRICS;
}

void *cc_server_config_create(apr_pool_t *pool, server_rec *s)
{
    cc_server_config_t *config = apr_pcalloc(pool, sizeof(*config));

    (void)s;
    config->opslimit = config->memlimit_kib = config->login_concurrency = config->lua_reload = CC_UNSET;
    config->lua_memory = config->lua_instructions = CC_UNSET;
    config->prefixes = apr_array_make(pool, 2, sizeof(const char *));
    config->uses = apr_array_make(pool, 2, sizeof(cc_site_use_t));
    return config;
}

void *cc_server_config_merge(apr_pool_t *pool, void *base_, void *add_)
{
    const cc_server_config_t *base = base_, *add = add_;
    cc_server_config_t *out = apr_pmemdup(pool, add, sizeof(*out));

    out->opslimit = first(add->opslimit, base->opslimit);
    out->memlimit_kib = first(add->memlimit_kib, base->memlimit_kib);
    out->login_concurrency = first(add->login_concurrency, base->login_concurrency);
    out->lua_path = add->lua_path ? add->lua_path : base->lua_path;
    out->lua_reload = first(add->lua_reload, base->lua_reload);
    out->lua_memory = add->lua_memory != CC_UNSET ? add->lua_memory : base->lua_memory;
    out->lua_instructions = add->lua_instructions != CC_UNSET ? add->lua_instructions : base->lua_instructions;
    /* sections of the main server hold for the others as well */
    out->site = base->site || add->site;
    out->accounts = base->accounts || add->accounts;
    out->prefixes = apr_array_append(pool, base->prefixes, add->prefixes);
    out->uses = apr_array_append(pool, base->uses, add->uses);
    return out;
}

cc_server_config_t *cc_server_config(const server_rec *s)
{
    return ap_get_module_config(s->module_config, &clientcenter_module);
}

void cc_server_config_defaults(cc_server_config_t *config)
{
    config->opslimit = first(config->opslimit, 2);
    config->memlimit_kib = first(config->memlimit_kib, 19456);
    config->login_concurrency = first(config->login_concurrency, (int)sysconf(_SC_NPROCESSORS_ONLN));
    config->lua_path = config->lua_path ? config->lua_path : CC_LUA_PATH;
    config->lua_reload = first(config->lua_reload, 0);
    config->lua_memory = config->lua_memory != CC_UNSET ? config->lua_memory : 32 * 1024 * 1024;
    config->lua_instructions = config->lua_instructions != CC_UNSET ? config->lua_instructions : 50000000;
}
