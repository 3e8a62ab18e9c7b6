/* Saves the layout of a grid, or puts it back to the default. */
#include "pages.h"

#include "respond.h"

#include <apr_strings.h>
#include <string.h>

int cc_layout_post(cc_request_t *req)
{
    const cc_grid_def_t *def = cc_grid_of(req->r->pool, &req->view, cc_request_field(req, "grid"));
    const char *next = cc_request_field(req, "next");
    bool reset = !strcmp(cc_request_field(req, "reset"), "1");
    cc_status_t status;

    if (!def || cc_problems_any(req->problems)) {
        return cc_respond_error(req, HTTP_UNPROCESSABLE_ENTITY, NULL);
    }
    if (!cc_view_allows(&req->view, def->right)) {
        return cc_respond_error(req, HTTP_FORBIDDEN, NULL);
    }
    status = reset ? cc_grid_layout_reset(&req->ctx, def, req->user.id)
                   : cc_grid_layout_save(&req->ctx, def, &req->view, cc_request_grid_param, req);
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    if (!*next || strcmp(cc_request_next(req, next), next) != 0) {
        next = cc_respond_url(req, apr_pstrcat(req->r->pool, "/", def->page ? def->page : def->name, NULL));
    }
    return cc_respond_redirect(req, next, reset ? "layout-reset" : "layout-saved");
}
