#include "why.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "chain.h"
#include "policy.h"
#include "view.h"

#include <apr_strings.h>
#include <string.h>

bool cc_why_holds(const apr_array_header_t *links)
{
    bool holds = true;

    for (int i = 0; holds && i < links->nelts; i++) {
        cc_why_state_t state = APR_ARRAY_IDX(links, i, cc_why_link_t).state;
        holds = state == CC_WHY_HOLDS || state == CC_WHY_NOTE;
    }
    return holds;
}

/* Adds a link; what comes after a broken one is not asked. Code, advice and repair are only of use where it is broken.
 */
static void add(apr_array_header_t *links, bool holds, cc_why_link_t link)
{
    bool asked = cc_why_holds(links);

    link.state = !asked ? CC_WHY_NOT_ASKED : holds ? CC_WHY_HOLDS : CC_WHY_BROKEN;
    if (link.state != CC_WHY_BROKEN) {
        link.code = link.advice = link.repair = NULL;
    }
    APR_ARRAY_PUSH(links, cc_why_link_t) = link;
}

static void note(apr_array_header_t *links, cc_why_link_t link)
{
    link.state = CC_WHY_NOTE;
    APR_ARRAY_PUSH(links, cc_why_link_t) = link;
}

static const char *user_path(const cc_context_t *ctx, int64_t id)
{
    return apr_pstrcat(ctx->pool, "/users/", cc_text_int(ctx->pool, id), NULL);
}

static const char *path(const cc_context_t *ctx, const char *list, const char *name)
{
    return name ? apr_pstrcat(ctx->pool, list, name, NULL) : NULL;
}

/* What both models ask first. */
static apr_array_header_t *begin(const cc_context_t *ctx, const cc_user_t *user, const cc_why_t *why)
{
    apr_array_header_t *links = apr_array_make(ctx->pool, 8, sizeof(cc_why_link_t));

    add(links, cc_policy_may_sign_in(user->user_type, true),
        (cc_why_link_t){.message = "The user type {} may log in.",
                        .arg = user->user_type,
                        .advice = "Set the user type to EXT or INT.",
                        .repair = user_path(ctx, user->id)});
    add(links, user->active,
        (cc_why_link_t){
            .message = "The user is active.", .advice = "Activate the user.", .repair = user_path(ctx, user->id)});
    add(links, why->company.id != 0,
        (cc_why_link_t){.message = "The site has an enterprise company that is known.",
                        .code = "CC005",
                        .advice = "Set ClientCenterEnterpriseCompany in the configuration of the site."});
    return links;
}

/* ---- the present model ---- */

typedef struct {
    int64_t customer_id;
    const char *number, *name, *from_date, *thru_date;
    cc_role_t role;
    int days_back;
} access_t;

static cc_status_t access_row(void *baton, const cc_row_t *row)
{
    APR_ARRAY_PUSH((apr_array_header_t *)baton, access_t) = (access_t){cc_row_int(row, 0, 0),
                                                                       cc_row_text(row, 1),
                                                                       cc_row_text(row, 2),
                                                                       cc_row_text(row, 3),
                                                                       cc_row_text(row, 4),
                                                                       cc_role_parse(cc_row_text(row, 5)),
                                                                       (int)cc_row_int(row, 6, CC_DAYS_UNLIMITED)};
    return CC_OK;
}

static const char *describe(const cc_context_t *ctx, const access_t *row)
{
    const char *days = row->days_back == CC_DAYS_UNLIMITED
                           ? "unlimited"
                           : apr_pstrcat(ctx->pool, cc_text_int(ctx->pool, row->days_back), " days back", NULL);

    return apr_pstrcat(ctx->pool, cc_text_customer(ctx->pool, row->name, row->number), ": ", cc_role_label(row->role),
                       ", ", days, ", ", row->from_date, "..", row->thru_date ? row->thru_date : "", NULL);
}

