#include "model.h"

#include "route.h"

#include "../base/text.h"
#include "../domain/policy.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

static void add_user(cc_facts_t *facts, apr_pool_t *pool, const cc_user_t *user)
{
    cc_facts_object(facts, "user");
    cc_facts_text(facts, "login", user->login);
    cc_facts_text(facts, "name", user->name);
    cc_facts_text(facts, "email", user->email);
    cc_facts_text(facts, "phone", user->phone);
    cc_facts_text(facts, "language", user->language);
    cc_facts_text(facts, "display", cc_text_user(pool, user->name, user->login, user->user_type));
    cc_facts_text(facts, "initials", cc_text_initials(pool, user->name));
    cc_facts_end(facts);
}

/* In the list of customers when `name` is NULL. */
static void add_customer(cc_facts_t *facts, apr_pool_t *pool, const char *name, const cc_access_t *access, bool current)
{
    cc_facts_object(facts, name);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what an array of customers counts, it has */
    cc_facts_text(facts, "number", access->customer.number);
    cc_facts_text(facts, "name", access->customer.name);
    cc_facts_text(facts, "display", cc_text_customer(pool, access->customer.name, access->customer.number));
    cc_facts_text(facts, "role", cc_role_code(access->role));
    cc_facts_text(facts, "role_name", cc_role_name(access->role));
    cc_facts_flag(facts, "current", current);
    cc_facts_end(facts);
}

const cc_facts_t *cc_model_identity(cc_request_t *req)
{
    const cc_view_t *view = &req->view;
    apr_pool_t *pool = req->r->pool;
    cc_facts_t *facts = cc_facts_make(pool);

    add_user(facts, pool, view->user);
    cc_facts_list(facts, "customers");
    for (int i = 0; view->customers && i < view->customers->nelts; i++) {
        const cc_access_t *access = &APR_ARRAY_IDX(view->customers, i, cc_access_t);
        add_customer(facts, pool, NULL, access, access == view->current);
    }
    cc_facts_end(facts);
    if (view->current) {
        add_customer(facts, pool, "customer", view->current, true);
        cc_facts_text(facts, "visible_since", view->visible_since);
    }
    return facts;
}

/* As facts have it. */
static void show(const char **shown, const char *text)
{
    *shown = text && cc_text_is_utf8(text, strlen(text)) ? text : NULL;
}

void cc_model_shown(cc_request_t *req, const char *shown[CC_SHOWN_COUNT])
{
    const cc_user_t *user = req->view.user;
    const cc_access_t *current = req->view.current;
    apr_pool_t *pool = req->r->pool;

    shown[CC_SHOWN_FORM_TOKEN] = cc_request_csrf(req);
    if (user) {
        show(&shown[CC_SHOWN_LOGIN], user->login);
        show(&shown[CC_SHOWN_NAME], user->name);
        show(&shown[CC_SHOWN_INITIALS], cc_text_initials(pool, user->name));
        show(&shown[CC_SHOWN_USER], cc_text_user(pool, user->name, user->login, user->user_type));
    }
    if (current) {
        show(&shown[CC_SHOWN_CUSTOMER_NUMBER], current->customer.number);
        show(&shown[CC_SHOWN_CUSTOMER_VALUE], cc_escape_url(pool, current->customer.number, false));
        show(&shown[CC_SHOWN_VISIBLE_SINCE], req->view.visible_since);
        show(&shown[CC_SHOWN_CUSTOMER], cc_text_customer(pool, current->customer.name, current->customer.number));
    }
}

#define MINUTE 60
#define DAY 86400

/* After how many seconds without a request the session ends: the idle limit, or, rounded down to a minute, what is left
 * until the absolute end where that is nearer; pages are kept for others of whom the same is true. 0: nobody waits for
 * it, as it is more than a day, or another module signs users in as often as it takes. */
static int idle_seconds(const cc_request_t *req)
{
    int64_t left = req->session.expires_at - req->ctx.now;
    int64_t seconds = left < req->session.idle ? left - left % MINUTE : req->session.idle;

    return req->means == CC_BY_SESSION && req->session.id && seconds <= DAY ? (int)seconds : 0;
}

/* What of the view is the same for many users. */
static void add_view(cc_facts_t *facts, const cc_request_t *req)
{
    const cc_view_t *view = &req->view;
    int idle = idle_seconds(req);
    cc_role_t role = view->current ? view->current->role : CC_ROLE_NONE;

    cc_facts_flag(facts, "signed_in", true);
    if (idle > 0) {
        cc_facts_number(facts, "idle_seconds", idle);
    }
    cc_facts_flag(facts, "has_customer", view->current != NULL);
    cc_facts_flag(facts, "has_customers", view->customers && view->customers->nelts > 1);
    if (view->current) {
        cc_facts_text(facts, "role", cc_role_code(role));
        cc_facts_text(facts, "role_name", cc_role_name(role));
        cc_facts_flag(facts, "has_days_back", view->visible_since != NULL);
    }
}

