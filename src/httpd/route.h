/* Which page a path is, who may open it, and which function answers: one table. */
#ifndef CC_HTTPD_ROUTE_H
#define CC_HTTPD_ROUTE_H

#include "request.h"

#include "../domain/policy.h"

/** How much of an identity a page asks for. */
typedef enum {
    CC_NEEDS_NOTHING,      /**< sign-in pages */
    CC_NEEDS_SESSION,      /**< a user, with or without access (logout) */
    CC_NEEDS_ACCESS,       /**< access to some customer of the site */
    CC_NEEDS_CUSTOMER,     /**< a current customer, and the right on it */
    CC_NEEDS_ADMINISTRATOR /**< an internal administrator at work in the back office */
} cc_needs_t;

typedef int (*cc_page_fn)(cc_request_t *req);

typedef struct {
    const char *pattern; /**< "/users/{id}/edit" */
    const char *page;    /**< script and `data-page` */
    cc_needs_t needs;
    cc_right_t right;
    cc_page_fn get, post; /**< NULL: method not allowed */
} cc_route_t;

/** The pages of the back office; the last has no pattern. */
extern const cc_route_t cc_routes_back_office[];

/** The pages of a site or of the back office; the last has no pattern. */
const cc_route_t *cc_routes(bool back_office);

/** The route of a path below the site, or below the back office, or NULL; `*id` gets the {id} in it, `*rest` what
 *  stands for {rest}. */
const cc_route_t *cc_route_find(bool back_office, const char *path, int64_t *id, const char **rest);

#endif
