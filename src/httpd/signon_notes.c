/* What is noted of a request and can be seen of it, without asking who sent it. Declared in signon.h. */
#include "signon.h"

#include <apr_strings.h>
#include <http_core.h>
#include <string.h>

cc_signon_t *cc_signon(request_rec *r)
{
    cc_signon_t *signon = ap_get_module_config(r->request_config, &clientcenter_module);

    if (!signon) {
        signon = apr_pcalloc(r->pool, sizeof(*signon));
        signon->known = apr_array_make(r->pool, 1, sizeof(cc_request_t *));
        ap_set_module_config(r->request_config, &clientcenter_module, signon);
    }
    return signon;
}

request_rec *cc_signon_first_request(request_rec *r)
{
    while (r->main || r->prev) {
        r = r->main ? r->main : r->prev;
    }
    return r;
}

cc_signon_t *cc_signon_first(request_rec *r)
{
    return cc_signon(cc_signon_first_request(r));
}

void cc_signon_let_go(request_rec *r)
{
    const cc_signon_t *signon = ap_get_module_config(cc_signon_first_request(r)->request_config, &clientcenter_module);

    for (int i = 0; signon && i < signon->known->nelts; i++) {
        cc_db_release(APR_ARRAY_IDX(signon->known, i, cc_request_t *)->ctx.db);
    }
}

bool cc_signon_is_own_type(request_rec *r)
{
    const char *type = ap_auth_type(r);

    return type && !strcasecmp(type, CC_AUTH_TYPE);
}

bool cc_signon_is_page(request_rec *r)
{
    return cc_dir_config_is_ours(cc_dir_config_raw(r));
}

bool cc_signon_is_open(request_rec *r)
{
    static const char *const open[] = {"/login", "/register", "/healthz", "/logout", "/select-customer"};
    const cc_dir_config_t *config = cc_dir_config_raw(r);
    const char *prefix = config->prefix ? config->prefix : "", *path;
    size_t length = strlen(prefix);
    size_t count = config->trust_remote_user == 1 ? 3 : sizeof(open) / sizeof(open[0]);

    if (!cc_dir_config_is_ours(config) || strncmp(r->uri, prefix, length) != 0) {
        return false;
    }
    path = r->uri + length;
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(path, open[i])) {
            return true;
        }
    }
    return !strncmp(path, "/assets/", 8);
}

/* q=0 names a type in order to refuse it. */
static bool names_html(const char *accept, apr_pool_t *pool)
{
    char *state, *rest = apr_pstrdup(pool, accept);

    for (char *range = apr_strtok(rest, ",", &state); range; range = apr_strtok(NULL, ",", &state)) {
        range += strspn(range, " \t");
        const char *q = strstr(range, "q=0");
        if (!strncasecmp(range, "text/html", 9) && strchr("; \t", range[9]) &&
            !(q && q[3 + strspn(q + 3, ".0")] == '\0')) {
            return true;
        }
    }
    return false;
}

bool cc_signon_is_browser(request_rec *r)
{
    const char *accept = apr_table_get(r->headers_in, "Accept");

    return r->method_number == M_GET && accept && names_html(accept, r->pool); /* HEAD has GET's number */
}

void cc_signon_private(request_rec *r)
{
    if (!cc_signon_is_page(r) || r->proxyreq != PROXYREQ_NONE) {
        apr_table_mergen(r->err_headers_out, "Cache-Control", "private");
        r->no_cache = 1;
        cc_signon(r)->is_private = true;
    }
}
