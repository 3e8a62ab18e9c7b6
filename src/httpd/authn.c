#include "authn.h"

#include "env.h"
#include "signon.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

/* Whoever has a session is known before the first Require is asked: only then does httpd answer a user who lacks a
 * right with 403 and not with 401. A page that another AuthType guards as well leaves the name to that one. */
static int check_access(request_rec *r)
{
    bool page = cc_signon_is_page(r), own = cc_signon_is_own_type(r);
    cc_request_t *req;
    cc_status_t status;

    if (page ? cc_signon_is_open(r) || (ap_auth_type(r) && !own) : !own) {
        return DECLINED;
    }
    req = cc_signon_request(r);
    if (!req) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "CC1801 AuthType %s without ClientCenterSite: nobody can sign in to %s", CC_AUTH_TYPE, r->uri);
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    cc_signon_private(r);
    if (req->means != CC_BY_SESSION) {
        return DECLINED;
    }
    status = cc_signon_load(r, req);
    if (status != CC_OK) {
        return page ? DECLINED : cc_signon_unavailable(r); /* the page itself says what is wrong */
    }
    if (req->view.user) {
        r->user = apr_pstrdup(r->pool, req->user.login);
        r->ap_auth_type = apr_pstrdup(r->pool, CC_AUTH_TYPE);
        cc_env_set(r, req);
    }
    return DECLINED;
}

/* Nobody is signed in, and there is a Require that asks for somebody. */
static int check_user_id(request_rec *r)
{
    cc_request_t *req;

    if (!cc_signon_is_own_type(r)) {
        return DECLINED;
    }
    if (r->user) {
        return OK;
    }
    req = cc_signon_request(r);
    if (req && !cc_signon_is_page(r) && !r->main && cc_signon_is_browser(r)) {
        return cc_signon_send_to(r, req, "/login");
    }
    ap_note_auth_failure(r);
    return HTTP_UNAUTHORIZED;
}

/* The scheme tells programs that no password helps here. */
static int note_auth_failure(request_rec *r, const char *type)
{
    const char *realm = ap_auth_name(r);
    cc_request_t *req;

    if (strcasecmp(type, CC_AUTH_TYPE) != 0) {
        return DECLINED;
    }
    req = cc_signon_request(r);
    if (!realm) {
        realm = req && *req->config->prefix ? req->config->prefix : "/";
    }
    apr_table_setn(r->err_headers_out, "WWW-Authenticate",
                   apr_psprintf(r->pool, "%s realm=\"%s\"", CC_AUTH_TYPE, ap_escape_quotes(r->pool, realm)));
    apr_table_setn(r->err_headers_out, "Cache-Control", "no-store, private");
    return OK;
}

void cc_authn_register_hooks(void)
{
    ap_hook_check_access(check_access, NULL, NULL, APR_HOOK_FIRST, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_authn(check_user_id, NULL, NULL, APR_HOOK_MIDDLE, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_note_auth_failure(note_auth_failure, NULL, NULL, APR_HOOK_MIDDLE);
}
