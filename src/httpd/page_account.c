/* A user's own name, language, password and sessions. */
#include "pages.h"

#include "cookie.h"
#include "respond.h"

#include "../base/text.h"

#include <string.h>

static int invalid(cc_request_t *req)
{
    return cc_respond_form(req, HTTP_UNPROCESSABLE_ENTITY, "account", NULL, NULL);
}

static int done(cc_request_t *req, const char *notice)
{
    return cc_respond_redirect(req, cc_respond_url(req, "/account"), notice);
}

static int log_out_everywhere(cc_request_t *req)
{
    cc_status_t status = cc_session_end_all(&req->ctx, req->user.id, NULL);

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_cookie_clear_token(req->r, req->config);
    apr_table_setn(req->r->err_headers_out, "Clear-Site-Data", "\"cache\", \"storage\"");
    return cc_respond_redirect(req, cc_respond_url(req, "/login"), "signed-out-everywhere");
}

static int end_session(cc_request_t *req, const char *id)
{
    int64_t session;
    cc_status_t status;

    if (!cc_text_to_int(id, INT64_MAX, &session)) {
        return cc_respond_error(req, HTTP_NOT_FOUND, NULL);
    }
    if (session == req->session.id) {
        return cc_logout_post(req);
    }
    status = cc_session_end_own(&req->ctx, req->user.id, session);
    return status == CC_OK ? done(req, "session-ended") : cc_respond_status(req, status);
}

/* The present password is asked for again, and counts like a login (ASVS 6.2.3, 7.5.1). */
static int change_password(cc_request_t *req)
{
    const cc_signin_rules_t rules = cc_request_signin_rules(req);
    const cc_session_limits_t limits = cc_request_limits(req);
    const cc_account_rules_t *account = cc_request_account_rules(req);
    const char *current = cc_request_field(req, "current_password"), *password = cc_request_field(req, "password");
    const char *confirm = cc_request_field(req, "confirm_password"), *token = req->token;
    cc_status_t status = cc_account_check_password(&req->ctx, account, &req->user, password, confirm, req->problems);

    if (!*current || cc_text_length(current) > CC_PASSWORD_MAX) {
        cc_problem_add(req->problems, "current_password", "Please enter your present password.", NULL);
    }
    if (status == CC_OK && !cc_problems_any(req->problems)) {
        status = cc_signin_confirm(&req->ctx, &rules, req->user.id, current);
    }
    if (status == CC_REFUSED) {
        cc_problem_add(req->problems, "current_password", "This is not your present password.", NULL);
    } else if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    if (cc_problems_any(req->problems)) {
        return invalid(req);
    }
    status = cc_account_set_password(&req->ctx, account, req->user.id, password, req->site, &limits, &token);
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_cookie_set_token(req->r, req->config, token, 0);
    return done(req, "password-changed");
}

static int change_profile(cc_request_t *req)
{
    const char *name = cc_request_field_or_null(req, "full_name");
    const char *language = cc_request_field_or_null(req, "language");
    cc_status_t status =
        cc_problems_any(req->problems)
            ? CC_INVALID
            : cc_account_update(&req->ctx, cc_request_account_rules(req), req->user.id, name, language, req->problems);

    if (status == CC_INVALID) {
        return invalid(req);
    }
    return status == CC_OK ? done(req, "account-saved") : cc_respond_status(req, status);
}

int cc_account_post(cc_request_t *req)
{
    const char *session = cc_form_get(req->form, "end_session");

    if (!strcmp(cc_request_field(req, "logout_everywhere"), "1")) {
        return log_out_everywhere(req);
    }
    if (session) {
        return end_session(req, session);
    }
    if (cc_form_get(req->form, "current_password") || cc_form_get(req->form, "password") ||
        cc_form_get(req->form, "confirm_password")) {
        return change_password(req);
    }
    return change_profile(req);
}
