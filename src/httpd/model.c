#include "model.h"

#include "route.h"

#include "../base/text.h"
#include "../domain/policy.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

static json_t *text(const char *value)
{
    return value ? json_string(value) : NULL;
}

static void set(json_t *object, const char *name, json_t *value)
{
    if (value) {
        json_object_set_new(object, name, value);
    }
}

static json_t *user_model(apr_pool_t *pool, const cc_user_t *user)
{
    json_t *model = json_object();

    set(model, "login", text(user->login));
    set(model, "name", text(user->name));
    set(model, "email", text(user->email));
    set(model, "phone", text(user->phone));
    set(model, "language", text(user->language));
    set(model, "display", text(cc_text_user(pool, user->name, user->login, user->user_type)));
    set(model, "initials", text(cc_text_initials(pool, user->name)));
    return model;
}

static json_t *customer_model(apr_pool_t *pool, const cc_access_t *access, bool current)
{
    json_t *model = json_object();

    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what an array of customers counts, it has */
    set(model, "number", text(access->customer.number));
    set(model, "name", text(access->customer.name));
    set(model, "display", text(cc_text_customer(pool, access->customer.name, access->customer.number)));
    set(model, "role", text(cc_role_code(access->role)));
    set(model, "role_name", text(cc_role_name(access->role)));
    set(model, "current", json_boolean(current));
    return model;
}

static void set_view(json_t *model, apr_pool_t *pool, const cc_view_t *view)
{
    json_t *customers = json_array();
    cc_role_t role = view->current ? view->current->role : CC_ROLE_NONE;

    set(model, "user", user_model(pool, view->user));
    for (int i = 0; view->customers && i < view->customers->nelts; i++) {
        const cc_access_t *access = &APR_ARRAY_IDX(view->customers, i, cc_access_t);
        json_array_append_new(customers, customer_model(pool, access, access == view->current));
    }
    set(model, "customers", customers);
    if (view->current) {
        set(model, "customer", customer_model(pool, view->current, true));
        set(model, "visible_since", text(view->visible_since));
    }
    set(model, "rights",
        json_pack("{s:b, s:b, s:b, s:b}", "orders", cc_policy_allows(role, CC_RIGHT_ORDERS), "prices",
                  cc_policy_allows(role, CC_RIGHT_PRICES), "billing", cc_policy_allows(role, CC_RIGHT_BILLING), "users",
                  cc_policy_allows(role, CC_RIGHT_USERS) && view->parent_party_role == CC_ROLE_NONE));
}

/* The user's own language, else the first of the browser's that is offered, else English. */
static const char *language_of(cc_request_t *req)
{
    const char *const *offered = cc_engine_languages(req->server->engine);
    const char *wanted =
        req->view.user ? req->view.user->language : apr_table_get(req->r->headers_in, "Accept-Language");
    char *state, *rest = apr_pstrndup(req->r->pool, wanted ? wanted : "", 200);

    for (char *tag = apr_strtok(rest, ", ", &state); tag; tag = apr_strtok(NULL, ", ", &state)) {
        for (const char *const *code = offered; *code; code++) {
            size_t length = strlen(*code);
            if (!strncasecmp(tag, *code, length) && strchr("-;", tag[length])) {
                return *code;
            }
        }
    }
    return offered[0];
}

static void add_query(void *baton, const char *name, const char *value)
{
    json_object_set_new(baton, name, json_string(value));
}

static json_t *site_features(const cc_request_t *req)
{
    cc_role_t role = req->view.current ? req->view.current->role : CC_ROLE_NONE;
    bool billing = cc_policy_allows(role, CC_RIGHT_BILLING);
    bool orders = cc_policy_allows(role, CC_RIGHT_ORDERS) && req->config->settings->orders_enabled;

    return json_pack("{s:b, s:b, s:b, s:b}", "orders", orders, "invoices", billing, "due_payments", billing,
                     "payment_history", billing);
}

