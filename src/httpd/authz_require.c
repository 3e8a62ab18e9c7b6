/* The providers of Require: each says granted, denied, or that a user has to be known first. Declared in authz.h. */
#include "authz.h"

#include "signon.h"

#include "../domain/policy.h"

#include <apr_strings.h>
#include <http_log.h>
#include <http_request.h>
#include <mod_auth.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

/* Finds whose rights count. AUTHZ_GRANTED: `*current` is the customer that the user is at. */
static authz_status current_of(request_rec *r, const cc_access_t **current)
{
    cc_request_t *req = cc_signon_request(r);
    bool page = cc_signon_is_page(r);

    if (!req) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "CC1803 Require clientcenter in a section without ClientCenterSite: nobody is let in to %s",
                      r->uri);
        return AUTHZ_DENIED;
    }
    if ((page && cc_signon_is_open(r)) || (req->means != CC_BY_SESSION && !r->user)) {
        return AUTHZ_DENIED_NO_USER;
    }
    if (cc_signon_load(r, req) != CC_OK) {
        /* a page goes on to say what is wrong; nothing else may */
        return page ? AUTHZ_DENIED_NO_USER : AUTHZ_GENERAL_ERROR;
    }
    if (req->view.user && req->view.current) {
        *current = req->view.current;
        return AUTHZ_GRANTED;
    }
    if (req->back_office && req->view.user) {
        return AUTHZ_DENIED; /* administrators are at no customer */
    }
    if (page || cc_request_undecided(req)) {
        /* a customer has to be chosen, or the page says why there is none */
        cc_signon(r)->pending = req->view.user || r->user;
        return AUTHZ_DENIED_NO_USER;
    }
    return req->view.user || r->user ? AUTHZ_DENIED : AUTHZ_DENIED_NO_USER;
}

static authz_status check_any(request_rec *r, const char *line, const void *parsed)
{
    const cc_access_t *current;

    (void)line;
    (void)parsed;
    return current_of(r, &current);
}

static const char *parse_any(cmd_parms *cmd, const char *line, const void **parsed)
{
    (void)cmd;
    *parsed = NULL;
    return *line ? "Require clientcenter takes no arguments; see also clientcenter-role and clientcenter-customer"
                 : NULL;
}

static authz_status check_role(request_rec *r, const char *line, const void *parsed)
{
    const apr_array_header_t *roles = parsed;
    const cc_access_t *current;
    authz_status status = current_of(r, &current);

    (void)line;
    for (int i = 0; status == AUTHZ_GRANTED && i < roles->nelts; i++) {
        if (cc_policy_includes(current->role, APR_ARRAY_IDX(roles, i, cc_role_t))) {
            return AUTHZ_GRANTED;
        }
    }
    return status == AUTHZ_GRANTED ? AUTHZ_DENIED : status;
}

static const char *parse_role(cmd_parms *cmd, const char *line, const void **parsed)
{
    apr_array_header_t *roles = apr_array_make(cmd->pool, 1, sizeof(cc_role_t));

    for (const char *word = ap_getword_conf(cmd->pool, &line); *word; word = ap_getword_conf(cmd->pool, &line)) {
        cc_role_t role = cc_role_parse(word);
        if (role == CC_ROLE_NONE) {
            return apr_psprintf(
                cmd->pool, "Require clientcenter-role: %s is not a role. Allowed is " CC_ROLE_CODES_AND_NAMES, word);
        }
        APR_ARRAY_PUSH(roles, cc_role_t) = role;
    }
    *parsed = roles;
    return roles->nelts ? NULL : "Require clientcenter-role: at least one role, such as L40 or Billing";
}

static authz_status check_customer(request_rec *r, const char *line, const void *parsed)
{
    const apr_array_header_t *numbers = parsed;
    const cc_access_t *current;
    authz_status status = current_of(r, &current);

    (void)line;
    for (int i = 0; status == AUTHZ_GRANTED && i < numbers->nelts; i++) {
        if (!strcmp(current->customer.number, APR_ARRAY_IDX(numbers, i, const char *))) {
            return AUTHZ_GRANTED;
        }
    }
    return status == AUTHZ_GRANTED ? AUTHZ_DENIED : status;
}

static const char *parse_customer(cmd_parms *cmd, const char *line, const void **parsed)
{
    apr_array_header_t *numbers = apr_array_make(cmd->pool, 1, sizeof(const char *));

    for (const char *word = ap_getword_conf(cmd->pool, &line); *word; word = ap_getword_conf(cmd->pool, &line)) {
        APR_ARRAY_PUSH(numbers, const char *) = word;
    }
    *parsed = numbers;
    return numbers->nelts ? NULL : "Require clientcenter-customer: at least one customer number, such as 00028";
}

void cc_authz_register_providers(apr_pool_t *pool)
{
    static const authz_provider any = {check_any, parse_any}, role = {check_role, parse_role},
                                customer = {check_customer, parse_customer};
    static const struct {
        const char *name;
        const authz_provider *provider;
    } all[] = {{"clientcenter", &any}, {"clientcenter-role", &role}, {"clientcenter-customer", &customer}};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        ap_register_auth_provider(pool, AUTHZ_PROVIDER_GROUP, all[i].name, AUTHZ_PROVIDER_VERSION, all[i].provider,
                                  AP_AUTH_INTERNAL_PER_CONF);
    }
}
