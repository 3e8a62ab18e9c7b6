#include "token.h"

#include <sodium.h>
#include <string.h>

const char *cc_token_new(apr_pool_t *pool)
{
    unsigned char bytes[32];
    char *token = apr_palloc(pool, CC_TOKEN_LENGTH + 1);

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2base64(token, CC_TOKEN_LENGTH + 1, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
    return token;
}

/* 43 letters of six bits are two bits more than 32 bytes: those of the last one are zero. */
bool cc_token_plausible(const char *token)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return token && strspn(token, letters) == CC_TOKEN_LENGTH && !token[CC_TOKEN_LENGTH] &&
           strchr("AEIMQUYcgkosw048", token[CC_TOKEN_LENGTH - 1]);
}

const char *cc_token_hash(apr_pool_t *pool, const char *token)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = apr_palloc(pool, sizeof(hash) * 2 + 1);

    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    return sodium_bin2hex(hex, sizeof(hash) * 2 + 1, hash, sizeof(hash));
}

const char *cc_token_csrf(apr_pool_t *pool, const char *token)
{
    static const unsigned char purpose[] = "clientcenter csrf";
    unsigned char mac[32];
    char *text = apr_palloc(pool, CC_TOKEN_LENGTH + 1);

    crypto_generichash(mac, sizeof(mac), purpose, sizeof(purpose) - 1, (const unsigned char *)token, strlen(token));
    return sodium_bin2base64(text, CC_TOKEN_LENGTH + 1, mac, sizeof(mac), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool cc_token_equal(const char *a, const char *b)
{
    size_t length = a ? strlen(a) : 0;

    return length > 0 && b && strlen(b) == length && sodium_memcmp(a, b, length) == 0;
}
