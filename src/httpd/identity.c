/* Who asks, by session, by another module's word or by password, and what they may see: asked afresh from the database
 * on every request, once. Declared in request.h. */
#include "request.h"

#include "cookie.h"
#include "signon.h"

#include "../base/text.h"
#include "../domain/master.h"
#include "../domain/policy.h"

cc_status_t cc_request_load_company(cc_request_t *req)
{
    if (req->company.id) {
        return CC_OK;
    }
    req->company.code = req->config->company;
    return req->company.code ? cc_company_get(&req->ctx, &req->company) : CC_NOT_FOUND;
}

static void set_actor(cc_request_t *req)
{
    req->ctx.actor_id = req->user.id;
    req->ctx.actor_label = cc_text_user(req->ctx.pool, req->user.name, req->user.login, req->user.user_type);
}

/* Asked afresh on every request: whoever is no administrator any more has no session from the next one on. */
static cc_status_t check_administrator(cc_request_t *req)
{
    const cc_user_t *user = &req->user;
    cc_status_t status;

    if (cc_policy_may_administer(user->user_type, user->active, user->is_admin)) {
        return CC_OK;
    }
    status = cc_session_end_own(&req->ctx, user->id, req->session.id);
    req->ctx.actor_id = 0;
    req->ctx.actor_label = NULL;
    req->session.id = 0;
    req->token = NULL;
    return status == CC_OK ? CC_NOT_FOUND : status;
}

static cc_status_t load_view(cc_request_t *req)
{
    if (req->back_office) {
        cc_view_back_office(&req->ctx, &req->user, &req->view);
        return CC_OK;
    }
    if (req->config->parent_party) {
        req->view.parent_party_role = (cc_role_t)req->config->parent_party_role;
    }
    return cc_view_load(&req->ctx, &req->company, &req->user, cc_cookie_customer(req->r), &req->view);
}

static cc_status_t find_session(cc_request_t *req, cc_user_t *user)
{
    cc_status_t status = CC_NOT_FOUND;

    /* two cookies of one name, from paths that overlap: the one with a session here is ours */
    for (int i = 0; status == CC_NOT_FOUND && i < req->tokens->nelts; i++) {
        req->token = APR_ARRAY_IDX(req->tokens, i, const char *);
        status = cc_session_find(&req->ctx, req->site, req->token, &req->session, user);
    }
    if (status != CC_OK) {
        req->token = NULL;
        req->session.id = 0;
    }
    return status;
}

static cc_status_t by_session(cc_request_t *req)
{
    cc_status_t status = find_session(req, &req->user);

    if (status != CC_OK) {
        return status;
    }
    set_actor(req);
    if (req->back_office) {
        status = check_administrator(req);
        if (status != CC_OK) {
            return status;
        }
    }
    cc_session_touch(&req->ctx, &req->session);
    return load_view(req);
}

/* It belongs to whom the other module names now: that of anybody else ends. Programs, which ask for no pages, get none.
 */
void cc_request_keep_session(cc_request_t *req)
{
    const cc_session_limits_t limits = cc_request_limits(req);
    cc_user_t other = {0};
    const char *token = NULL;
    cc_status_t status;

    if (req->means != CC_BY_REMOTE_USER || !req->view.user) {
        return;
    }
    status = find_session(req, &other);
    if (status == CC_OK && other.id == req->user.id) {
        cc_session_touch(&req->ctx, &req->session);
        return;
    }
    if ((status != CC_OK && status != CC_NOT_FOUND) || !cc_signon_is_browser(req->r)) {
        req->token = NULL;
        req->session.id = 0;
        return;
    }
    status = cc_signin_trusted(&req->ctx, req->site, &limits, req->back_office, req->user.id, req->token, &token);
    req->token = status == CC_OK ? token : NULL;
    req->session.id = 0;
    if (req->token) {
        cc_cookie_set_token(req->r, req->config, token, 0);
    }
}

static cc_status_t by_remote_user(cc_request_t *req)
{
    cc_status_t status = req->remote_user && *req->remote_user
                             ? cc_signin_named(&req->ctx, req->remote_user, req->back_office, &req->user)
                             : CC_NOT_FOUND;

    if (status != CC_OK) {
        return status;
    }
    set_actor(req);
    return load_view(req);
}

cc_status_t cc_request_identify(cc_request_t *req)
{
    cc_status_t status = CC_NOT_FOUND;

    if (req->identified) {
        return req->identity;
    }
    req->identified = true;
    if (req->means == CC_BY_SESSION) {
        status = by_session(req);
    } else if (req->means == CC_BY_REMOTE_USER) {
        status = by_remote_user(req);
    }
    req->identity = status == CC_NOT_FOUND ? CC_OK : status;
    return req->identity;
}

cc_status_t cc_request_identify_as(cc_request_t *req, int64_t user_id)
{
    cc_status_t status = cc_signin_user(&req->ctx, user_id, &req->user);

    req->identified = true;
    if (status == CC_OK) {
        set_actor(req);
        status = load_view(req);
    }
    req->identity = status;
    return status;
}

void cc_request_disown(cc_request_t *req)
{
    req->user = (cc_user_t){0};
    req->view = (cc_view_t){.settings = req->config->settings};
    req->ctx.actor_id = 0;
    req->ctx.actor_label = NULL;
}

bool cc_request_undecided(const cc_request_t *req)
{
    return req->view.user && !req->view.current && req->view.customers && req->view.customers->nelts;
}