/* The user's own language, else the first of the browser's that is offered, that of its region before the language
 * itself, else English. */
static const char *language_of(cc_request_t *req)
{
    const char *const *offered = cc_engine_languages(req->server->engine);
    const char *wanted =
        req->view.user ? req->view.user->language : apr_table_get(req->r->headers_in, "Accept-Language");
    char *state, *rest = apr_pstrndup(req->r->pool, wanted ? wanted : "", 200);

    for (char *tag = apr_strtok(rest, ", ", &state); tag; tag = apr_strtok(NULL, ", ", &state)) {
        const char *nearest = NULL;
        for (const char *const *code = offered; *code; code++) {
            size_t length = strlen(*code);
            if (!strncasecmp(tag, *code, length) && strchr("-;", tag[length]) &&
                (!nearest || length > strlen(nearest))) {
                nearest = *code;
            }
        }
        if (nearest) {
            return nearest;
        }
    }
    return offered[0];
}

static void add_query(void *baton, const char *name, const char *value)
{
    if (*name) {
        cc_facts_text(baton, name, value);
    }
}

static void add_site_features(cc_facts_t *facts, const cc_request_t *req)
{
    cc_role_t role = req->view.current ? req->view.current->role : CC_ROLE_NONE;
    bool billing = cc_policy_allows(role, CC_RIGHT_BILLING);
    bool users = cc_policy_allows(role, CC_RIGHT_USERS) && req->view.parent_party_role == CC_ROLE_NONE;

    cc_facts_flag(facts, "orders", cc_policy_allows(role, CC_RIGHT_ORDERS) && req->config->settings->orders_enabled);
    cc_facts_flag(facts, "invoices", billing);
    cc_facts_flag(facts, "due-payments", billing);
    cc_facts_flag(facts, "payment-history", billing);
    cc_facts_flag(facts, "users", users);
    cc_facts_flag(facts, "audit", users);
}

/* The pages that this user's menu has, by name; of the back office, all that there are. */
static void add_features(cc_facts_t *facts, const cc_request_t *req)
{
    cc_facts_object(facts, "features");
    if (!req->back_office) {
        add_site_features(facts, req);
    }
    for (const cc_route_t *route = cc_routes_back_office; req->back_office && req->view.back_office && route->pattern;
         route++) {
        cc_facts_flag(facts, route->page, route->get != NULL);
    }
    cc_facts_end(facts);
}

static void add_site(cc_facts_t *facts, cc_request_t *req)
{
    cc_facts_flag(facts, "back_office", req->back_office);
    cc_facts_text(facts, "base", req->config->prefix);
    cc_facts_text(facts, "assets", apr_pstrcat(req->r->pool, req->config->prefix, "/assets", NULL));
    cc_facts_text(facts, "asset_version", cc_engine_version(req->server->engine));
    cc_facts_text(facts, "title", cc_request_title(req));
    cc_facts_text(facts, "version", CC_VERSION);
    cc_facts_list(facts, "languages");
    for (const char *const *code = cc_engine_languages(req->server->engine); *code; code++) {
        cc_facts_text(facts, NULL, *code);
    }
    cc_facts_end(facts);
    add_features(facts, req);
    cc_facts_flag(facts, "registration", req->config->registration && !req->back_office);
    cc_facts_flag(facts, "remember_me", req->config->remember > 0);
    cc_facts_number(facts, "password_min_length", req->config->password_min_length);
}

/* What was done is said by the redirect that did it, not by a link from elsewhere. Browsers tell which it was where
 * they speak TLS. */
static const char *notice_of(const cc_request_t *req)
{
    const char *site = apr_table_get(req->r->headers_in, "Sec-Fetch-Site");

    return !site || !strcmp(site, "same-origin") ? cc_form_get(req->query, "notice") : NULL;
}

cc_facts_t *cc_model_page(cc_request_t *req, int status, const char *page)
{
    cc_facts_t *facts = cc_facts_make(req->r->pool);

    cc_facts_text(facts, "name", page);
    cc_facts_number(facts, "status", status);
    cc_facts_text(facts, "path", req->path);
    cc_facts_text(facts, "language", language_of(req));
    cc_facts_text(facts, "today", req->ctx.today);
    cc_facts_text(facts, "notice", notice_of(req));
    cc_facts_object(facts, "query");
    cc_form_each(req->query, add_query, facts);
    cc_facts_end(facts);
    add_site(facts, req);
    if (req->view.user) {
        add_view(facts, req);
    }
    return facts;
}

void cc_model_set(json_t *object, const char *name, const char *value)
{
    if (value) {
        json_object_set_new(object, name, json_string(value));
    }
}

