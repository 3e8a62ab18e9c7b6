/* One request to a site: its configuration, who sent it, and what they may see. Made once per request. */
#ifndef CC_HTTPD_REQUEST_H
#define CC_HTTPD_REQUEST_H

#include "config.h"
#include "form_read.h"

#include "../domain/account.h"
#include "../domain/session.h"
#include "../domain/signin.h"
#include "../domain/view.h"

#include <jansson.h>

typedef struct {
    request_rec *r;
    const cc_dir_config_t *config;
    cc_server_config_t *server;
    cc_context_t ctx;
    const char *path; /**< below the Location: "/users/17/edit" */
    bool back_office; /**< the handler is that of the back office */
    const char *site; /**< what a session belongs to: Location path and enterprise company, or the back office there */
    const char *page; /**< name of the page, once routed */
    int64_t id;       /**< the {id} of the route */
    const char *rest; /**< the {rest} of the route: a document number, slashes and all */

    cc_company_t company;
    apr_array_header_t *tokens; /**< every plausible session cookie that was sent */
    const char *token;          /**< the live session's, or NULL */
    const char *anonymous;      /**< before sign-in: what the CSRF token is derived from, or NULL */
    cc_session_t session;
    cc_user_t user;
    cc_view_t view; /**< `view.user` is NULL before sign-in */

    cc_form_t *form; /**< of a POST */
    cc_form_t *query;
    cc_problems_t *problems;
} cc_request_t;

/** Builds the request: configuration, clock, address, query string, cookies. OK or 400. */
int cc_request_make(request_rec *r, cc_request_t **req);

/** Finds the enterprise company. CC_NOT_FOUND: error CC005. */
cc_status_t cc_request_load_company(cc_request_t *req);

/** Finds the live session, its user and their view. CC_OK also for visitors: then `view.user` is NULL. In the back
 *  office it ends a session whose user is no administrator (any more), and they are a visitor. */
cc_status_t cc_request_load_session(cc_request_t *req);

/** The CSRF token that this request's forms carry; NULL for a visitor without cookie. */
const char *cc_request_csrf(const cc_request_t *req);

/** True if the request carries the right token and comes from this host's own pages. */
bool cc_request_csrf_ok(const cc_request_t *req);

/** A form field; a repeated one adds a problem. "" when absent. */
const char *cc_request_field(cc_request_t *req, const char *name);

/** The same, but NULL when absent. */
const char *cc_request_field_or_null(cc_request_t *req, const char *name);

/** The field `version`, without which a form is not complete: a problem. */
int cc_request_version(cc_request_t *req);

/** Parameters of a grid: query string for a GET, form for a POST. */
const char *cc_request_grid_param(void *baton, const char *name);

/** Rules of the site as the core takes them. */
cc_signin_rules_t cc_request_signin_rules(const cc_request_t *req);
cc_session_limits_t cc_request_limits(const cc_request_t *req);
const cc_account_rules_t *cc_request_account_rules(const cc_request_t *req);

/** `next` as sent if it is a path below this site, else the site's Home. */
const char *cc_request_next(const cc_request_t *req, const char *next);

/** Title of the site or of the back office. */
const char *cc_request_title(const cc_request_t *req);

#endif
