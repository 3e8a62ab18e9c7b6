#include "content.h"

#include "env.h"
#include "events.h"
#include "pages.h"
#include "respond.h"
#include "route.h"
#include "signon.h"

#include "../base/text.h"
#include "../domain/document_show.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

int cc_show(cc_request_t *req)
{
    return cc_respond_form(req, HTTP_OK, req->page, NULL, NULL);
}

/* 303 to a page that comes before the one that was asked for, and leads back to it. */
static int to_page_before(cc_request_t *req, const char *page)
{
    request_rec *r = req->r;
    const char *path = ap_os_escape_path(r->pool, r->uri, 1);
    const char *here = r->args ? apr_pstrcat(r->pool, path, "?", r->args, NULL) : path;

    return cc_respond_redirect(req, cc_request_leading_back(r, cc_respond_url(req, page), here), NULL);
}

/* Where another module signs people in, there is no form to send anybody to: whom it does not name, or names nobody
 * that is known here, has no account that is active. */
static int ask_to_sign_in(cc_request_t *req)
{
    return req->means == CC_BY_REMOTE_USER ? cc_respond_error(req, HTTP_FORBIDDEN, "CC010")
                                           : to_page_before(req, "/login");
}

/* Who asks: OK to go on, DONE when the answer is out. */
static int check_identity(cc_request_t *req, const cc_route_t *route, bool post, int *answer)
{
    const cc_access_t *current = req->view.current;

    if (route->needs == CC_NEEDS_NOTHING) {
        return OK;
    }
    if (!req->view.user) {
        const char *late = req->means == CC_BY_REMOTE_USER ? NULL : "form"; /* whose session ended meanwhile */
        *answer = post ? cc_respond_error(req, HTTP_FORBIDDEN, late) : ask_to_sign_in(req);
        return DONE;
    }
    if (route->needs == CC_NEEDS_SESSION) {
        return OK;
    }
    if (route->needs == CC_NEEDS_ADMINISTRATOR) {
        if (!cc_view_allows(&req->view, route->right)) {
            *answer = cc_respond_error(req, HTTP_FORBIDDEN, NULL);
            return DONE;
        }
        return OK;
    }
    if (!req->view.customers->nelts) {
        *answer = cc_respond_error(req, HTTP_FORBIDDEN, req->view.broken ? req->view.broken : "CC010");
        return DONE;
    }
    if (route->needs == CC_NEEDS_ACCESS) {
        return OK;
    }
    if (!current) {
        *answer = post ? cc_respond_error(req, HTTP_FORBIDDEN, NULL) : to_page_before(req, "/select-customer");
        return DONE;
    }
    if (route->right == CC_RIGHT_USERS && req->view.parent_party_role != CC_ROLE_NONE) {
        /* the older model has no external access rows to manage */
        *answer = cc_respond_error(req, HTTP_NOT_FOUND, NULL);
        return DONE;
    }
    if (!cc_policy_allows(current->role, route->right)) {
        *answer =
            cc_respond_error(req, HTTP_FORBIDDEN, req->view.parent_party_role == CC_ROLE_NONE ? "role" : "site-role");
        return DONE;
    }
    return OK;
}

/* A form that was made for one customer must not change another that was chosen meanwhile in another window, nor a link
 * to download a list, which does not name its customer, give the list of another. */
static bool is_for_another(const cc_request_t *req, const cc_form_t *form)
{
    const char *number = cc_form_get(form, "current_customer");

    return number && req->view.current && strcmp(number, req->view.current->customer.number) != 0;
}

static int check_form(cc_request_t *req, const cc_route_t *route, int *answer)
{
    /* thousands of rows at once */
    bool panel = route->post == cc_customer_post || route->post == cc_backoffice_party_post;
    const char *code = NULL;
    int status;

    cc_db_release(req->ctx.db); /* a slow client must not hold a connection while it sends */
    status = cc_form_read_body(req->r, panel, &req->form);
    if (status == AP_FILTER_ERROR) {
        *answer = status;
        return DONE;
    }
    if (status == OK && !cc_request_csrf_ok(req)) {
        cc_events_report(req->r, "form", "refused");
        status = HTTP_FORBIDDEN;
        code = route->post == cc_login_post && req->view.user ? "signed-in" : "form";
    }
    if (status == OK && is_for_another(req, req->form)) {
        status = HTTP_CONFLICT;
        code = "customer";
    }
    if (status != OK) {
        req->form = NULL;
        *answer = cc_respond_error(req, status, code);
    }
    return status == OK ? OK : DONE;
}

