/* Home: the cards, each a count within the user's rights and days back. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../domain/grid.h"

#include <apr_strings.h>

/* Adds a card; a role without the right has none. */
static cc_status_t add_card(cc_request_t *req, json_t *cards, const char *grid, const char *title, const char *date,
                            const char *href)
{
    const cc_grid_def_t *def = cc_grid_def(grid);
    int64_t count = 0;
    cc_status_t status;

    if (!cc_policy_allows(req->view.current->role, (cc_right_t)def->right)) {
        return CC_OK;
    }
    status = cc_grid_count(&req->ctx, def, &req->view, date, &count);
    if (status == CC_OK) {
        json_array_append_new(cards, json_pack("{s:s, s:s, s:I, s:s}", "name", grid, "title", title, "count",
                                               (json_int_t)count, "href", cc_respond_url(req, href)));
    }
    return status;
}

int cc_home_get(cc_request_t *req)
{
    apr_pool_t *pool = req->r->pool;
    const char *month = apr_pstrmemdup(pool, req->ctx.today, 7);
    json_t *cards = json_array();
    cc_status_t status = CC_OK;

    if (req->config->settings->orders_enabled) {
        status = add_card(req, cards, "orders", "Orders Current Month", month,
                          apr_pstrcat(pool, "/orders?filter.date=", month, NULL));
    }
    if (status == CC_OK) {
        status = add_card(req, cards, "invoices", "Invoices Current Month", month,
                          apr_pstrcat(pool, "/invoices?filter.date=", month, NULL));
    }
    if (status == CC_OK) {
        status = add_card(req, cards, "due-payments", "Due Payments", NULL, "/due-payments");
    }
    if (status != CC_OK) {
        json_decref(cards);
        return cc_respond_status(req, status);
    }
    return cc_respond_page(req, HTTP_OK, "home", json_pack("{s:{s:o}}", "model", "cards", cards));
}