static void add_value(void *baton, const char *name, const char *value)
{
    /* the first of several; of the thousands of a panel none is looked for among all others */
    if (strcmp(name, "csrf") != 0 && !strstr(name, "password") && !json_object_get(baton, name)) {
        json_object_set_new(baton, name, json_string(value));
    }
}

json_t *cc_model_form(cc_request_t *req, json_t *present)
{
    json_t *values = json_object(), *errors = json_array(), *form;

    cc_form_every(req->form, add_value, values);
    for (int i = 0; i < req->problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(req->problems->list, i, cc_problem_t);
        json_array_append_new(errors, json_pack("{s:s, s:s, s:s?}", "field", problem->field, "message",
                                                problem->message, "arg", problem->arg));
    }
    form = json_pack("{s:o, s:o}", "values", values, "errors", errors);
    if (present) {
        json_object_set_new(form, "present", present);
    }
    return form;
}

json_t *cc_model_roles(const cc_grantor_t *actor)
{
    json_t *roles = json_array();

    for (const cc_role_t *role = cc_roles; *role; role++) {
        if (cc_policy_may_give_role(actor, *role)) {
            json_array_append_new(roles,
                                  json_pack("{s:s, s:s, s:b}", "value", cc_role_code(*role), "name",
                                            cc_role_name(*role), "manages", cc_policy_allows(*role, CC_RIGHT_USERS)));
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
    /* no codes of their own: a document that is out of reach is told like any page that is not there, a page that the
     * role does not include and a form of a session that ended like anything else that is not allowed, and a form for
     * another customer like anything that changed meanwhile, in kinder words; so are rows of access that stay as they
     * are */
    {HTTP_NOT_FOUND, "document", "Document not available",
     "There is no such document, or it is older than you may see or belongs to somebody else.",
     "Go back to the list, or ask an administrator of your company."},
    {HTTP_FORBIDDEN, "role", "Not allowed", "Your role on this customer does not include this page.",
     "Ask an administrator of your company for a role that includes it."},
    {HTTP_FORBIDDEN, "site-role", "Not allowed", "Your role on this customer does not include this page.",
     "All users of this site have the same role. The administrator of the server sets it."},
    {HTTP_FORBIDDEN, "own-row", "Not allowed", "Nobody can change or remove their own access.",
     "Ask another Admin or Owner of this customer."},
    {HTTP_FORBIDDEN, "owner-row", "Not allowed", "The access of an Owner cannot be changed or removed.",
     "When an Owner leaves, the administrator of the ERP deactivates the user."},
    {HTTP_FORBIDDEN, "form", "Form no longer valid",
     "You were logged out after this form was opened, or your browser sent no cookie. Nothing was changed.",
     "Open the page again and repeat what you did."},
    {HTTP_FORBIDDEN, "signed-in", "Already logged in",
     "You logged in in another window after this form was opened. Nothing was changed.",
     "Go to Home. To log in as somebody else, log out first."},
    {HTTP_BAD_REQUEST, NULL, "Bad request", "The server could not understand the request.",
     "Go back, check what you entered and try again."},
    {HTTP_FORBIDDEN, NULL, "Not allowed", "You do not have the right to do this.",
     "If you came from a form, open the page again and repeat what you did."},
    {HTTP_NOT_FOUND, NULL, "Not found", "There is no such page, or it is not visible to you.",
     "Check the address, or begin at Home."},
    {HTTP_METHOD_NOT_ALLOWED, NULL, "Method not allowed", "This address does not take this kind of request.",
     "Begin at Home."},
    {HTTP_CONFLICT, "customer", "Another customer was chosen",
     "This form was made for another customer than the one that you work with now. Nothing was changed.",
     "Switch back to the customer that you meant, open the page again and repeat what you did."},
    {HTTP_CONFLICT, "customer-list", "Another customer was chosen",
     "The list that you wanted to download is one of another customer than the one that you work with now.",
     "Switch back to the customer that you meant, and download the list again."},
    {HTTP_CONFLICT, NULL, "Changed meanwhile", "Somebody else changed this since you opened it.",
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
    if (!cc_text_same(typed, stored)) {
        json_object_set_new(present, name, json_string(stored ? stored : ""));
    }
}

json_t *cc_model_error(int status, const char *code)
{
    size_t last = sizeof(errors) / sizeof(errors[0]) - 1, i = 0;

    while (i < last && (errors[i].status != status || !cc_text_same(errors[i].code, code))) {
        i++;
    }
    code = code && !strncmp(code, "CC", 2) ? code : NULL;
    return json_pack("{s:s?, s:i, s:s, s:s, s:s}", "code", code, "status", status, "title", errors[i].title, "message",
                     errors[i].message, "advice", errors[i].advice);
}