static int not_allowed(cc_request_t *req, const cc_route_t *route)
{
    apr_table_setn(req->r->err_headers_out, "Allow",
                   route->get && route->post ? "GET, HEAD, POST"
                   : route->get              ? "GET, HEAD"
                                             : "POST");
    return cc_respond_error(req, HTTP_METHOD_NOT_ALLOWED, NULL);
}

/* Whose site it is, and whether its settings can be used: else `*code` is that of the error. */
static cc_status_t check_site(cc_request_t *req, const char **code)
{
    cc_status_t status = cc_request_load_company(req);

    if (status == CC_NOT_FOUND) {
        *code = "CC005";
        return status;
    }
    if (status == CC_OK) {
        status = cc_settings_usable(&req->ctx, req->config->settings);
    }
    if (status == CC_INVALID) {
        *code = "CC009";
    }
    return status;
}

/* The page says so to visitors; who watches the log is the one to mend it. */
static void log_unusable(const cc_request_t *req, bool unknown)
{
    request_rec *r = req->r;
    const char *company = req->config->company, *why;

    if (!unknown) {
        why =
            "NewOrderDocumentType of ClientCenterSettings is no type of sales orders in the database, or one of it and "
            "IsNewOrderEnabled stands without the other";
    } else if (!company || !*company) {
        why = "ClientCenterEnterpriseCompany is not set";
    } else {
        why = apr_pstrcat(r->pool, "the database has no enterprise company with the code ",
                          cc_escape_log(r->pool, company), " of ClientCenterEnterpriseCompany", NULL);
    }
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r, "CC1118 the site %s/ cannot be served: %s", req->config->prefix, why);
}

/* For whoever asks why somebody sees what they see. */
static void log_decision(const cc_request_t *req)
{
    const cc_access_t *current = req->view.current;
    request_rec *r = req->r;

    ap_log_rerror(APLOG_MARK, APLOG_DEBUG, 0, r, "CC1503 %s %s for %s, customer %s, role %s", r->method, req->page,
                  req->view.user ? cc_escape_log(r->pool, req->user.login) : "nobody",
                  current ? cc_escape_log(r->pool, current->customer.number) : "none",
                  current ? cc_role_code(current->role) : "none");
}

