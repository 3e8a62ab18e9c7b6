/* The back office's page that says why a user sees what they see. */
#include "pages.h"

#include "respond.h"

#include "../base/text.h"
#include "../domain/party_admin.h"
#include "../domain/why.h"
#include "../store/rows.h"

#include <apr_strings.h>

static json_t *links_model(const apr_array_header_t *links)
{
    static const char *const states[] = {"ok", "broken", "not-asked", "note"};
    json_t *list = json_array();

    for (int i = 0; i < links->nelts; i++) {
        const cc_why_link_t *link = &APR_ARRAY_IDX(links, i, cc_why_link_t);
        json_t *model = json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "state", states[link->state], "message",
                                  link->message, "arg", link->arg, "days", link->days, "code", link->code, "advice",
                                  link->advice, "repair", link->repair);
        if (link->role != CC_ROLE_NONE) {
            json_object_set_new(
                model, "role",
                json_pack("{s:s, s:s}", "code", cc_role_code(link->role), "name", cc_role_name(link->role)));
        }
        json_array_append_new(list, model);
    }
    return json_pack("{s:b, s:o}", "holds", cc_why_holds(links), "links", list);
}

static json_t *companies_model(const apr_array_header_t *companies)
{
    json_t *list = json_array();

    for (int i = 0; i < companies->nelts; i++) {
        const cc_company_t *company = &APR_ARRAY_IDX(companies, i, cc_company_t);
        json_array_append_new(list, json_pack("{s:s, s:s}", "value", company->code, "label", company->name));
    }
    return list;
}

static const char *asked(const cc_request_t *req, const char *name)
{
    const char *value = cc_form_get(req->query, name);

    return value ? cc_sql_text(cc_text_trim(req->r->pool, value)) : NULL;
}

static json_t *answer_model(apr_pool_t *pool, const cc_why_t *why)
{
    json_t *model = json_pack("{s:s, s:s, s:o, s:o}", "display", why->display, "company",
                              why->company.name ? why->company.name : "", "external_access",
                              links_model(why->external_access), "parent_party", links_model(why->parent_party));

    for (int kind = 0; kind < CC_DOCUMENT_KINDS && why->documents[kind].external_access; kind++) {
        const char *name = cc_document_kind_name(kind);
        json_object_set_new(model, name, links_model(why->documents[kind].external_access));
        json_object_set_new(model, apr_pstrcat(pool, "parent_", name, NULL),
                            links_model(why->documents[kind].parent_party));
    }
    return model;
}

int cc_backoffice_why_get(cc_request_t *req)
{
    const char *user = asked(req, "user"), *site = asked(req, "site"), *document = asked(req, "document");
    apr_array_header_t *companies, *locations;
    cc_why_t why = {0};
    json_t *model;
    cc_status_t status = cc_party_choices(&req->ctx, &companies, &locations);

    if (status == CC_OK && !site && companies->nelts == 1) {
        site = APR_ARRAY_IDX(companies, 0, cc_company_t).code;
    }
    if (status == CC_OK && user && site) {
        status = cc_why(&req->ctx, user, site, document, &why);
        if (status == CC_OK && !why.display) {
            cc_problem_add(req->problems, "user", "There is no user {}.", user);
        }
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    model = json_pack("{s:s?, s:s?, s:s?, s:o}", "user", user, "site", site, "document", document, "companies",
                      companies_model(companies));
    if (why.display) {
        json_object_set_new(model, "why", answer_model(req->r->pool, &why));
    }
    return cc_respond_form(req, HTTP_OK, "why", model, NULL);
}
