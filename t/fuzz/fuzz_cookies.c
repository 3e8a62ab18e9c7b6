/* The Cookie header. Input: the header. */
#include "fuzz.h"

#include "../../src/base/text.h"
#include "../../src/domain/cookies.h"
#include "../../src/domain/token.h"

#include <apr_strings.h>

#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int count(const char *text, const char *part)
{
    int found = 0;

    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        found++;
    }
    return found;
}

static void check_tokens(apr_pool_t *pool, const char *header)
{
    const apr_array_header_t *tokens = cc_cookies_tokens(pool, header, "ccsession");

    must(tokens->nelts <= CC_COOKIES_TOKENS_MAX && tokens->nelts <= count(header, "ccsession="));
    for (int i = 0; i < tokens->nelts; i++) {
        const char *token = APR_ARRAY_IDX(tokens, i, const char *);
        must(strlen(token) == CC_TOKEN_LENGTH && strspn(token, base64url) == CC_TOKEN_LENGTH);
        must(strstr(header, apr_pstrcat(pool, "ccsession=", token, NULL)));
    }
}

/* Whatever junk stands beside it, a session is found. */
static void check_found(apr_pool_t *pool, const char *header)
{
    const char *behind = apr_pstrcat(pool, "ccsession=" TOKEN "; ", header, NULL);
    const char *before = apr_pstrcat(pool, header, "; ccsession=" TOKEN, NULL);
    const apr_array_header_t *tokens = cc_cookies_tokens(pool, behind, "ccsession");

    must(tokens->nelts && !strcmp(APR_ARRAY_IDX(tokens, 0, const char *), TOKEN));
    if (count(header, "ccsession=") < CC_COOKIES_TOKENS_MAX) {
        tokens = cc_cookies_tokens(pool, before, "ccsession");
        must(tokens->nelts && !strcmp(APR_ARRAY_IDX(tokens, tokens->nelts - 1, const char *), TOKEN));
    }
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    const char *customer = cc_cookies_text(pool, text, "cccustomer"), *written;

    (void)length;
    check_tokens(pool, text);
    check_found(pool, text);
    must(!cc_cookies_tokens(pool, NULL, "ccsession")->nelts && !cc_cookies_text(pool, NULL, "cccustomer"));
    if (customer) {
        must(cc_text_is_utf8(customer, strlen(customer)) && strstr(text, "cccustomer="));
        written = apr_pstrcat(pool, "cccustomer=", cc_escape_url(pool, customer, false), NULL);
        must(!strcmp(cc_cookies_text(pool, written, "cccustomer"), customer));
    }
}
