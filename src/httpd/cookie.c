#include "cookie.h"

#include "../base/text.h"
#include "../domain/token.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>

#define CUSTOMER "cccustomer"
#define YEAR (365 * 86400)
#define TOKENS_MAX 8   /* sessions to look up */
#define VALUES_MAX 100 /* junk of the same name may stand before ours */

static bool over_tls(request_rec *r)
{
    return !strcmp(ap_http_scheme(r), "https");
}

/* The prefix makes browsers refuse the cookie from a page without TLS (RFC 6265bis, ASVS 3.3.1). */
static const char *full_name(request_rec *r, const char *name)
{
    return over_tls(r) ? apr_pstrcat(r->pool, "__Secure-", name, NULL) : name;
}

/* Every value of the cookie `name`, in the order sent, at most `max`. */
static apr_array_header_t *values(request_rec *r, const char *name, int max)
{
    apr_array_header_t *list = apr_array_make(r->pool, 2, sizeof(const char *));
    const char *header = apr_table_get(r->headers_in, "Cookie");
    char *state, *rest = apr_pstrdup(r->pool, header ? header : "");
    size_t length = strlen(name);

    for (char *pair = apr_strtok(rest, ";,", &state); pair && list->nelts < max;
         pair = apr_strtok(NULL, ";,", &state)) {
        pair += strspn(pair, " \t");
        if (!strncmp(pair, name, length) && pair[length] == '=') {
            APR_ARRAY_PUSH(list, const char *) = pair + length + 1;
        }
    }
    return list;
}

apr_array_header_t *cc_cookie_tokens(request_rec *r, const cc_dir_config_t *config)
{
    apr_array_header_t *all = values(r, full_name(r, config->cookie_name), VALUES_MAX);
    apr_array_header_t *tokens = apr_array_make(r->pool, 2, sizeof(const char *));

    for (int i = 0; i < all->nelts && tokens->nelts < TOKENS_MAX; i++) {
        const char *value = APR_ARRAY_IDX(all, i, const char *);
        if (cc_token_plausible(value)) {
            APR_ARRAY_PUSH(tokens, const char *) = value;
        }
    }
    return tokens;
}

const char *cc_cookie_customer(request_rec *r)
{
    apr_array_header_t *all = values(r, full_name(r, CUSTOMER), 1);
    char *number;

    if (!all->nelts) {
        return NULL;
    }
    number = apr_pstrdup(r->pool, APR_ARRAY_IDX(all, 0, const char *));
    return ap_unescape_url_keep2f(number, 1) == OK && cc_text_is_utf8(number, strlen(number)) ? number : NULL;
}

/* Built here and put into err_headers_out, so that a 303 or an error carries it and no value is ever logged. */
static void set(request_rec *r, const cc_dir_config_t *config, const char *name, const char *value, int max_age)
{
    const char *life = max_age > 0   ? apr_psprintf(r->pool, "; Max-Age=%d", max_age)
                       : max_age < 0 ? "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
                                     : "";

    apr_table_add(r->err_headers_out, "Set-Cookie",
                  apr_pstrcat(r->pool, full_name(r, name), "=", value, "; Path=", config->cookie_path,
                              "; HttpOnly; SameSite=Lax", over_tls(r) ? "; Secure" : "", life, NULL));
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
    set(r, config, CUSTOMER, cc_escape_url(r->pool, number, false), YEAR);
}
