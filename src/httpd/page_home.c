/* Home: the cards, each a count within the user's rights and days back. */
#include "pages.h"

#include "respond.h"

#include "../domain/grid.h"

#include <apr_strings.h>
#include <string.h>

typedef struct {
    const char *grid, *title;
    bool of_month; /* the current one */
} card_t;

static const card_t cards[] = {{"orders", "Orders Current Month", true},
                               {"invoices", "Invoices Current Month", true},
                               {"due-payments", "Due Payments", false}};
#define CARDS (sizeof(cards) / sizeof(cards[0]))

/* A role without the right has no such card. */
static bool is_shown(const cc_request_t *req, const card_t *card, const cc_grid_def_t *def)
{
    return cc_policy_allows(req->view.current->role, def->right) &&
           (strcmp(card->grid, "orders") != 0 || req->config->settings->orders_enabled);
}

static void add_card(cc_facts_t *facts, const cc_request_t *req, const card_t *card, const cc_grid_count_t *count)
{
    const char *path =
        apr_pstrcat(req->r->pool, "/", card->grid, count->date ? "?filter.date=" : NULL, count->date, NULL);

    cc_facts_object(facts, NULL);
    cc_facts_text(facts, "name", card->grid);
    cc_facts_text(facts, "title", card->title);
    cc_facts_number(facts, "count", count->count);
    cc_facts_text(facts, "href", cc_respond_url(req, path));
    cc_facts_end(facts);
}

int cc_home_get(cc_request_t *req)
{
    apr_pool_t *pool = req->r->pool;
    const char *month = apr_pstrmemdup(pool, req->ctx.today, 7);
    apr_array_header_t *counts = apr_array_make(pool, CARDS, sizeof(cc_grid_count_t));
    const card_t *shown[CARDS];
    int count = 0;
    cc_facts_t *facts = cc_facts_make(pool);
    cc_status_t status;

    for (const card_t *card = cards; card < cards + CARDS; card++) {
        const cc_grid_def_t *def = cc_grid_def(card->grid);
        if (is_shown(req, card, def)) {
            shown[count++] = card;
            APR_ARRAY_PUSH(counts, cc_grid_count_t) = (cc_grid_count_t){def, card->of_month ? month : NULL, 0};
        }
    }
    status = cc_grid_counts(&req->ctx, &req->view, counts);
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_facts_object(facts, "model");
    cc_facts_list(facts, "cards");
    for (int i = 0; i < count; i++) {
        add_card(facts, req, shown[i], &APR_ARRAY_IDX(counts, i, cc_grid_count_t));
    }
    cc_facts_end(facts);
    cc_facts_end(facts);
    return cc_respond_facts(req, HTTP_OK, "home", facts);
}
