#include "why_links.h"

#include "../base/text.h"
#include "../store/rows.h"

#include <apr_strings.h>
#include <string.h>

/* How a kind is found, and what is said of it. */
static const struct {
    cc_sql_t sql;
    cc_why_link_t found, role;
} kinds[CC_DOCUMENT_KINDS] = {
    [CC_DOCUMENT_ORDER] = {.sql = CC_SQL_WHY_ORDER,
                           .found = {.message = "There is an order {} of this enterprise company.",
                                     .advice = "Check the number; the ERP may not have sent the document yet."},
                           .role = {.message =
                                        "The role is that of the site (ClientCenterParentPartyRole, L40 if it is "
                                        "not set): L20 and above see orders, L30 and above their prices."}},
    [CC_DOCUMENT_INVOICE] = {.sql = CC_SQL_WHY_INVOICE,
                             .found = {.message = "There is an invoice {} of this enterprise company.",
                                       .advice = "Check the number; the ERP may not have sent the document yet."},
                             .role = {.message = "The role is that of the site (ClientCenterParentPartyRole, L40 if it "
                                                 "is not set): L40 and above see invoices."}},
};

typedef struct {
    int64_t customer_id;
    const char *customer, *party, *date, *type_name;
} document_t;

static cc_status_t document_row(void *baton, const cc_row_t *row)
{
    *(document_t *)baton = (document_t){cc_row_int(row, 0, 0), cc_row_text(row, 1), cc_row_text(row, 2),
                                        cc_row_text(row, 3), cc_row_text(row, 4)};
    return CC_OK;
}

static const cc_access_t *access_to(const cc_view_t *view, int64_t customer_id)
{
    for (int i = 0; view->customers && i < view->customers->nelts; i++) {
        const cc_access_t *access = &APR_ARRAY_IDX(view->customers, i, cc_access_t);
        if (access->customer.id == customer_id) {
            return access;
        }
    }
    return NULL;
}

/* Whether the user has a row for the customer, be its agreement in force or not. */
static cc_status_t look_for_row(cc_context_t *ctx, const cc_user_t *user, int64_t customer_id, bool *has_row)
{
    int rows = 0;
    cc_status_t status = cc_db_select(ctx->db, CC_SQL_ACCESS_BY_USER,
                                      CC_ARGS(cc_text_int(ctx->pool, customer_id), cc_text_int(ctx->pool, user->id)),
                                      cc_count_row, &rows);

    *has_row = rows > 0;
    return status;
}

/* The links of a document begin alike. */
static apr_array_header_t *begin(const cc_context_t *ctx, const cc_user_t *user, const cc_why_t *why, bool found,
                                 const char *number, cc_document_kind_t kind)
{
    apr_array_header_t *links = cc_why_begin(ctx, user, why);
    cc_why_link_t link = kinds[kind].found;

    link.arg = number;
    cc_why_add(links, found, link);
    return links;
}

static void note_type(apr_array_header_t *links, const document_t *document)
{
    cc_why_note(links,
                (cc_why_link_t){.message = "Its document type is {}; the settings of a site may leave types out.",
                                .arg = document->type_name});
}

static void by_external_access(const cc_context_t *ctx, const cc_view_t *view, const document_t *document, bool has_row,
                               cc_document_kind_t kind, apr_array_header_t *links)
{
    const cc_access_t *access = access_to(view, document->customer_id);
    cc_role_t role = access ? access->role : CC_ROLE_NONE;
    const char *since = access ? cc_policy_visible_since(ctx->pool, ctx->today, access->days_back) : NULL;
    const char *panel = cc_why_path(ctx, "/customers/", document->customer);

    cc_why_add(links, has_row,
               (cc_why_link_t){.message = "The user has access to its customer {}.",
                               .arg = document->customer ? document->customer : "-",
                               .advice = "Add the user to the external access of this customer.",
                               .repair = panel});
    cc_why_add(links, access != NULL,
               (cc_why_link_t){.message = "The agreement of its customer is in force today.",
                               .advice = "Set the dates of the customer's agreement.",
                               .repair = cc_why_path(ctx, "/parties/", document->party)});
    cc_why_add(links, cc_policy_allows(role, cc_document_right(kind)),
               (cc_why_link_t){.message = "The role {} may see documents of this kind.",
                               .arg = access ? NULL : "-",
                               .role = role,
                               .advice = "Give a role that includes it: L20 for orders, L40 for invoices.",
                               .repair = panel});
    cc_why_add(links, !since || strcmp(document->date, since) >= 0,
               (cc_why_link_t){.message = "Its date is within the days back access: {}",
                               .arg = apr_pstrcat(ctx->pool, document->date, since ? " >= " : "", since, NULL),
                               .advice = "Give more days back.",
                               .repair = panel});
    note_type(links, document);
    if (kind == CC_DOCUMENT_ORDER && access && !cc_policy_allows(role, CC_RIGHT_PRICES)) {
        cc_why_note(links, (cc_why_link_t){.message = "Prices are shown from L30 on."});
    }
}

