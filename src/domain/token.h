/* Session tokens and what is derived from them. 256 random bits; only their SHA-256 is stored (ASVS 7.2.3). */
#ifndef CC_TOKEN_H
#define CC_TOKEN_H

#include <apr_pools.h>
#include <stdbool.h>

#define CC_TOKEN_LENGTH 43 /**< characters of a token: 32 bytes in base64url without padding */

/** A new random token. */
const char *cc_token_new(apr_pool_t *pool);

/** True if the text has the form of a token. Says nothing about whether a session has it. */
bool cc_token_plausible(const char *token);

/** Hex SHA-256, as stored in the database. */
const char *cc_token_hash(apr_pool_t *pool, const char *token);

/** The CSRF token that belongs to a plausible session token: BLAKE2b keyed by it, so every node computes the same; each
 *  page needs it, and it takes a quarter of what HMAC-SHA-256 does. */
const char *cc_token_csrf(apr_pool_t *pool, const char *token);

/** Compares two tokens in constant time; a NULL or empty one equals nothing. */
bool cc_token_equal(const char *a, const char *b);

#endif