static cc_status_t external_access(cc_context_t *ctx, const cc_user_t *user, cc_why_t *why, cc_view_t *view)
{
    apr_array_header_t *rows = apr_array_make(ctx->pool, 4, sizeof(access_t));
    apr_array_header_t *links = why->external_access = begin(ctx, user, why);
    cc_status_t status = CC_OK;

    if (why->company.id) {
        status = cc_db_select(ctx->db, CC_SQL_WHY_ACCESS,
                              CC_ARGS(cc_text_int(ctx->pool, user->id), cc_text_int(ctx->pool, why->company.id)),
                              access_row, rows);
    }
    if (status == CC_OK && why->company.id) {
        status = cc_view_load(ctx, &why->company, user, NULL, view);
    }
    if (status != CC_OK) {
        return status;
    }
    add(links, rows->nelts > 0,
        (cc_why_link_t){.message = "The user has an external access row for a customer of this enterprise company.",
                        .code = "CC010",
                        .advice = "Add the user to the external access of a customer.",
                        .repair = "/external-access"});
    add(links, view->customers && view->customers->nelts > 0,
        (cc_why_link_t){.message = "The agreement of such a customer is in force today.",
                        .code = "CC010",
                        .advice = "Set the dates of the customer's agreement.",
                        .repair =
                            rows->nelts ? path(ctx, "/customers/", APR_ARRAY_IDX(rows, 0, access_t).number) : NULL});
    for (int i = 0; i < rows->nelts; i++) {
        const access_t *row = &APR_ARRAY_IDX(rows, i, access_t);
        note(links, (cc_why_link_t){.message = "External access: {}",
                                    .arg = describe(ctx, row),
                                    .repair = path(ctx, "/customers/", row->number)});
    }
    return CC_OK;
}

/* ---- the older model ---- */

static void add_chain(const cc_context_t *ctx, const cc_user_t *user, const cc_chain_t *chain,
                      apr_array_header_t *links)
{
    const char *party = path(ctx, "/parties/", chain->party);
    const cc_why_link_t texts[CC_LINKS] = {
        {.message = "The user has a person: {}",
         .arg = chain->person_name ? chain->person_name : "-",
         .advice = "Define a person for the user.",
         .repair = apr_pstrcat(ctx->pool, "/persons/new?user=", cc_text_int(ctx->pool, user->id), NULL)},
        {.message = "The person has a parent party: {}",
         .arg = chain->party_name ? chain->party_name : "-",
         .advice = "Set the parent party to the company on whose behalf the person logs in.",
         .repair = path(ctx, "/persons/", chain->person)},
        {.message = "The parent party is a customer: {}",
         .arg = chain->customer.number ? chain->customer.number : "-",
         .advice = "Make the parent party a customer.",
         .repair = party},
        {.message = "It is a customer of this site's enterprise company today.",
         .advice = "Create the customer agreement, or correct its dates.",
         .repair = party},
        {.message = "A location serves the customer: {}",
         .arg = chain->location ? chain->location : "-",
         .advice = "Set the location that serves the customer.",
         .repair = party},
    };

    for (int i = 0; i < CC_LINKS; i++) {
        cc_why_link_t link = texts[i];
        link.code = cc_link_code((cc_link_t)i);
        add(links, (cc_link_t)i < chain->broken, link);
    }
}

static cc_status_t parent_party(cc_context_t *ctx, const cc_user_t *user, cc_why_t *why)
{
    cc_chain_t chain = {0};
    cc_status_t status = cc_chain_walk(ctx, user->id, why->company.id, &chain);

    why->parent_party = begin(ctx, user, why);
    if (status == CC_OK) {
        add_chain(ctx, user, &chain, why->parent_party);
    }
    return status;
}

/* ---- a document ---- */

typedef struct {
    int64_t customer_id;
    const char *customer, *date, *type_name;
} document_t;