/* The parts of the site that this user's menu has; of the back office, all that there are. */
static json_t *features_model(const cc_request_t *req)
{
    json_t *all;

    if (!req->back_office) {
        return site_features(req);
    }
    all = json_object();
    for (const cc_route_t *route = cc_routes_back_office; req->view.back_office && route->pattern; route++) {
        set(all, route->page, json_boolean(route->get != NULL));
    }
    return all;
}

static json_t *languages_model(cc_request_t *req)
{
    json_t *list = json_array();

    for (const char *const *code = cc_engine_languages(req->server->engine); *code; code++) {
        json_array_append_new(list, json_string(*code));
    }
    return list;
}

json_t *cc_model_page(cc_request_t *req, int status, const char *page)
{
    apr_pool_t *pool = req->r->pool;
    const char *notice = cc_form_get(req->query, "notice");
    json_t *query = json_object(), *model = json_object();

    cc_form_each(req->query, add_query, query);
    set(model, "name", text(page));
    set(model, "status", json_integer(status));
    set(model, "back_office", json_boolean(req->back_office));
    set(model, "base", text(req->config->prefix));
    set(model, "path", text(req->path));
    set(model, "assets", text(apr_pstrcat(pool, req->config->prefix, "/assets", NULL)));
    set(model, "asset_version", text(cc_engine_version(req->server->engine)));
    set(model, "title", text(cc_request_title(req)));
    set(model, "version", text(CC_VERSION));
    set(model, "csrf", text(cc_request_csrf(req)));
    set(model, "language", text(language_of(req)));
    set(model, "languages", languages_model(req));
    set(model, "today", text(req->ctx.today));
    set(model, "settings", json_pack("{s:b}", "orders_enabled", req->config->settings->orders_enabled));
    set(model, "features", features_model(req));
    set(model, "registration", json_boolean(req->config->registration && !req->back_office));
    set(model, "remember_me", json_boolean(req->config->remember > 0));
    set(model, "password_min_length", json_integer(req->config->password_min_length));
    set(model, "notice", text(notice));
    set(model, "query", query);
    if (req->view.user) {
        set_view(model, pool, &req->view);
    }
    return model;
}

static void add_value(void *baton, const char *name, const char *value)
{
    if (strcmp(name, "csrf") != 0 && !strstr(name, "password")) {
        json_object_set_new(baton, name, json_string(value));
    }
}

json_t *cc_model_form(cc_request_t *req, json_t *present)
{
    json_t *values = json_object(), *errors = json_array(), *form;

    cc_form_each(req->form, add_value, values);
    for (int i = 0; i < req->problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(req->problems->list, i, cc_problem_t);
        json_array_append_new(errors, json_pack("{s:s, s:s, s:s?}", "field", problem->field, "message",
                                                problem->message, "arg", problem->arg));
    }
    form = json_pack("{s:o, s:o}", "values", values, "errors", errors);
    set(form, "present", present);
    return form;
}

json_t *cc_model_roles(const cc_grantor_t *actor)
{
    json_t *roles = json_array();

    for (const cc_role_t *role = cc_roles; *role; role++) {
        if (cc_policy_may_give_role(actor, *role)) {
            json_array_append_new(roles, json_pack("{s:s, s:s, s:s}", "value", cc_role_code(*role), "name",
                                                   cc_role_name(*role), "label", cc_role_label(*role)));
        }
    }
    return roles;
}

/* ---- error pages; source: domain description, "Error codes" ---- */

