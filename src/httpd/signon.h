/* The sign-on of a request, shared by the hooks that authenticate, authorise, pass on and answer: who asks, found once.
 * It belongs to a site: that of the page, or the one that the section names with ClientCenterSite. */
#ifndef CC_HTTPD_SIGNON_H
#define CC_HTTPD_SIGNON_H

#include "request.h"

/** What AuthType says for this module's own sign-on. */
#define CC_AUTH_TYPE "ClientCenter"

/** Of one request_rec: sub-requests and internal redirects have their own. */
typedef struct {
    apr_array_header_t *known; /**< of the first request: cc_request_t *, one per site and means */
    const char *cookies; /**< of the first request: the header Cookie as it was sent, where some of it is hidden */
    const unsigned char *refused; /**< of the first request: digest of the password that was refused last */
    cc_request_t *who;            /**< whose environment this request carries */
    bool asking;                  /**< an inner run of a hook of httpd's: our own function there stands aside */
    bool pending;                 /**< a Require of ours cannot be judged before a customer is chosen */
    bool hidden;                  /**< the cookies of sessions were taken out for the application that answers */
    bool is_private;              /**< the answer is for one user */
    bool unsettled;               /**< let through for the page to answer, though a Require still lacks the user */
    int answer;                   /**< status of a password that could not be checked (429, 503); 0: none */
} cc_signon_t;

/** What is noted of this request, empty at first; never NULL. */
cc_signon_t *cc_signon(request_rec *r);

/** The first request: the main one, or the one before all internal redirects; and what is noted of that one. */
request_rec *cc_signon_first_request(request_rec *r);
cc_signon_t *cc_signon_first(request_rec *r);

/** The request as its site sees it: what an earlier phase, the main request or the one before an internal redirect
 * made, or a new one. Nothing is asked of the database yet. NULL for a section without sign-on, or whose site does not
 * exist on this server. */
cc_request_t *cc_signon_request(request_rec *r);

/** That of a page, with path and query string. OK or 400. */
int cc_signon_page(request_rec *r, cc_request_t **req);

/** The request if it was made already, else NULL. */
cc_request_t *cc_signon_known(request_rec *r);

/** Loads company and identity. Gives the connection back unless a page will go on to use it. CC_NOT_FOUND: CC005. */
cc_status_t cc_signon_load(request_rec *r, cc_request_t *req);

/** Gives back what connection there still is: something else than a page answers, or asks, and that may take long, or
 *  need one itself. */
void cc_signon_let_go(request_rec *r);

/** AuthType of the section is CC_AUTH_TYPE. */
bool cc_signon_is_own_type(request_rec *r);

/** The request is for a page of a site or of the back office. */
bool cc_signon_is_page(request_rec *r);

/** Pages that stay reachable whatever Require says of users: sign-in, sign-out, the choice of a customer, assets and
 *  health. With ClientCenterTrustRemoteUser, those of them that ask for no user. */
bool cc_signon_is_open(request_rec *r);

/** GET or HEAD whose Accept names text/html: a person who can be sent to a page. */
bool cc_signon_is_browser(request_rec *r);

/** A page that was let through for visitors, though it turns out to be for somebody with a customer: no page for them.
 */
bool cc_signon_exceeds(request_rec *r, const cc_request_t *req);

/** The answer is for one user: no cache may give it to the next who asks, whatever the application says. */
void cc_signon_private(request_rec *r);

/** 503 with Retry-After, for an identity that could not be asked for. */
int cc_signon_unavailable(request_rec *r);

/** 303 to a page of the site that comes before what was asked for and leads back to it. */
int cc_signon_send_to(request_rec *r, const cc_request_t *req, const char *page);

#endif
