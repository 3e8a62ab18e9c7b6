#include "site.h"

#include "signon.h"

#include <apr_fnmatch.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

#define PLAIN_PATH "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"

/* httpd takes empty, "." and ".." parts out of what is asked for, so a section with one in its path holds for nothing.
 */
static bool has_vanishing_part(const char *path)
{
    for (const char *part = path; (part = strchr(part, '/')) != NULL;) {
        size_t length = strcspn(++part, "/");
        if ((!length && *part) || (length == 1 && *part == '.') || (length == 2 && part[0] == '.' && part[1] == '.')) {
            return true;
        }
    }
    return false;
}

const char *cc_site_prefix(apr_pool_t *pool, const char *path)
{
    size_t length = path ? strlen(path) : 0;

    if (!path || *path != '/' || path[strspn(path, PLAIN_PATH)] || has_vanishing_part(path)) {
        return NULL;
    }
    while (length && path[length - 1] == '/') {
        length--;
    }
    return apr_pstrmemdup(pool, path, length);
}

/* <Location ~ "regex"> */
static bool is_regex(apr_pool_t *pool, const ap_directive_t *section)
{
    const char *args = section->args ? section->args : "";

    return !strcmp(ap_getword_conf(pool, &args), "~");
}

const char *cc_site_location(const cmd_parms *cmd)
{
    for (const ap_directive_t *at = cmd->directive->parent; at; at = at->parent) {
        if (!strcasecmp(at->directive, "<Location")) {
            return is_regex(cmd->pool, at) ? NULL : cc_site_prefix(cmd->pool, cmd->path);
        }
        if (!strncasecmp(at->directive, "<Directory", 10) || !strncasecmp(at->directive, "<Files", 6) ||
            !strcasecmp(at->directive, "<LocationMatch")) {
            break;
        }
    }
    return NULL;
}

/* Does AuthType ClientCenter stand in the same section? All of it has been read into the tree by now. */
static bool has_own_type(const cmd_parms *cmd)
{
    const ap_directive_t *at = cmd->directive->parent ? cmd->directive->parent->first_child : NULL;

    for (; at; at = at->next) {
        const char *args = at->args ? at->args : "";
        if (!strcasecmp(at->directive, "AuthType") && !strcasecmp(ap_getword_conf(cmd->pool, &args), CC_AUTH_TYPE)) {
            return true;
        }
    }
    return false;
}

/* The site may come later in the file, so whether there is one is checked when all is read. */
const char *cc_site_directive(cmd_parms *cmd, void *config, const char *path)
{
    const char *prefix = cc_site_prefix(cmd->pool, path);

    if (!prefix) {
        return apr_psprintf(cmd->pool, "%s: the path of a <Location> with SetHandler clientcenter, such as /cc",
                            cmd->cmd->name);
    }
    ((cc_dir_config_t *)config)->sign_on = prefix;
    APR_ARRAY_PUSH(cc_server_config(cmd->server)->uses, cc_site_use_t) = (cc_site_use_t){
        prefix, cmd->directive->filename, cmd->directive->line_num, has_own_type(cmd) ? cc_site_location(cmd) : NULL};
    return NULL;
}

/* Does this <Location> or <LocationMatch> hold for the path? By httpd's own rules (ap_location_walk). */
static bool holds_for(const core_dir_config *section, const char *path)
{
    size_t length = strlen(section->d);

    if (section->r) {
        return ap_regexec(section->r, path, 0, NULL, 0) == 0;
    }
    if (section->d_is_fnmatch) {
        return apr_fnmatch(section->d, path, APR_FNM_PATHNAME) == APR_SUCCESS;
    }
    return !strncmp(section->d, path, length) &&
           (!length || section->d[length - 1] == '/' || path[length] == '/' || !path[length]);
}

/* What a request below the prefix gets from the server and its sections, in their order. httpd merges only for
 * requests, and the one at hand is for another path. */
static cc_dir_config_t *merged_at(apr_pool_t *pool, const server_rec *s, const char *path)
{
    const core_server_config *core = ap_get_core_module_config(s->module_config);
    void *merged = ap_get_module_config(s->lookup_defaults, &clientcenter_module);

    for (int i = 0; i < core->sec_url->nelts; i++) {
        ap_conf_vector_t *section = APR_ARRAY_IDX(core->sec_url, i, ap_conf_vector_t *);
        void *ours = ap_get_module_config(section, &clientcenter_module);
        if (ours && holds_for(ap_get_core_module_config(section), path)) {
            merged = merged ? cc_dir_config_merge(pool, merged, ours) : ours;
        }
    }
    return merged;
}

/* Do browsers send the site's session cookie below this path? (RFC 6265, 5.1.4) */
static bool is_reached(apr_pool_t *pool, const cc_dir_config_t *site, const char *prefix)
{
    const char *path = apr_pstrcat(pool, prefix, "/", NULL), *cookie = site->cookie_path;
    size_t length = strlen(cookie);

    return !strncmp(cookie, path, length) && (cookie[length - 1] == '/' || path[length] == '/' || !path[length]);
}

