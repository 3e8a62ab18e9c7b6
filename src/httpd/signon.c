#include "signon.h"

#include "site.h"

#include <apr_strings.h>
#include <string.h>

/* httpd hands r->user on to the page that answers an error (ErrorDocument), also the name that came with a wrong
 * password, or with one that could not be checked. */
static bool answers_error(const request_rec *r)
{
    return (r->prev && (ap_is_HTTP_ERROR(r->prev->status) || answers_error(r->prev))) ||
           (r->main && answers_error(r->main));
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

/* Sections with a company of their own may have another access model than the one that led here, or included this one:
 * what somebody may see by that one says nothing here. */
static bool same_model(const cc_dir_config_t *a, const cc_dir_config_t *b)
{
    return a->parent_party == b->parent_party && (!a->parent_party || a->parent_party_role == b->parent_party_role);
}

static cc_request_t *find(request_rec *r, bool make)
{
    request_rec *first = cc_signon_first_request(r);
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
        if (req->means == means && !strcmp(req->site, site) && same(req->remote_user, remote_user) &&
            same_model(req->config, config)) {
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

int cc_signon_page(request_rec *r, cc_request_t **out)
{
    cc_request_t *req = cc_signon_request(r);

    if (req->r != r) { /* a page behind an internal redirect or in a sub-request answers for itself */
        req = apr_pmemdup(r->pool, req, sizeof(*req));
        req->r = r;
        req->problems = cc_problems_make(r->pool);
        req->form = NULL;
    }
    *out = req;
    req->config = cc_dir_config(r);
    req->path = r->uri + strlen(req->config->prefix);
    cc_engine_refresh(req->server->engine, r->pool, req->ctx.log);
    return cc_form_read_query(r, &req->query);
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

bool cc_signon_exceeds(request_rec *r, const cc_request_t *req)
{
    return cc_signon(r)->unsettled && !cc_signon_is_open(r) && req->view.user &&
           (req->view.current || req->view.back_office);
}

int cc_signon_unavailable(request_rec *r)
{
    apr_table_setn(r->err_headers_out, "Retry-After", "30");
    apr_table_setn(r->err_headers_out, "Cache-Control", "no-store, private");
    return HTTP_SERVICE_UNAVAILABLE;
}

int cc_signon_send_to(request_rec *r, const cc_request_t *req, const char *page)
{
    apr_table_setn(
        r->headers_out, "Location",
        cc_request_leading_back(r, apr_pstrcat(r->pool, req->config->prefix, page, NULL), cc_request_here(r)));
    apr_table_setn(r->err_headers_out, "Cache-Control", "no-store, private");
    return HTTP_SEE_OTHER;
}