static int serve_page(cc_request_t *req)
{
    /* what is not UTF-8 names nothing, and some databases would not be asked for it */
    const cc_route_t *route = cc_text_is_utf8(req->path, strlen(req->path))
                                  ? cc_route_find(req->back_office, req->path, &req->id, &req->rest)
                                  : NULL;
    bool post = req->r->method_number == M_POST;
    cc_page_fn serve = !route ? NULL : post ? route->post : req->r->method_number == M_GET ? route->get : NULL;
    const char *code = NULL;
    cc_status_t status = req->back_office ? CC_OK : check_site(req, &code);
    int answer = OK;

    if (code) {
        log_unusable(req, status == CC_NOT_FOUND);
        return cc_respond_error(req, HTTP_SERVICE_UNAVAILABLE, code);
    }
    if (status == CC_OK) {
        status = cc_request_identify(req);
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    if (req->view.user) {
        req->r->user = apr_pstrdup(req->r->pool, req->user.login);
        cc_env_set(req->r, req);
    }
    if (cc_signon_exceeds(req->r, req)) {
        return cc_respond_error(req, HTTP_FORBIDDEN, NULL);
    }
    cc_request_keep_session(req);
    if (!route) {
        return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    }
    if (!serve) {
        return not_allowed(req, route);
    }
    req->page = route->page;
    if (check_identity(req, route, post, &answer) != OK || (post && check_form(req, route, &answer) != OK)) {
        return answer;
    }
    if (!post && is_for_another(req, req->query)) {
        return cc_respond_error(req, HTTP_CONFLICT, "customer-list");
    }
    log_decision(req);
    return serve(req);
}

static int serve_plain(cc_request_t *req, cc_page_fn serve)
{
    if (req->r->method_number != M_GET) {
        apr_table_setn(req->r->err_headers_out, "Allow", "GET, HEAD");
        return cc_respond_text(req->r, HTTP_METHOD_NOT_ALLOWED, "Method not allowed\n");
    }
    return serve(req);
}

bool cc_content_is_asked(request_rec *r)
{
    const cc_dir_config_t *config = cc_dir_config_raw(r);

    return r->proxyreq == PROXYREQ_NONE && r->handler && cc_dir_config_is_ours(config) &&
           !strcmp(r->handler, config->handler == CC_HANDLER_SITE ? "clientcenter" : "clientcenter-backoffice");
}

int cc_content_handler(request_rec *r)
{
    cc_request_t *req;
    int status;

    if (!cc_content_is_asked(r)) {
        return DECLINED;
    }
    if (strncmp(r->uri, cc_dir_config_raw(r)->prefix, strlen(cc_dir_config_raw(r)->prefix)) != 0) {
        return HTTP_NOT_FOUND; /* a rewrite sent a foreign path here */
    }
    status = cc_signon_page(r, &req);
    if (!strncmp(req->path, "/assets/", 8)) {
        cc_respond_headers(r);
        return serve_plain(req, cc_assets_get);
    }
    if (!strcmp(req->path, "/healthz")) {
        return serve_plain(req, cc_healthz_get);
    }
    if (status != OK) {
        return cc_respond_error(req, status, NULL);
    }
    if (!*req->path) {
        apr_table_setn(r->headers_out, "Location",
                       apr_pstrcat(r->pool, req->config->prefix, "/", r->args ? "?" : "", r->args, NULL));
        cc_db_release(req->ctx.db);
        return cc_respond_text(r, HTTP_MOVED_PERMANENTLY, "");
    }
    return serve_page(req);
}

/* A site is no part of the file system: without this hook <Directory> sections and the document root would decide
 * over it, and each request would cost stat calls. It is also the first place that can know the Location, with the
 * URI as rewritten; core has put the server's own configuration in its place for the directory walk. */
static int map_to_storage(request_rec *r)
{
    ap_conf_vector_t *before = r->per_dir_config;
    /* where mod_proxy comes after this module, as by their names in Debian, what it has taken is still its own */
    bool is_site =
        r->proxyreq == PROXYREQ_NONE && ap_location_walk(r) == OK && cc_dir_config_answers(cc_dir_config_raw(r));

    if (is_site) {
        cc_respond_headers(r);
        /* no file, so that no ending of a URL is taken for a type, language or encoding */
        r->filename = apr_pstrdup(r->pool, "clientcenter");
    }
    r->per_dir_config = before;
    return is_site ? OK : DECLINED;
}

/* A cache that is asked after the rights (CacheQuickHandler Off) answers with the headers it kept, and httpd sends
 * those of err_headers_out beside them: each of ours would come twice, Cache-Control in contradiction. So they step
 * aside for what a cache may keep, and are back when it had no answer. */
static int before_caches(request_rec *r)
{
    const cc_dir_config_t *config = cc_dir_config_raw(r);

    if (cc_dir_config_is_ours(config)) {
        size_t length = strlen(config->prefix);
        if (!strncmp(r->uri, config->prefix, length) && !strncmp(r->uri + length, "/assets/", 8)) {
            cc_respond_no_headers(r);
        }
    }
    return DECLINED;
}

void cc_content_register_hooks(void)
{
    static const char *const caches[] = {"mod_cache.c", NULL};

    ap_hook_map_to_storage(map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(before_caches, NULL, caches, APR_HOOK_REALLY_FIRST);
    ap_hook_handler(cc_content_handler, NULL, NULL, APR_HOOK_MIDDLE);
    cc_respond_register_hooks();
}
