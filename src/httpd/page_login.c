/* Signing in and out. */
#include "pages.h"

#include "cookie.h"
#include "events.h"
#include "model.h"
#include "respond.h"
#include "throttle.h"

#include "../base/text.h"
#include "../domain/token.h"

#include <string.h>

/* A visitor's forms need a token before there is a session: a random cookie carries it, and no row is written. */
static void ensure_anonymous(cc_request_t *req)
{
    if (!req->token && !req->anonymous) {
        req->anonymous = cc_token_new(req->r->pool);
        cc_cookie_set_token(req->r, req->config, req->anonymous, 0);
    }
}

static int show_form(cc_request_t *req, int status, const char *next)
{
    ensure_anonymous(req);
    return cc_respond_page(req, status, "login",
                           json_pack("{s:o, s:s?}", "form", cc_model_form(req, NULL), "next", next));
}

/* The hidden field keeps only what is safe to go to. */
static const char *checked_next(cc_request_t *req, const char *next)
{
    return next && *next && !strcmp(cc_request_next(req, next), next) ? next : NULL;
}

int cc_login_get(cc_request_t *req)
{
    const char *next = cc_form_get(req->query, "next"), *notice = cc_form_get(req->query, "notice");

    if (req->view.user || req->means == CC_BY_REMOTE_USER) {
        /* another module signs users in there, or somebody who is signed in made an account for another person */
        return cc_respond_redirect(req, cc_request_next(req, next),
                                   notice && !strcmp(notice, "registered") ? "registered" : NULL);
    }
    return show_form(req, HTTP_OK, checked_next(req, next));
}

static int refuse(cc_request_t *req, const char *next)
{
    cc_problem_add(req->problems, "login", "The login or the password is not right.", NULL);
    return show_form(req, HTTP_UNPROCESSABLE_ENTITY, next);
}

int cc_login_post(cc_request_t *req)
{
    const cc_dir_config_t *config = req->config;
    const cc_signin_rules_t rules = cc_request_signin_rules(req);
    const cc_session_limits_t limits = cc_request_limits(req);
    const char *login = cc_request_field(req, "login"), *password = cc_request_field(req, "password");
    const char *next = checked_next(req, cc_request_field(req, "next")), *token;
    bool remember = !strcmp(cc_request_field(req, "remember"), "1");
    int wait;
    cc_status_t status;

    if (req->means == CC_BY_REMOTE_USER) {
        return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    }
    if (cc_problems_any(req->problems)) {
        return show_form(req, HTTP_UNPROCESSABLE_ENTITY, next);
    }
    wait = cc_throttle_take(req->r, config->address_attempts, config->address_window, req->ctx.now);
    if (wait) {
        cc_events_report(req->r, "signin", "throttled");
        return cc_respond_retry(req, HTTP_TOO_MANY_REQUESTS, wait);
    }
    if (!*login || !*password || strlen(login) > 512 || cc_text_length(password) > CC_PASSWORD_MAX) {
        return refuse(req, next); /* nobody's, so there is nothing to compare */
    }
    status = cc_signin(&req->ctx, &rules, req->site, &limits, login, password, remember, req->token, &token);
    if (status == CC_REFUSED) {
        return refuse(req, next);
    }
    cc_throttle_give_back(req->r, config->address_attempts, config->address_window);
    if (status == CC_BUSY) {
        cc_events_report(req->r, "signin", "busy");
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_cookie_set_token(req->r, config, token, remember ? config->remember : 0);
    return cc_respond_redirect(req, cc_request_next(req, next), NULL);
}

int cc_logout_post(cc_request_t *req)
{
    cc_status_t status = cc_session_end(&req->ctx, req->token);

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_cookie_clear_token(req->r, req->config);
    apr_table_setn(req->r->err_headers_out, "Clear-Site-Data", "\"cache\", \"storage\"");
    return cc_respond_redirect(req, cc_respond_url(req, "/login"), "signed-out");
}