static cc_status_t document_row(void *baton, const cc_row_t *row)
{
    *(document_t *)baton =
        (document_t){cc_row_int(row, 0, 0), cc_row_text(row, 1), cc_row_text(row, 2), cc_row_text(row, 3)};
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

static void add_document(const cc_context_t *ctx, const cc_view_t *view, const document_t *document, bool order,
                         apr_array_header_t *links)
{
    const cc_access_t *access = access_to(view, document->customer_id);
    cc_role_t role = access ? access->role : CC_ROLE_NONE;
    const char *since = access ? cc_policy_visible_since(ctx->pool, ctx->today, access->days_back) : NULL;
    const char *panel = path(ctx, "/customers/", document->customer);

    add(links, access != NULL,
        (cc_why_link_t){.message = "The user has access to its customer {}.",
                        .arg = document->customer ? document->customer : "-",
                        .advice = "Add the user to the external access of this customer.",
                        .repair = panel});
    add(links, cc_policy_allows(role, order ? CC_RIGHT_ORDERS : CC_RIGHT_BILLING),
        (cc_why_link_t){.message = "The role {} may see documents of this kind.",
                        .arg = access ? cc_role_label(role) : "-",
                        .advice = "Give a role that includes it: L20 for orders, L40 for invoices.",
                        .repair = panel});
    add(links, !since || strcmp(document->date, since) >= 0,
        (cc_why_link_t){.message = "Its date is within the days back access: {}",
                        .arg = apr_pstrcat(ctx->pool, document->date, since ? " >= " : "", since, NULL),
                        .advice = "Give more days back.",
                        .repair = panel});
    note(links, (cc_why_link_t){.message = "Its document type is {}; the settings of a site may leave types out.",
                                .arg = document->type_name});
    if (order && access && !cc_policy_allows(role, CC_RIGHT_PRICES)) {
        note(links, (cc_why_link_t){.message = "Prices are shown from L30 on."});
    }
}

static cc_status_t explain_document(cc_context_t *ctx, const cc_view_t *view, const cc_why_t *why, const char *number,
                                    bool order, apr_array_header_t **links)
{
    document_t document = {0};
    cc_status_t status = cc_db_one(ctx->db, order ? CC_SQL_WHY_ORDER : CC_SQL_WHY_INVOICE,
                                   CC_ARGS(cc_text_int(ctx->pool, why->company.id), number), document_row, &document);

    *links = begin(ctx, view->user, why);
    if (status != CC_OK && status != CC_NOT_FOUND) {
        return status;
    }
    add(*links, status == CC_OK,
        (cc_why_link_t){.message = order ? "There is an order {} of this enterprise company."
                                         : "There is an invoice {} of this enterprise company.",
                        .arg = number,
                        .advice = "Check the number; the ERP may not have sent the document yet."});
    if (status == CC_OK) {
        add_document(ctx, view, &document, order, *links);
    }
    return CC_OK;
}

/* ---- all of it ---- */

cc_status_t cc_why(cc_context_t *ctx, const char *login, const char *company, const char *document, cc_why_t *why)
{
    cc_user_t user = {0};
    cc_view_t view = {0};
    cc_status_t status =
        cc_db_one(ctx->db, CC_SQL_USER_BY_LOGIN, CC_ARGS(cc_text_fold(ctx->pool, login)), cc_user_row, &user);

    memset(why, 0, sizeof(*why));
    if (status == CC_OK) {
        why->user_id = user.id;
        why->display = cc_text_user(ctx->pool, user.name, user.login, user.user_type);
        status = cc_company_by_code(ctx, company, &why->company);
    } else {
        return status == CC_NOT_FOUND ? CC_OK : status;
    }
    status = status == CC_NOT_FOUND ? CC_OK : status;
    if (status == CC_OK) {
        status = external_access(ctx, &user, why, &view);
    }
    if (status == CC_OK) {
        status = parent_party(ctx, &user, why);
    }
    if (status == CC_OK && document && why->company.id) {
        status = explain_document(ctx, &view, why, document, true, &why->order);
    }
    if (status == CC_OK && document && why->company.id) {
        status = explain_document(ctx, &view, why, document, false, &why->invoice);
    }
    return status;
}
