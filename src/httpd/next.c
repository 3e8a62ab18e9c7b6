/* Where a browser may be sent after signing in or choosing a customer (ASVS 3.7.2). Declared in request.h. */
#include "request.h"

#include "signon.h"

#include "../base/path.h"
#include "../base/text.h"

#include <apr_strings.h>
#include <http_request.h>
#include <string.h>

bool cc_request_is_own(const cc_request_t *req, const char *path)
{
    size_t length = strlen(req->config->prefix);

    return !strncmp(path, req->config->prefix, length) && path[length] == '/';
}

/* Only httpd knows which sections a path belongs to, whether they are of URLs, directories or rewritten paths. */
static bool shares_sign_on(const cc_request_t *req, const char *next)
{
    request_rec *there;
    const cc_dir_config_t *config;
    bool shares;

    if (req->back_office || !req->server->uses->nelts) {
        return false;
    }
    cc_signon_let_go(req->r); /* passwords may be asked for there */
    there = ap_sub_req_lookup_uri(next, req->r, NULL);
    config = cc_dir_config_raw(there);
    shares =
        config && config->sign_on && !cc_dir_config_is_ours(config) && !strcmp(config->sign_on, req->config->prefix);
    ap_destroy_sub_req(there);
    return shares;
}

const char *cc_request_next(const cc_request_t *req, const char *next)
{
    bool allowed =
        cc_path_is_below(req->config->prefix, next) || (cc_path_is_below("", next) && shares_sign_on(req, next));

    return allowed ? next : apr_pstrcat(req->r->pool, req->config->prefix, "/", NULL);
}

const char *cc_request_here(request_rec *r)
{
    const char *sent, *host;

    while (r->prev) {
        r = r->prev;
    }
    /* as it came: httpd unescapes its own copies of the path */
    sent = r->unparsed_uri;
    host = *sent == '/' ? NULL : strstr(sent, "://");
    if (host) {
        sent = strchr(host + 3, '/');
    }
    return sent && *sent == '/' ? sent : "/";
}

/* Escaped once more, an address grows to up to three times its length. */
const char *cc_request_leading_back(request_rec *r, const char *page, const char *here)
{
    apr_size_t taken = strlen("GET ") + strlen(page) + strlen("?next=") + strlen(" HTTP/1.1");
    apr_size_t most = r->server->limit_req_line > 0 ? (apr_size_t)r->server->limit_req_line : 0;
    const char *next = cc_escape_url(r->pool, here, true);

    if (taken + strlen(next) > most) {
        next = cc_escape_url(r->pool, apr_pstrmemdup(r->pool, here, strcspn(here, "?")), true);
    }
    return taken + strlen(next) > most ? page : apr_pstrcat(r->pool, page, "?next=", next, NULL);
}