/* The first broken link of the chain itself, with its repair, stands in for the whole chain. */
static void add_chain(const cc_why_t *why, const cc_chain_t *chain, apr_array_header_t *links)
{
    cc_why_link_t whole = {.message = "The user has a customer by person and parent party: {}",
                           .arg = chain->broken == CC_LINKS ? chain->customer.number : "-"};

    for (int i = 0; i < why->parent_party->nelts; i++) {
        const cc_why_link_t *link = &APR_ARRAY_IDX(why->parent_party, i, cc_why_link_t);
        if (link->state == CC_WHY_BROKEN) {
            whole.code = link->code;
            whole.advice = link->advice;
            whole.repair = link->repair;
        }
    }
    cc_why_add(links, chain->broken == CC_LINKS, whole);
}

static void by_parent_party(const cc_context_t *ctx, const cc_why_t *why, const cc_chain_t *chain,
                            const document_t *document, cc_document_kind_t kind, apr_array_header_t *links)
{
    cc_why_link_t own = {.message = "It is a document of this customer; it belongs to {}.",
                         .arg = document->customer ? document->customer : "-",
                         .advice = "Set the parent party to the company on whose behalf the person logs in.",
                         .repair = cc_why_path(ctx, "/persons/", chain->person)};

    if (document->party && cc_text_same(document->party, chain->party)) {
        own.advice = "The older model takes one customer of a party. End the agreement of the other one.";
        own.repair = cc_why_path(ctx, "/parties/", document->party);
    }
    add_chain(why, chain, links);
    cc_why_add(links, document->customer_id == chain->customer.id, own);
    cc_why_note(links, kinds[kind].role);
    note_type(links, document);
}

static cc_status_t explain(cc_context_t *ctx, const cc_user_t *user, const cc_view_t *view, const cc_chain_t *chain,
                           const char *number, cc_document_kind_t kind, cc_why_t *why)
{
    cc_why_document_t *links = &why->documents[kind];
    document_t document = {0};
    bool has_row = false;
    cc_status_t found,
        status = cc_db_one(ctx->db, kinds[kind].sql, CC_ARGS(cc_text_int(ctx->pool, why->company.id), number),
                           document_row, &document);

    if (status != CC_OK && status != CC_NOT_FOUND) {
        return status;
    }
    found = status;
    status = found == CC_OK ? look_for_row(ctx, user, document.customer_id, &has_row) : CC_OK;
    if (status != CC_OK) {
        return status;
    }
    links->external_access = begin(ctx, user, why, found == CC_OK, number, kind);
    links->parent_party = begin(ctx, user, why, found == CC_OK, number, kind);
    if (found == CC_OK) {
        by_external_access(ctx, view, &document, has_row, kind, links->external_access);
        by_parent_party(ctx, why, chain, &document, kind, links->parent_party);
    }
    return CC_OK;
}

cc_status_t cc_why_documents(cc_context_t *ctx, const cc_user_t *user, const cc_view_t *view, const cc_chain_t *chain,
                             const char *number, cc_why_t *why)
{
    cc_status_t status = CC_OK;

    for (int kind = 0; status == CC_OK && kind < CC_DOCUMENT_KINDS; kind++) {
        status = explain(ctx, user, view, chain, number, (cc_document_kind_t)kind, why);
    }
    return status;
}
