/* One request as a site sees it: the site's configuration, who sent it, and what they may see. Made once per request
 * and site, by whichever phase needs it first (signon.h). */
#ifndef CC_HTTPD_REQUEST_H
#define CC_HTTPD_REQUEST_H

#include "config.h"
#include "form_read.h"

#include "../domain/account.h"
#include "../domain/session.h"
#include "../domain/signin.h"
#include "../domain/view.h"

#include <jansson.h>

/** What tells who asks. */
typedef enum {
    CC_BY_SESSION,     /**< the cookie of a session */
    CC_BY_REMOTE_USER, /**< r->user, authenticated by another module (ClientCenterTrustRemoteUser) */
    CC_BY_PASSWORD     /**< HTTP Basic; nobody until the password was checked */
} cc_means_t;

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
    cc_means_t means;
    const char *remote_user;      /**< of CC_BY_REMOTE_USER: r->user */
    const unsigned char *checked; /**< of CC_BY_PASSWORD: hash of the login and password that were right */
    bool identified;              /**< session, user and view were looked for, with this result: */
    cc_status_t identity;

    cc_form_t *form; /**< of a POST */
    cc_form_t *query;
    cc_problems_t *problems;
} cc_request_t;

/** Builds the request with the configuration of a site: clock, address, cookies. No path, no query string. `r` is the
 *  first of its internal redirects and sub-requests, whose pool it lives in. */
cc_request_t *cc_request_new(request_rec *r, const cc_dir_config_t *config, cc_means_t means);

/** Finds the enterprise company. CC_NOT_FOUND: error CC005. */
cc_status_t cc_request_load_company(cc_request_t *req);

/** Once per request, by the request's means: finds who asks and their view (identity.c). CC_OK also for visitors: then
 *  `view.user` is NULL. In the back office it ends a session whose user is no administrator (any more), and they are a
 *  visitor. The company must be loaded, but in the back office. */
cc_status_t cc_request_identify(cc_request_t *req);

/** The same for a user whose password was checked. */
cc_status_t cc_request_identify_as(cc_request_t *req, int64_t user_id);

/** The forms of a page need a session to take their token from: finds or opens that of a user whom another module
 *  signed in. Only for a page that they are let in to. */
void cc_request_keep_session(cc_request_t *req);

/** The page that refuses whom another module named is nobody's: its Require may have doubted the very name. */
void cc_request_disown(cc_request_t *req);

/** A user of several customers who has not chosen one. */
bool cc_request_undecided(const cc_request_t *req);

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

/** `next` as sent if it is a path of this host below this site, or below a section that uses the site's sign-on
 *  (ClientCenterSite); else the site's Home (next.c). */
const char *cc_request_next(const cc_request_t *req, const char *next);

/** A path below this site, as opposed to one of another application. */
bool cc_request_is_own(const cc_request_t *req, const char *path);

/** Where a visitor asked to go, path and query as sent. */
const char *cc_request_here(request_rec *r);

/** `page`, which leads back to `here` by its `next`: without the query, or without `next`, where that would make a
 * longer request line than the server takes. */
const char *cc_request_leading_back(request_rec *r, const char *page, const char *here);

/** Title of the site or of the back office. */
const char *cc_request_title(const cc_request_t *req);

#endif
