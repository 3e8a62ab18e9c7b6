#include "cookies.h"

#include "../base/text.h"
#include "token.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

#define VALUES_MAX 100 /* junk of the same name may stand before ours */

/* Every value of the cookie `name`, in the order sent, at most `max`. */
static apr_array_header_t *values(apr_pool_t *pool, const char *header, const char *name, int max)
{
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(const char *));
    char *state, *rest = apr_pstrdup(pool, header ? header : "");
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

apr_array_header_t *cc_cookies_tokens(apr_pool_t *pool, const char *header, const char *name)
{
    apr_array_header_t *all = values(pool, header, name, VALUES_MAX);
    apr_array_header_t *tokens = apr_array_make(pool, 2, sizeof(const char *));

    for (int i = 0; i < all->nelts && tokens->nelts < CC_COOKIES_TOKENS_MAX; i++) {
        const char *value = APR_ARRAY_IDX(all, i, const char *);
        if (cc_token_plausible(value)) {
            APR_ARRAY_PUSH(tokens, const char *) = value;
        }
    }
    return tokens;
}

const char *cc_cookies_text(apr_pool_t *pool, const char *header, const char *name)
{
    apr_array_header_t *all = values(pool, header, name, 1);
    char *text;
    apr_status_t status;

    if (!all->nelts) {
        return NULL;
    }
    text = apr_pstrdup(pool, APR_ARRAY_IDX(all, 0, const char *));
    status = apr_unescape_url(text, text, APR_ESCAPE_STRING, NULL, NULL, 0, NULL);
    /* APR_NOTFOUND: nothing was escaped */
    return (status == APR_SUCCESS || status == APR_NOTFOUND) && cc_text_is_utf8(text, strlen(text)) ? text : NULL;
}
