#include "signon.h"

#include "site.h"

#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

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

static request_rec *first_of(request_rec *r)
{
    while (r->main || r->prev) {
        r = r->main ? r->main : r->prev;
    }
    return r;
}

cc_signon_t *cc_signon_first(request_rec *r)
{
    return cc_signon(first_of(r));
}

/* httpd hands r->user on to the page that answers an error (ErrorDocument), also the name that came with a wrong
 * password, or with one that could not be checked. */
static bool answers_error(const request_rec *r)
{
    return (r->prev && (ap_is_HTTP_ERROR(r->prev->status) || answers_error(r->prev))) ||
           (r->main && answers_error(r->main));
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

/* Whose sign-on holds here, and how the user is known. NULL: nobody's. */
static const cc_dir_config_t *sign_on_of(request_rec *r, cc_means_t *means)
{
    const cc_dir_config_t *here = cc_dir_config_raw(r);
    bool trusts = here->trust_remote_user == 1;

    if (cc_dir_config_is_ours(here)) {
        *means = trusts ? CC_BY_REMOTE_USER : CC_BY_SESSION;
        return cc_dir_config(r);
    }
    /* the word of another module counts where this very section says so, not where its site does */
    *means = cc_signon_is_own_type(r) ? CC_BY_SESSION : trusts ? CC_BY_REMOTE_USER : CC_BY_PASSWORD;
    if (here->sign_on) {
        return cc_site_find(r->server, here->sign_on);
    }
    return here->company && *means != CC_BY_SESSION ? cc_dir_config(r) : NULL;
}

static const char *site_key(apr_pool_t *pool, const cc_dir_config_t *config)
{
    return config->handler == CC_HANDLER_BACKOFFICE ? apr_pstrcat(pool, "backoffice|", config->prefix, NULL)
                                                    : apr_pstrcat(pool, config->prefix, "|", config->company, NULL);
}

static bool same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static cc_request_t *find(request_rec *r, bool make)
{
    request_rec *first = first_of(r);
    apr_array_header_t *known = cc_signon(first)->known;
    cc_means_t means;
    const cc_dir_config_t *config = sign_on_of(r, &means);
    bool named = config && means == CC_BY_REMOTE_USER && !answers_error(r);
    const char *remote_user = named ? r->user : NULL, *site;

    if (!config) {
        return NULL;
    }
    site = site_key(r->pool, config);
    for (int i = 0; i < known->nelts; i++) {
        cc_request_t *req = APR_ARRAY_IDX(known, i, cc_request_t *);
        if (req->means == means && !strcmp(req->site, site) && same(req->remote_user, remote_user)) {
            return req;
        }
    }
    if (!make) {
        return NULL;
    }
    cc_request_t *req = cc_request_new(first, cc_dir_config_complete(first->pool, config), means);
    req->remote_user = remote_user ? apr_pstrdup(first->pool, remote_user) : NULL;
    APR_ARRAY_PUSH(known, cc_request_t *) = req;
    return req;
}

cc_request_t *cc_signon_request(request_rec *r)
{
    return find(r, true);
}

cc_request_t *cc_signon_known(request_rec *r)
{
    return find(r, false);
}

cc_status_t cc_signon_load(request_rec *r, cc_request_t *req)
{
    cc_status_t status;

    if (req->means == CC_BY_SESSION ? !req->tokens->nelts : req->means == CC_BY_PASSWORD && !req->identified) {
        return CC_OK; /* nobody, without a question to the database */
    }
    status = req->back_office ? CC_OK : cc_request_load_company(req);
    if (status == CC_OK) {
        status = cc_request_identify(req);
    }
    if (!cc_signon_is_page(r)) {
        cc_db_release(req->ctx.db); /* a slow application must not hold a connection */
    }
    return status;
}

void cc_signon_let_go(request_rec *r)
{
    const cc_signon_t *signon = ap_get_module_config(first_of(r)->request_config, &clientcenter_module);

    for (int i = 0; signon && i < signon->known->nelts; i++) {
        cc_db_release(APR_ARRAY_IDX(signon->known, i, cc_request_t *)->ctx.db);
    }
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

bool cc_signon_exceeds(request_rec *r, const cc_request_t *req)
{
    return cc_signon(r)->unsettled && !cc_signon_is_open(r) && req->view.user &&
           (req->view.current || req->view.back_office);
}

void cc_signon_private(request_rec *r)
{
    if (!cc_signon_is_page(r) || r->proxyreq != PROXYREQ_NONE) {
        apr_table_mergen(r->err_headers_out, "Cache-Control", "private");
        r->no_cache = 1;
    }
}

int cc_signon_unavailable(request_rec *r)
{
    apr_table_setn(r->err_headers_out, "Retry-After", "30");
    apr_table_setn(r->err_headers_out, "Cache-Control", "no-store, private");
    return HTTP_SERVICE_UNAVAILABLE;
}

int cc_signon_send_to(request_rec *r, const cc_request_t *req, const char *page)
{
    apr_table_setn(r->headers_out, "Location",
                   apr_pstrcat(r->pool, req->config->prefix, page, "?next=", cc_request_here(r), NULL));
    apr_table_setn(r->err_headers_out, "Cache-Control", "no-store, private");
    return HTTP_SEE_OTHER;
}
