#include "authz.h"

#include "content.h"
#include "env.h"
#include "respond.h"
#include "signon.h"

#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

/* What httpd's own judgement of all Require lines together is: our hook runs the others of its kind. */
static int ask(request_rec *r, int (*run)(request_rec *r))
{
    cc_signon_t *signon = cc_signon(r);
    int result;

    signon->asking = true;
    result = run(r);
    signon->asking = false;
    return result;
}

/* The page itself answers visitors and whoever has no customer yet. It goes on as theirs: cc_signon_exceeds() holds it
 * to that, whatever else is found out about the user later. */
static int let_page_answer(request_rec *r)
{
    cc_signon(r)->unsettled = true;
    return OK;
}

/* The site's own page for a user who lacks what a Require asks for. */
static int refuse_page(request_rec *r)
{
    cc_request_t *req;

    cc_signon_page(r, &req);
    if (req->means == CC_BY_REMOTE_USER) {
        cc_request_disown(req);
    }
    ap_run_insert_filter(r); /* no handler will have it done: what mod_headers and others add to every answer */
    cc_respond_error(req, HTTP_FORBIDDEN, NULL);
    return DONE;
}

/* A page: Require adds to its own rules. `result` is httpd's judgement; `asks`: it is that somebody has to be known
 * first, and nobody is. */
static int settle_page(request_rec *r, int result, bool asks)
{
    cc_request_t *req = cc_signon_request(r);

    if (asks || (cc_signon(r)->pending && (result == DECLINED || result == HTTP_UNAUTHORIZED))) {
        return let_page_answer(r);
    }
    if (result == DECLINED) {
        result = HTTP_FORBIDDEN; /* it would ask for a user, but there is one */
    }
    return req->view.user && !r->main && (result == HTTP_FORBIDDEN || result == HTTP_UNAUTHORIZED) ? refuse_page(r)
                                                                                                   : result;
}

static int settle_application(request_rec *r, int result)
{
    if (result != DECLINED || !r->user) {
        return result;
    }
    if (cc_signon(r)->pending && cc_signon_is_browser(r) && !r->main) {
        return cc_signon_send_to(r, cc_signon_request(r), "/select-customer");
    }
    return HTTP_FORBIDDEN; /* httpd would ask for a user, but there is one */
}

/* Before another module authenticated. */
static int check_access_ex(request_rec *r)
{
    bool page = cc_signon_is_page(r), own = cc_signon_is_own_type(r);
    int result;

    if (!(page || own) || cc_signon(r)->asking) {
        return DECLINED;
    }
    result = ask(r, ap_run_access_checker_ex);
    if (!page) {
        return settle_application(r, result);
    }
    if (ap_auth_type(r) && !own) {
        /* the other module's turn, but where nobody needs to be known */
        return result == DECLINED && cc_signon_is_open(r) ? let_page_answer(r) : result;
    }
    return settle_page(r, result, result == DECLINED && (cc_signon_is_open(r) || !cc_signon_request(r)->view.user));
}

/* A company alone makes no section one of ours, as it may be the default of all sites: there, somebody signed in with a
 * password that we checked, or it is no matter of this module. */
static cc_request_t *request_of(request_rec *r)
{
    const cc_dir_config_t *here = cc_dir_config_raw(r);
    bool ours = cc_signon_is_page(r) || here->sign_on || here->trust_remote_user == 1;

    return ours ? cc_signon_request(r) : cc_signon_known(r);
}

/* After another module authenticated: HTTP Basic, or whoever is in front. A user whom it knows and who lacks a right
 * gets 403, since asking for a password again helps nobody. */
static int check_authz(request_rec *r)
{
    cc_request_t *req = cc_signon(r)->asking ? NULL : request_of(r);
    int result;

    if (!req || cc_signon_is_own_type(r)) {
        return DECLINED;
    }
    if (cc_signon_is_page(r) && cc_signon_is_open(r)) {
        return OK;
    }
    cc_signon_private(r);
    if (req->means == CC_BY_REMOTE_USER && cc_signon_load(r, req) != CC_OK && !cc_signon_is_page(r)) {
        return cc_signon_unavailable(r);
    }
    result = ask(r, ap_run_auth_checker);
    if (cc_signon_is_page(r)) {
        return result == OK ? OK : settle_page(r, result, false);
    }
    if (result == HTTP_UNAUTHORIZED && r->user) {
        apr_table_unset(r->err_headers_out, "WWW-Authenticate");
        return HTTP_FORBIDDEN;
    }
    return result;
}

/* Beside the page itself, for those whom Require lets in: what is behind a proxy below a site is an application, and
 * where a rule of mod_rewrite leads, all is judged anew. */
static bool may_answer(const request_rec *r)
{
    const char *handler = r->handler ? r->handler : "";

    return !cc_dir_config_answers(cc_dir_config_raw(r)) || r->proxyreq != PROXYREQ_NONE ||
           !strcmp(handler, "clientcenter-metrics") || !strcmp(handler, "redirect-handler");
}

/* Pages are answered by the site and by nothing else, whether they were let through for that or not: mod_dav, for one,
 * does not go by the name of the handler, and would read and write the file that no page is. */
static int guard(request_rec *r)
{
    const cc_signon_t *signon = ap_get_module_config(r->request_config, &clientcenter_module);
    bool unsettled = signon && signon->unsettled;

    if (cc_content_is_asked(r)) {
        return unsettled ? cc_content_handler(r) : DECLINED;
    }
    cc_env_before_application(r);
    cc_signon_let_go(r);
    if (!unsettled && may_answer(r)) {
        return DECLINED;
    }
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                  "CC1804 %s is below a site but another handler (%s) would answer: refused. Give it a <Location> with "
                  "SetHandler none, AuthType ClientCenter and ClientCenterSite",
                  r->uri,
                  r->proxyreq != PROXYREQ_NONE ? "mod_proxy"
                  : r->handler                 ? r->handler
                                               : "none");
    return HTTP_FORBIDDEN;
}

/* Whoever was refused before there was a page: the answer may be read late, or come from an ErrorDocument. */
static void refused(request_rec *r)
{
    cc_signon_let_go(r);
}

static int redirected(request_rec *r)
{
    if (r->prev) {
        cc_signon_let_go(r);
    }
    return DECLINED;
}

void cc_authz_register_hooks(void)
{
    ap_hook_check_access_ex(check_access_ex, NULL, NULL, APR_HOOK_FIRST, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_authz(check_authz, NULL, NULL, APR_HOOK_FIRST, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_handler(guard, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_insert_error_filter(refused, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_read_request(redirected, NULL, NULL, APR_HOOK_MIDDLE);
}