static const struct {
    int status;
    const char *code, *title, *message, *advice;
} errors[] = {
    {HTTP_FORBIDDEN, "CC010", "Account not active",
     "Your account was not activated by the ERP administrator to use the Client Center.",
     "Ask an administrator of your company to add you under User Management."},
    {HTTP_FORBIDDEN, "CC002", "Account not set up", "No person is defined for your user.",
     "The administrator of the ERP defines a person for this user."},
    {HTTP_FORBIDDEN, "CC003", "Account not set up", "The person of your user has no parent party.",
     "The administrator of the ERP sets the parent party of the person to the company on whose behalf you log in."},
    {HTTP_FORBIDDEN, "CC004", "Account not set up", "The company on whose behalf you log in is no customer.",
     "The administrator of the ERP makes the parent party of the person a customer."},
    {HTTP_FORBIDDEN, "CC006", "Account not set up",
     "The company on whose behalf you log in is not a customer of the company that owns this site, or is not one "
     "today.",
     "The administrator of the ERP creates the customer agreement with the enterprise company of this site."},
    {HTTP_FORBIDDEN, "CC007", "Account not set up",
     "No location of the company that owns this site serves the company on whose behalf you log in.",
     "The administrator of the ERP sets the location that serves the customer."},
    {HTTP_SERVICE_UNAVAILABLE, "CC005", "The Client Center is not configured",
     "This site has no enterprise company, or an unknown one.",
     "The administrator of the server sets ClientCenterEnterpriseCompany to the code of a known company."},
    {HTTP_SERVICE_UNAVAILABLE, "CC009", "The Client Center is not configured",
     "The settings name a document type for new orders that does not exist, or only one of NewOrderDocumentType and "
     "IsNewOrderEnabled.",
     "The administrator of the server corrects ClientCenterSettings."},
    /* no code of its own: a document that is out of reach is told like any page that is not there, in kinder words */
    {HTTP_NOT_FOUND, "document", "Document not available",
     "There is no such document, or it is older than you may see or belongs to somebody else.",
     "Go back to the list, or ask an administrator of your company."},
    {HTTP_BAD_REQUEST, NULL, "Bad request", "The server could not understand the request.",
     "Go back, check what you entered and try again."},
    {HTTP_FORBIDDEN, NULL, "Not allowed", "You do not have the right to do this.",
     "If you came from a form, open the page again and repeat what you did."},
    {HTTP_NOT_FOUND, NULL, "Not found", "There is no such page, or it is not visible to you.",
     "Check the address, or begin at Home."},
    {HTTP_METHOD_NOT_ALLOWED, NULL, "Method not allowed", "This address does not take this kind of request.",
     "Begin at Home."},
    {HTTP_CONFLICT, NULL, "Changed meanwhile",
     "What you were about to change is not what it was when you opened the form: somebody else "
     "changed it, or another customer was chosen.",
     "Open the page again and repeat what you did."},
    {HTTP_REQUEST_ENTITY_TOO_LARGE, NULL, "Too large", "The form is larger than the server accepts.",
     "Shorten what you entered and try again."},
    {HTTP_UNSUPPORTED_MEDIA_TYPE, NULL, "Not a form", "The server accepts forms only.", "Use the forms of this site."},
    {HTTP_UNPROCESSABLE_ENTITY, NULL, "Not possible", "Something that was entered is not allowed.",
     "Go back, check what you entered and try again."},
    {HTTP_TOO_MANY_REQUESTS, NULL, "Too many attempts", "There were too many attempts in a short time.",
     "Wait some minutes and try again."},
    {HTTP_SERVICE_UNAVAILABLE, NULL, "Not available", "The Client Center cannot answer at the moment.",
     "Please try again in a moment."},
    {HTTP_INTERNAL_SERVER_ERROR, NULL, "Something went wrong", "The page cannot be shown at the moment.",
     "Please try again later. If it happens again, tell the administrator the request id."},
};

void cc_model_compare(json_t *present, const char *name, const char *typed, const char *stored)
{
    stored = stored ? stored : "";
    if (strcmp(typed ? typed : "", stored) != 0) {
        json_object_set_new(present, name, json_string(stored));
    }
}

json_t *cc_model_error(int status, const char *code)
{
    size_t last = sizeof(errors) / sizeof(errors[0]) - 1, i = 0;

    while (i < last &&
           (errors[i].status != status || strcmp(errors[i].code ? errors[i].code : "", code ? code : "") != 0)) {
        i++;
    }
    code = code && !strncmp(code, "CC", 2) ? code : NULL;
    return json_pack("{s:s?, s:i, s:s, s:s, s:s}", "code", code, "status", status, "title", errors[i].title, "message",
                     errors[i].message, "advice", errors[i].advice);
}
