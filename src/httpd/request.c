#include "request.h"

#include "cookie.h"
#include "dbd.h"
#include "events.h"
#include "gate.h"
#include "logging.h"

#include "../base/date.h"
#include "../base/text.h"
#include "../domain/token.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <http_core.h>
#include <http_log.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

#define USER_AGENT_MAX 200

cc_request_t *cc_request_new(request_rec *r, const cc_dir_config_t *config, cc_means_t means)
{
    cc_request_t *req = apr_pcalloc(r->pool, sizeof(*req));
    const char *agent = apr_table_get(r->headers_in, "User-Agent");

    req->r = r;
    req->config = config;
    req->server = cc_server_config(r->server);
    req->means = means;
    req->back_office = config->handler == CC_HANDLER_BACKOFFICE;
    /* a prefix is empty or begins with a slash, so that no site has the back office's key */
    req->site = req->back_office ? apr_pstrcat(r->pool, "backoffice|", config->prefix, NULL)
                                 : apr_pstrcat(r->pool, config->prefix, "|", config->company, NULL);
    req->problems = cc_problems_make(r->pool);
    req->view.settings = config->settings;
    req->tokens = cc_cookie_tokens(r, config);
    if (req->tokens->nelts) {
        req->anonymous = APR_ARRAY_IDX(req->tokens, 0, const char *);
    }
    req->ctx = (cc_context_t){
        .pool = r->pool,
        .log = cc_log_request(r),
        .gate = cc_gate(),
        .listener = cc_events_listener(r),
        .now = apr_time_sec(apr_time_now()),
        .address = r->useragent_ip,
        .user_agent =
            agent && cc_text_is_utf8(agent, strlen(agent)) ? cc_text_head(r->pool, agent, USER_AGENT_MAX) : "",
    };
    req->ctx.today = cc_date_local(r->pool, req->ctx.now);
    req->ctx.db = cc_db_make(r->pool, cc_dbd_provider(r->pool, r->server), req->ctx.log);
    cc_db_together(req->ctx.db);
    return req;
}

const char *cc_request_csrf(const cc_request_t *req)
{
    const char *token = req->token ? req->token : req->anonymous;

    return token ? cc_token_csrf(req->r->pool, token) : NULL;
}

/* Is the host of the URL this one? Browsers leave the usual port out of Origin, and proxies write it into Host. */
static bool is_host(apr_pool_t *pool, const char *url, const char *authority, const char *host)
{
    const char *port = !strncasecmp(url, "https:", 6) ? ":443" : !strncasecmp(url, "http:", 5) ? ":80" : "";

    return !strcasecmp(authority, host) || !strcasecmp(apr_pstrcat(pool, authority, port, NULL), host);
}

/* Does this URL name the host that was asked for? By the request's own word, or, with UseCanonicalName On, by the
 * server's, as a proxy in front may have put another name into Host. Off, that would be the request's name with the
 * server's port, where somebody else may be. The scheme is not compared, since that proxy may have ended TLS. */
static bool names_this_host(request_rec *r, const char *url)
{
    const core_dir_config *core = ap_get_core_module_config(r->per_dir_config);
    const char *host = apr_table_get(r->headers_in, "Host"), *authority = strstr(url, "://"), *own;

    if (!authority || (host && is_host(r->pool, url, authority + 3, host))) {
        return authority != NULL;
    }
    own = core->use_canonical_name == USE_CANONICAL_NAME_ON ? strstr(ap_construct_url(r->pool, "", r), "://") : NULL;
    return own && !strcasecmp(authority, own);
}

