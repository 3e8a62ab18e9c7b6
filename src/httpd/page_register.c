/* Create new local account. */
#include "pages.h"

#include "cookie.h"
#include "events.h"
#include "respond.h"
#include "throttle.h"

#include "../domain/token.h"

/* Not where another module says who somebody is: a password of ours would be of no use. */
static bool is_offered(const cc_request_t *req)
{
    return req->config->registration && req->means != CC_BY_REMOTE_USER;
}

static int show_form(cc_request_t *req, int status)
{
    if (!req->token && !req->anonymous) {
        req->anonymous = cc_token_new(req->r->pool);
        cc_cookie_set_token(req->r, req->config, req->anonymous, 0);
    }
    return cc_respond_form(req, status, "register", NULL, NULL);
}

int cc_register_get(cc_request_t *req)
{
    return is_offered(req) ? show_form(req, HTTP_OK) : cc_respond_error(req, HTTP_NOT_FOUND, NULL);
}

int cc_register_post(cc_request_t *req)
{
    const cc_dir_config_t *config = req->config;
    const cc_registration_t in = {
        .email = cc_request_field(req, "email"),
        .full_name = cc_request_field(req, "full_name"),
        .phone = cc_request_field(req, "phone"),
        .language = cc_request_field(req, "language"),
        .company = cc_request_field(req, "company"),
        .message = cc_request_field(req, "message"),
        .password = cc_request_field(req, "password"),
        .confirm_password = cc_request_field(req, "confirm_password"),
    };
    int wait;
    cc_status_t status;

    if (!is_offered(req)) {
        return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    }
    wait = cc_throttle_take(req->r, config->address_attempts, config->address_window, req->ctx.now);
    if (wait) {
        cc_events_report(req->r, "register", "throttled");
        return cc_respond_retry(req, HTTP_TOO_MANY_REQUESTS, wait);
    }
    status = cc_account_register(&req->ctx, cc_request_account_rules(req), &in, req->problems);
    if (status != CC_OK) {
        cc_throttle_give_back(req->r, config->address_attempts, config->address_window);
    }
    if (status == CC_INVALID) {
        return show_form(req, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    return cc_respond_redirect(req, cc_respond_url(req, "/login"), "registered");
}
