/* The back office's lists of users, parties and external access. */
#include "pages.h"

#include "respond.h"

#include <http_protocol.h>
#include <string.h>

int cc_backoffice_home_get(cc_request_t *req)
{
    return cc_respond_redirect(req, cc_respond_url(req, "/users"), NULL);
}

int cc_backoffice_list_get(cc_request_t *req)
{
    const char *format = cc_form_get(req->query, "format");

    if (format && !strcmp(format, "csv")) {
        return cc_respond_csv(req, cc_grid_of(req->r->pool, &req->view, req->page));
    }
    return cc_respond_page(req, HTTP_OK, req->page, NULL);
}
