/* The back office's lists of users, parties and external access. */
#include "pages.h"

#include "respond.h"

int cc_backoffice_home_get(cc_request_t *req)
{
    return cc_respond_redirect(req, cc_respond_url(req, "/users"), NULL);
}

int cc_backoffice_list_get(cc_request_t *req)
{
    return cc_respond_list(req, req->page);
}
