/* AuthBasicProvider clientcenter: the password of every request is checked against the accounts of the site, with its
 * lockout, its limit of addresses and the limit on hashes at once. No session is opened, nothing is kept for the next
 * request. Declared in authn.h. */
#include "authn.h"

#include "events.h"
#include "signon.h"
#include "throttle.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_request.h>
#include <mod_auth.h>
#include <sodium.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

#define LOGIN_BYTES_MAX 512

static const unsigned char *digest_of(apr_pool_t *pool, const char *site, const char *login, const char *password)
{
    unsigned char *digest = apr_palloc(pool, crypto_generichash_BYTES);
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)site, strlen(site) + 1);
    crypto_generichash_update(&state, (const unsigned char *)login, strlen(login) + 1);
    crypto_generichash_update(&state, (const unsigned char *)password, strlen(password));
    crypto_generichash_final(&state, digest, crypto_generichash_BYTES);
    return digest;
}

static bool same(const unsigned char *digest, const unsigned char *before)
{
    return before && sodium_memcmp(digest, before, crypto_generichash_BYTES) == 0;
}

static authn_status answer(request_rec *r, int status, int seconds)
{
    apr_table_setn(r->err_headers_out, "Retry-After", apr_itoa(r->pool, seconds));
    cc_signon(r)->answer = status;
    return AUTH_GENERAL_ERROR;
}

static authn_status grant(request_rec *r, const cc_request_t *req)
{
    r->user = apr_pstrdup(r->pool, req->user.login); /* REMOTE_USER is the login, whatever was typed */
    return AUTH_GRANTED;
}

static cc_status_t check(request_rec *r, cc_request_t *req, const char *login, const char *password)
{
    const cc_signin_rules_t rules = cc_request_signin_rules(req);
    int64_t id = 0;
    cc_status_t status;

    if (!*login || !*password || strlen(login) > LOGIN_BYTES_MAX || !cc_text_is_utf8(login, strlen(login)) ||
        !cc_text_is_utf8(password, strlen(password)) || cc_text_length(password) > CC_PASSWORD_MAX) {
        return CC_REFUSED; /* nobody's, so there is nothing to compare */
    }
    status = cc_signin_check(&req->ctx, &rules, login, password, &id);
    if (status != CC_REFUSED) {
        cc_throttle_give_back(r, req->config->address_attempts, req->config->address_window);
    }
    if (status == CC_OK && !req->back_office) {
        status = cc_request_load_company(req);
        status = status == CC_NOT_FOUND ? CC_FAILED : status;
    }
    return status == CC_OK ? cc_request_identify_as(req, id) : status;
}

static authn_status check_password(request_rec *r, const char *login, const char *password)
{
    cc_request_t *req = cc_signon_request(r);
    const unsigned char *digest;
    cc_status_t status;
    int wait;

    if (!req || req->means == CC_BY_SESSION) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "CC1802 AuthBasicProvider clientcenter in a section without ClientCenterSite or "
                      "ClientCenterEnterpriseCompany of its own: nobody can sign in to %s",
                      r->uri);
        return AUTH_GENERAL_ERROR;
    }
    digest = digest_of(req->ctx.pool, req->site, login, password);
    if (same(digest, req->checked)) {
        return grant(r, req); /* a sub-request of what was checked already */
    }
    if (same(digest, cc_signon_first(r)->refused)) {
        return AUTH_DENIED; /* for the page of the refusal (ErrorDocument), or another part of a page: no new failure */
    }
    wait = cc_throttle_take(r, req->config->address_attempts, req->config->address_window, req->ctx.now);
    if (wait) {
        cc_events_report(r, "signin", "throttled");
        return answer(r, HTTP_TOO_MANY_REQUESTS, wait);
    }
    status = check(r, req, login, password);
    cc_db_release(req->ctx.db);
    switch (status) {
    case CC_OK: req->checked = digest; return grant(r, req);
    case CC_BUSY: cc_events_report(r, "signin", "busy"); return answer(r, HTTP_SERVICE_UNAVAILABLE, 5);
    case CC_FAILED: return answer(r, HTTP_SERVICE_UNAVAILABLE, 30);
    default: /* also for a login that is not known: it is told like a wrong password */
        cc_signon_first(r)->refused = digest;
        return AUTH_DENIED;
    }
}

/* mod_auth_basic knows no other answer than 500 for a password that could not be checked. */
static int check_user_id(request_rec *r)
{
    const cc_dir_config_t *here = cc_dir_config_raw(r);
    cc_signon_t *signon;
    int result;

    if ((!here->sign_on && !here->company && !cc_dir_config_is_ours(here)) || cc_signon_is_own_type(r)) {
        return DECLINED;
    }
    signon = cc_signon(r);
    if (signon->asking) {
        return DECLINED;
    }
    signon->asking = true;
    result = ap_run_check_user_id(r);
    signon->asking = false;
    return result == HTTP_INTERNAL_SERVER_ERROR && signon->answer ? signon->answer : result;
}

void cc_authn_basic_register(apr_pool_t *pool)
{
    static const authn_provider provider = {check_password, NULL};

    ap_register_auth_provider(pool, AUTHN_PROVIDER_GROUP, "clientcenter", AUTHN_PROVIDER_VERSION, &provider,
                              AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_authn(check_user_id, NULL, NULL, APR_HOOK_FIRST, AP_AUTH_INTERNAL_PER_CONF);
}
