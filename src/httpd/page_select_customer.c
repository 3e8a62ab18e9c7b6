/* Select Client, and the switch in the header. */
#include "pages.h"

#include "cookie.h"
#include "model.h"
#include "respond.h"
#include "route.h"

#include <apr_strings.h>
#include <string.h>

static int show(cc_request_t *req, int status, const char *next)
{
    return cc_respond_page(
        req, status, "select-customer",
        json_pack("{s:o, s:s}", "form", cc_model_form(req, NULL), "next", cc_request_next(req, next)));
}

int cc_select_get(cc_request_t *req)
{
    return show(req, HTTP_OK, cc_form_get(req->query, "next"));
}

/* A page of another customer's row, or one that the role there does not allow, is no place to go on to. */
static const char *where_next(cc_request_t *req, const cc_access_t *chosen, const char *next)
{
    const char *where = cc_request_next(req, next), *path = where + strlen(req->config->prefix);

    if (!cc_request_is_own(req, where)) {
        return where; /* another application, which judges for itself */
    }
    const cc_route_t *route =
        cc_route_find(req->back_office, apr_pstrmemdup(req->r->pool, path, strcspn(path, "?")), &req->id, &req->rest);
    bool fits = route && route->get && !strchr(route->pattern, '{') && route->needs >= CC_NEEDS_ACCESS &&
                cc_policy_allows(chosen->role, route->right);

    return cc_respond_url(req, fits ? path : "/");
}

int cc_select_post(cc_request_t *req)
{
    const char *number = cc_request_field(req, "customer"), *next = cc_request_field(req, "next");
    const cc_access_t *chosen = cc_view_find(&req->view, number);

    if (!chosen) {
        cc_problem_add(req->problems, "customer", "Please choose one of the customers that are offered.", NULL);
    }
    if (!chosen || cc_problems_any(req->problems)) {
        return show(req, HTTP_UNPROCESSABLE_ENTITY, next);
    }
    cc_cookie_set_customer(req->r, req->config, number);
    return cc_respond_redirect(req, where_next(req, chosen, next), NULL);
}
