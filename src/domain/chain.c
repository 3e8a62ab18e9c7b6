#include "chain.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <string.h>

const char *cc_link_code(cc_link_t link)
{
    static const char *const codes[CC_LINKS] = {"CC002", "CC003", "CC004", "CC006", "CC007"};

    return link < CC_LINKS ? codes[link] : NULL;
}

static cc_status_t chain_row(void *baton, const cc_row_t *row)
{
    cc_chain_t *chain = baton;
    apr_pool_t *pool = cc_row_pool(row);

    chain->person = cc_row_text(row, 0);
    if (chain->person) {
        chain->person_name = apr_pstrcat(pool, cc_row_text(row, 1), " ", cc_row_text(row, 2), NULL);
    }
    chain->party = cc_row_text(row, 3);
    chain->party_name = cc_row_text(row, 4);
    chain->customer = (cc_customer_t){cc_row_int(row, 5, 0), cc_row_text(row, 6), chain->party_name};
    chain->company = cc_row_text(row, 7);
    chain->from_date = cc_row_text(row, 8);
    chain->thru_date = cc_row_text(row, 9);
    chain->location = cc_row_text(row, 10);
    chain->own_company = cc_row_bool(row, 11);
    return CC_OK;
}

static bool is_in_force(const cc_chain_t *chain, const char *today)
{
    return strcmp(chain->from_date, today) <= 0 && (!chain->thru_date || strcmp(chain->thru_date, today) >= 0);
}

static cc_link_t first_broken(const cc_chain_t *chain, const char *today)
{
    if (!chain->person) {
        return CC_LINK_PERSON;
    }
    if (!chain->party) {
        return CC_LINK_PARENT;
    }
    if (!chain->customer.id) {
        return CC_LINK_CUSTOMER;
    }
    if (!chain->own_company || !is_in_force(chain, today)) {
        return CC_LINK_COMPANY;
    }
    return chain->location ? CC_LINKS : CC_LINK_LOCATION;
}

cc_status_t cc_chain_walk(cc_context_t *ctx, int64_t user_id, int64_t company_id, cc_chain_t *chain)
{
    const char *company = cc_text_int(ctx->pool, company_id);
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_CHAIN_OF_USER,
                  CC_ARGS(company, cc_text_int(ctx->pool, user_id), company, ctx->today, ctx->today), chain_row, chain);

    if (status == CC_OK) {
        chain->broken = first_broken(chain, ctx->today);
    }
    return status;
}
