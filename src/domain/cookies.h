/* What a Cookie header says: session tokens, and the remembered customer. Nothing in it is trusted. */
#ifndef CC_COOKIES_H
#define CC_COOKIES_H

#include <apr_pools.h>
#include <apr_tables.h>

#define CC_COOKIES_TOKENS_MAX 8 /**< sessions to look up */

/** Every value of the cookie `name` that has the form of a token, in the order sent: an array of at most
 *  CC_COOKIES_TOKENS_MAX texts. `header` may be NULL. */
apr_array_header_t *cc_cookies_tokens(apr_pool_t *pool, const char *header, const char *name);

/** The first value of the cookie `name`, decoded (%20); NULL when there is none, or it is broken or not UTF-8. */
const char *cc_cookies_text(apr_pool_t *pool, const char *header, const char *name);

#endif