/* Servers share what the main one says, and so its mistakes: each is told once. */
static bool is_new(apr_hash_t *said, const char *text)
{
    bool is = !apr_hash_get(said, text, APR_HASH_KEY_STRING);

    apr_hash_set(said, text, APR_HASH_KEY_STRING, text);
    return is;
}

/* Whoever signs in is nobody with the next request, and may be sent to and fro for ever. `why`: where the site is
 * named, or "". */
static void check_reach(apr_pool_t *pool, server_rec *s, const cc_dir_config_t *site, const char *prefix,
                        const char *why, apr_hash_t *said)
{
    const char *text = apr_psprintf(
        pool, "nobody can sign in to %s/%s: browsers send the session cookie of the site %s/ below %s alone", prefix,
        why, site->prefix, site->cookie_path);

    if (!is_reached(pool, site, prefix) && is_new(said, text)) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s, "CC1122 %s. Correct the path in its ClientCenterCookie", text);
    }
}

/* Browsers keep one cookie for each name and path. `taken`: the site that has it, by both. */
static void check_name(apr_pool_t *pool, server_rec *s, const cc_dir_config_t *site, apr_hash_t *taken,
                       apr_hash_t *said)
{
    const char *cookie = apr_psprintf(pool, "%s with the path %s", site->cookie_name, site->cookie_path);
    const char *other = apr_hash_get(taken, cookie, APR_HASH_KEY_STRING), *text;

    apr_hash_set(taken, cookie, APR_HASH_KEY_STRING, site->prefix);
    text = apr_psprintf(pool, "the sites %s/ and %s/ have the same session cookie, %s", other ? other : "",
                        site->prefix, cookie);
    if (other && strcmp(other, site->prefix) != 0 && is_new(said, text)) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s,
                     "CC1123 %s: whoever signs in to one is signed out of the other. Name each its own with "
                     "ClientCenterCookie",
                     text);
    }
}

static void find_sites(apr_pool_t *pconf, server_rec *s, apr_hash_t *cookies, apr_hash_t *said)
{
    cc_server_config_t *config = cc_server_config(s);
    apr_hash_t *taken = apr_hash_make(pconf);

    config->sites = apr_hash_make(pconf);
    config->cookies = cookies;
    for (int i = 0; i < config->prefixes->nelts; i++) {
        const char *prefix = APR_ARRAY_IDX(config->prefixes, i, const char *);
        const cc_dir_config_t *merged = merged_at(pconf, s, apr_pstrcat(pconf, prefix, "/", NULL));
        /* a virtual host may have given the path to another handler */
        if (!merged || !cc_dir_config_is_ours(merged) || strcmp(merged->prefix, prefix) != 0) {
            continue;
        }
        const cc_dir_config_t *site = cc_dir_config_complete(pconf, merged);
        apr_hash_set(config->cookies, site->cookie_name, APR_HASH_KEY_STRING, site);
        check_reach(pconf, s, site, prefix, "", said);
        check_name(pconf, s, site, taken, said);
        if (site->handler == CC_HANDLER_SITE) {
            apr_hash_set(config->sites, prefix, APR_HASH_KEY_STRING, site);
        }
    }
}

static const char *names_of(apr_pool_t *pool, const server_rec *s)
{
    const char *names = NULL;
    apr_hash_t *sites = cc_server_config(s)->sites;

    for (apr_hash_index_t *i = apr_hash_first(pool, sites); i; i = apr_hash_next(i)) {
        const char *prefix = apr_hash_this_key(i);
        names = apr_pstrcat(pool, names ? names : "", names ? ", " : "", *prefix ? prefix : "/", NULL);
    }
    return names ? names : "none";
}

bool cc_site_check(apr_pool_t *pconf, server_rec *s, apr_hash_t *cookies, apr_hash_t *said)
{
    const apr_array_header_t *uses = cc_server_config(s)->uses;

    find_sites(pconf, s, cookies, said);
    for (int i = 0; i < uses->nelts; i++) {
        const cc_site_use_t *use = &APR_ARRAY_IDX(uses, i, cc_site_use_t);
        const cc_dir_config_t *site = cc_site_find(s, use->prefix);
        if (!site) {
            ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                         "CC1117 ClientCenterSite %s on line %d of %s: no <Location> with SetHandler clientcenter has "
                         "this path on the server %s%s. Sites there: %s",
                         *use->prefix ? use->prefix : "/", use->line, use->file,
                         s->server_hostname ? s->server_hostname : "-",
                         s->port ? apr_psprintf(pconf, ":%u", s->port) : "", names_of(pconf, s));
            return false;
        }
        if (use->needs_cookie) {
            check_reach(pconf, s, site, use->needs_cookie,
                        apr_psprintf(pconf, " (ClientCenterSite on line %d of %s)", use->line, use->file), said);
        }
    }
    return true;
}

const cc_dir_config_t *cc_site_find(const server_rec *s, const char *prefix)
{
    apr_hash_t *sites = cc_server_config(s)->sites;

    return sites && prefix ? apr_hash_get(sites, prefix, APR_HASH_KEY_STRING) : NULL;
}
