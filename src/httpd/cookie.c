#include "cookie.h"

#include "signon.h"

#include "../base/text.h"
#include "../domain/cookies.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

#define CUSTOMER "cccustomer"
#define SECURE "__Secure-"
#define YEAR (365 * 86400)

static bool over_tls(request_rec *r)
{
    return !strcmp(ap_http_scheme(r), "https");
}

/* The prefix makes browsers refuse the cookie from a page without TLS (RFC 6265bis, ASVS 3.3.1). */
static const char *full_name(request_rec *r, const char *name)
{
    return over_tls(r) ? apr_pstrcat(r->pool, SECURE, name, NULL) : name;
}

/* As it was sent: a part that another site lets in finds its own cookie, though the application around it does not. */
static const char *header(request_rec *r)
{
    const char *sent = cc_signon_first(r)->cookies;

    return sent ? sent : apr_table_get(r->headers_in, "Cookie");
}

apr_array_header_t *cc_cookie_tokens(request_rec *r, const cc_dir_config_t *config)
{
    return cc_cookies_tokens(r->pool, header(r), full_name(r, config->cookie_name));
}

static int collect_variable(void *names, const char *name, const char *value)
{
    static const char redirect[] = "REDIRECT_";
    const char *rest = name;

    (void)value;
    while (!strncmp(rest, redirect, sizeof(redirect) - 1)) {
        rest += sizeof(redirect) - 1;
    }
    if (!strcmp(rest, "HTTP_COOKIE")) {
        APR_ARRAY_PUSH((apr_array_header_t *)names, const char *) = name;
    }
    return 1;
}

/* mod_include and CGI make variables of headers. A page that includes this one, or one that led here, has handed them
 * on as it had them; what is left of the header makes them anew. */
static void forget_variables(request_rec *r)
{
    apr_array_header_t *names = apr_array_make(r->pool, 2, sizeof(const char *));

    apr_table_do(collect_variable, names, r->subprocess_env, NULL);
    for (int i = 0; i < names->nelts; i++) {
        apr_table_unset(r->subprocess_env, APR_ARRAY_IDX(names, i, const char *));
    }
}

/* Is this piece of a Cookie header the session cookie of one of the sites, by either of its names? */
static bool is_token(const char *pair, apr_hash_t *names)
{
    size_t length;

    pair += strncmp(pair, SECURE, sizeof(SECURE) - 1) ? 0 : sizeof(SECURE) - 1;
    length = strcspn(pair, "=;,");
    return pair[length] == '=' && apr_hash_get(names, pair, (apr_ssize_t)length);
}

/* A copy, as another module may have made what a sub-request has, in memory that ends with that one. */
static void remember_header(request_rec *r, const char *sent)
{
    cc_signon_t *first = cc_signon_first(r);

    if (!first->cookies && sent) {
        first->cookies = apr_pstrdup(first->known->pool, sent);
    }
}

/* httpd joins headers of one name by commas, which values of applications may have as well: what is kept stays as it
 * was sent. */
void cc_cookie_hide_tokens(request_rec *r)
{
    apr_hash_t *names = cc_server_config(r->server)->cookies;
    const char *sent = apr_table_get(r->headers_in, "Cookie"), *piece = sent ? sent : "";
    char *kept = apr_palloc(r->pool, strlen(piece) + 1), *end = kept;

    for (size_t length; *piece; piece += length) {
        size_t separator = strspn(piece, ";, \t");
        length = separator + strcspn(piece + separator, ";,");
        if (!is_token(piece + separator, names)) {
            size_t skipped = end > kept ? 0 : separator;
            memcpy(end, piece + skipped, length - skipped);
            end += length - skipped;
        }
    }
    *end = '\0';
    remember_header(r, sent);
    forget_variables(r);
    if (end > kept) {
        apr_table_setn(r->headers_in, "Cookie", kept);
    } else {
        apr_table_unset(r->headers_in, "Cookie");
    }
}

const char *cc_cookie_customer(request_rec *r)
{
    return cc_cookies_text(r->pool, header(r), full_name(r, CUSTOMER));
}

/* Built here and put into err_headers_out, so that a 303 or an error carries it and no value is ever logged. */
static void set_at(request_rec *r, const char *path, const char *name, const char *value, int max_age)
{
    const char *life = max_age > 0   ? apr_psprintf(r->pool, "; Max-Age=%d", max_age)
                       : max_age < 0 ? "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
                                     : "";

    apr_table_add(r->err_headers_out, "Set-Cookie",
                  apr_pstrcat(r->pool, full_name(r, name), "=", value, "; Path=", path, "; HttpOnly; SameSite=Lax",
                              over_tls(r) ? "; Secure" : "", life, NULL));
}

static void set(request_rec *r, const cc_dir_config_t *config, const char *name, const char *value, int max_age)
{
    set_at(r, config->cookie_path, name, value, max_age);
}

void cc_cookie_set_token(request_rec *r, const cc_dir_config_t *config, const char *token, int max_age)
{
    set(r, config, config->cookie_name, token, max_age);
}

void cc_cookie_clear_token(request_rec *r, const cc_dir_config_t *config)
{
    set(r, config, config->cookie_name, "", -1);
}

void cc_cookie_set_customer(request_rec *r, const cc_dir_config_t *config, const char *number)
{
    const char *own = *config->prefix ? config->prefix : "/";

    set(r, config, CUSTOMER, cc_escape_url(r->pool, number, false), YEAR);
    /* one that is left of before ClientCenterCookie widened the path would come first, and count, for a year */
    if (strcmp(own, config->cookie_path) != 0 && cc_cookie_customer(r)) {
        set_at(r, own, CUSTOMER, "", -1);
    }
}