/* Browsers send Origin with every POST; it names the host that was asked for, or the form is somebody else's. */
static bool is_own_origin(request_rec *r)
{
    const char *origin = apr_table_get(r->headers_in, "Origin"), *host = apr_table_get(r->headers_in, "Host");
    const char *site = apr_table_get(r->headers_in, "Sec-Fetch-Site");
    bool own =
        (!site || !strcmp(site, "same-origin") || !strcmp(site, "none")) && (!origin || names_this_host(r, origin));

    if (!own) {
        ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, r,
                      "CC1502 a form from elsewhere is refused: Origin %s, Sec-Fetch-Site %s, Host %s",
                      origin ? cc_escape_log(r->pool, origin) : "-", site ? cc_escape_log(r->pool, site) : "-",
                      host ? cc_escape_log(r->pool, host) : "-");
    }
    return own;
}

bool cc_request_csrf_ok(const cc_request_t *req)
{
    const char *sent = cc_form_get(req->form, "csrf");

    if (cc_form_repeated(req->form, "csrf") || !is_own_origin(req->r)) {
        return false;
    }
    if (req->token || req->view.user) { /* whoever another module signed in has a session, or sends no forms yet */
        return req->token && cc_token_equal(cc_token_csrf(req->r->pool, req->token), sent);
    }
    for (int i = 0; i < req->tokens->nelts; i++) {
        if (cc_token_equal(cc_token_csrf(req->r->pool, APR_ARRAY_IDX(req->tokens, i, const char *)), sent)) {
            return true;
        }
    }
    return false;
}

const char *cc_request_field_or_null(cc_request_t *req, const char *name)
{
    if (cc_form_repeated(req->form, name)) {
        cc_problem_add(req->problems, name, "This field was sent more than once.", NULL);
    }
    return cc_form_get(req->form, name);
}

const char *cc_request_field(cc_request_t *req, const char *name)
{
    const char *value = cc_request_field_or_null(req, name);

    return value ? value : "";
}

int cc_request_version(cc_request_t *req)
{
    int64_t version = 0;

    if (!cc_text_to_int(cc_request_field(req, "version"), INT32_MAX, &version)) {
        cc_problem_add(req->problems, "version", "This form is not complete. Please open it again.", NULL);
    }
    return (int)version;
}

const char *cc_request_grid_param(void *baton, const char *name)
{
    cc_request_t *req = baton;
    const cc_form_t *form = req->form ? req->form : req->query;
    bool is_list = !strcmp(name, "columns") || !strcmp(name, "group");

    return is_list ? cc_form_list(form, req->r->pool, name) : cc_form_get(form, name);
}

static cc_password_cost_t cost(const cc_request_t *req)
{
    return (cc_password_cost_t){(unsigned long)req->server->opslimit, (size_t)req->server->memlimit_kib * 1024};
}

cc_signin_rules_t cc_request_signin_rules(const cc_request_t *req)
{
    return (cc_signin_rules_t){.cost = cost(req),
                               .attempts = req->config->attempts,
                               .window = req->config->window,
                               .lockout = req->config->lockout,
                               .administrators = req->back_office};
}

cc_session_limits_t cc_request_limits(const cc_request_t *req)
{
    return (cc_session_limits_t){req->config->idle, req->config->absolute, req->config->remember};
}

const cc_account_rules_t *cc_request_account_rules(const cc_request_t *req)
{
    apr_pool_t *pool = req->r->pool;
    cc_account_rules_t *rules = apr_palloc(pool, sizeof(*rules));
    const char **words = apr_palloc(pool, 3 * sizeof(*words));

    words[0] = cc_request_title(req);
    words[1] = req->company.name;
    words[2] = NULL;
    *rules = (cc_account_rules_t){.password_min_length = req->config->password_min_length,
                                  .cost = cost(req),
                                  .languages = cc_engine_languages(req->server->engine),
                                  .context = words,
                                  .blocklist = req->config->password_blocklist};
    return rules;
}

const char *cc_request_title(const cc_request_t *req)
{
    if (req->config->title) {
        return req->config->title;
    }
    if (req->back_office) {
        return "Back office";
    }
    return req->company.name ? apr_pstrcat(req->r->pool, req->company.name, " - Client Center", NULL) : "Client Center";
}
