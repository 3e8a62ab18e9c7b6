/* Session tokens: form, hash at rest, the CSRF token that belongs to each, comparison. */
#include "domain/token.h"

#include "tap.h"

#include <apr_general.h>
#include <apr_strings.h>

static void test_new(apr_pool_t *pool)
{
    const char *tokens[1000];
    int implausible = 0, equal = 0;

    for (int i = 0; i < 1000; i++) {
        tokens[i] = cc_token_new(pool);
        implausible += !cc_token_plausible(tokens[i]) || strlen(tokens[i]) != CC_TOKEN_LENGTH ||
                       strspn(tokens[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != 43;
        for (int j = 0; j < i; j++) {
            equal += strcmp(tokens[i], tokens[j]) == 0;
        }
    }
    is_int(implausible, 0, "1000 new tokens have the form of one");
    is_int(equal, 0, "and all differ");
}

static void test_plausible(apr_pool_t *pool)
{
    const char *good = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const struct {
        const char *token, *name;
        bool plausible;
    } table[] = {
        {good, "43 characters", true},
        {"abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE", "all kinds of characters", true},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", "more bits than 32 bytes have", false},
        {good + 1, "42 characters", false},
        {apr_pstrcat(pool, good, "A", NULL), "44 characters", false},
        {"", "nothing", false},
        {NULL, "NULL", false},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "padding", false},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+", "the other alphabet", false},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'", "a quote", false},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", "a line end", false},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\xC3\xA9", "a letter beyond ASCII", false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_token_plausible(table[i].token) == table[i].plausible, "%s: %s", table[i].name,
           table[i].plausible ? "plausible" : "no token");
    }
}

static void test_derived(apr_pool_t *pool)
{
    const char *a = cc_token_new(pool), *b = cc_token_new(pool);
    int same = 0;

    /* SHA-256 of "abc", FIPS 180-2 */
    is_str(cc_token_hash(pool, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256");
    ok(strcmp(cc_token_hash(pool, a), cc_token_hash(pool, b)) != 0, "two tokens, two hashes");
    ok(!strstr(cc_token_hash(pool, a), a), "the hash does not show the token");
    is_str(cc_token_csrf(pool, a), cc_token_csrf(pool, apr_pstrdup(pool, a)), "one token has one csrf");
    ok(strcmp(cc_token_csrf(pool, a), cc_token_csrf(pool, b)) != 0, "another token has another csrf");
    ok(strcmp(cc_token_csrf(pool, a), a) != 0, "csrf is not the token");
    is_int((long long)strlen(cc_token_csrf(pool, a)), CC_TOKEN_LENGTH, "csrf has the length of a token");
    for (int i = 0; i < CC_TOKEN_LENGTH; i++) {
        char *other = apr_pstrdup(pool, a);
        other[i] = other[i] == 'A' ? 'E' : 'A';
        same += !strcmp(cc_token_csrf(pool, a), cc_token_csrf(pool, other));
        same += !strcmp(cc_token_hash(pool, a), cc_token_hash(pool, other));
    }
    is_int(same, 0, "each letter of the token makes others");
}

static void test_equal(void)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } table[] = {
        {"abc", "abc", true}, {"abc", "abd", false}, {"abc", "ab", false},  {"ab", "abc", false},
        {"", "", false},      {NULL, NULL, false},   {NULL, "", false},     {"", NULL, false},
        {"abc", NULL, false}, {NULL, "abc", false},  {"abc", "ABC", false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        ok(cc_token_equal(table[i].a, table[i].b) == table[i].equal, "'%s' and '%s' %s",
           table[i].a ? table[i].a : "(null)", table[i].b ? table[i].b : "(null)",
           table[i].equal ? "are equal" : "are not");
    }
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_new(pool);
    test_plausible(pool);
    test_derived(pool);
    test_equal();
    return done();
}
