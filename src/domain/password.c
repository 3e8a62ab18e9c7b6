#include "password.h"

#include "../base/text.h"

#include <apr_md5.h>
#include <apr_strings.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <zxcvbn.h>

/* zxcvbn's score 3, "safely unguessable": 10^8 guesses or more (Wheeler, USENIX Security 2016). */
#define STRENGTH_BITS 26.6
/* Bytes that are judged; a password is no weaker for what follows. The cost grows with the fourth power of their
 * number: "1212..." takes eight milliseconds at 32, and one and a half seconds at 100. */
#define STRENGTH_LENGTH 32

const char *cc_password_hash(apr_pool_t *pool, const char *password, const cc_password_cost_t *cost)
{
    char *hash = apr_palloc(pool, crypto_pwhash_STRBYTES);

    if (crypto_pwhash_str_alg(hash, password, strlen(password), cost->opslimit, cost->memlimit,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return NULL;
    }
    return hash;
}

static bool is_argon2(const char *hash)
{
    return !strncmp(hash, "$argon2", 7);
}

/* "m=19456,t=2", and what comes behind it; NULL for anything else. */
static const char *read_argon2id(const char *hash, unsigned long *kib, unsigned long *passes)
{
    static const char prefix[] = "$argon2id$v=19$m=";
    char *end;

    if (strncmp(hash, prefix, strlen(prefix)) != 0) {
        return NULL;
    }
    *kib = strtoul(hash + strlen(prefix), &end, 10);
    if (strncmp(end, ",t=", 3) != 0) {
        return NULL;
    }
    *passes = strtoul(end + 3, &end, 10);
    return *end == ',' ? end : NULL;
}

/* Whole, and no dearer than this server's own may be (ClientCenterPasswordHash): each try would cost as much. */
static bool is_affordable_argon2id(const char *hash)
{
    unsigned long kib, passes;

    return read_argon2id(hash, &kib, &passes) && kib <= CC_PASSWORD_KIB_MAX && passes <= CC_PASSWORD_PASSES_MAX &&
           crypto_pwhash_str_needs_rehash(hash, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) != -1;
}

/* What crypto_pwhash() makes of a password; imported hashes may have other lengths or lanes. */
typedef struct {
    unsigned long kib, passes;
    unsigned char salt[crypto_pwhash_SALTBYTES], key[32];
} argon2id_t;

static bool from_base64(const char *text, unsigned char *to, size_t size, char end)
{
    const char *behind = text;
    size_t length = 0;

    return sodium_base642bin(to, size, text, strlen(text), NULL, &length, &behind,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           length == size && *behind == end;
}

static bool parse_argon2id(const char *hash, argon2id_t *to)
{
    static const char lanes[] = ",p=1$";
    const char *rest = read_argon2id(hash, &to->kib, &to->passes), *key;

    if (!rest || strncmp(rest, lanes, strlen(lanes)) != 0 || !is_affordable_argon2id(hash)) {
        return false;
    }
    rest += strlen(lanes);
    key = strchr(rest, '$');
    return key && from_base64(rest, to->salt, sizeof(to->salt), '$') &&
           from_base64(key + 1, to->key, sizeof(to->key), '\0');
}

/* crypto_pwhash_str_verify() says of a password that it has no memory for what it says of a wrong one, and there is no
 * other function for hashes of other lengths or lanes: so it is asked whether there is any now. By mmap(), as the
 * library does, since malloc() may have some left. */
static bool lacks_memory(const char *hash)
{
    unsigned long kib, passes;
    size_t size = is_affordable_argon2id(hash) && read_argon2id(hash, &kib, &passes) ? (size_t)kib * 1024 : 0;
    void *memory = size ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0) : NULL;

    if (memory == MAP_FAILED) {
        return true;
    }
    if (memory) {
        munmap(memory, size);
    }
    return false;
}

static cc_status_t compare_argon2id(const char *password, const argon2id_t *with)
{
    unsigned char key[sizeof(with->key)];
    cc_status_t status = CC_BUSY;

    if (crypto_pwhash(key, sizeof(key), password, strlen(password), with->salt, with->passes, (size_t)with->kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) == 0) {
        status = sodium_memcmp(key, with->key, sizeof(key)) == 0 ? CC_OK : CC_REFUSED;
    }
    sodium_memzero(key, sizeof(key));
    return status;
}

cc_status_t cc_password_compare(const char *password, const char *hash)
{
    argon2id_t argon2id;
    bool fits;

    if (!hash || !*hash) {
        return CC_REFUSED;
    }
    if (parse_argon2id(hash, &argon2id)) {
        return compare_argon2id(password, &argon2id);
    }
    fits = is_argon2(hash) ? crypto_pwhash_str_verify(hash, password, strlen(password)) == 0
                           : cc_password_hash_known(hash) && apr_password_validate(password, hash) == APR_SUCCESS;
    return fits ? CC_OK : lacks_memory(hash) ? CC_BUSY : CC_REFUSED;
}

bool cc_password_verify(const char *password, const char *hash)
{
    return cc_password_compare(password, hash) == CC_OK;
}

bool cc_password_outdated(const char *hash, const cc_password_cost_t *cost)
{
    return !is_argon2(hash) || crypto_pwhash_str_needs_rehash(hash, cost->opslimit, cost->memlimit) != 0;
}

static bool is_crypt_alphabet(const char *s)
{
    return strspn(s, "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == strlen(s);
}

bool cc_password_hash_known(const char *hash)
{
    static const char *const prefixes[] = {"$2a$", "$2b$", "$2y$", "$apr1$", "{SHA}", "$1$", "$5$", "$6$", "$y$"};

    if (is_argon2(hash)) {
        return is_affordable_argon2id(hash);
    }
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        if (!strncmp(hash, prefixes[i], strlen(prefixes[i])) && strlen(hash) > strlen(prefixes[i]) + 8) {
            return true;
        }
    }
    /* Traditional crypt: 13 characters. Anything else would let apr_password_validate compare plain text. */
    return strlen(hash) == 13 && is_crypt_alphabet(hash);
}

static void check_strength(cc_problems_t *problems, const char *field, const char *password, const char *const *context)
{
    const char *head = apr_pstrndup(problems->pool, password, STRENGTH_LENGTH);
    /* zxcvbn only reads the words; its declaration leaves out the inner const */
    double bits = ZxcvbnMatch(head, (const char **)context, NULL);

    if (bits < STRENGTH_BITS) {
        cc_problem_add(problems, field,
                       "This password is too easy to guess. Use several unrelated words, or a longer one without your "
                       "name, e-mail address or company.",
                       NULL);
    }
}

void cc_password_check(cc_problems_t *problems, const char *field, const char *password, int min_length,
                       const char *const *context)
{
    size_t length = cc_text_length(password);

    if (!length) {
        cc_problem_add(problems, field, "Please fill in this field.", NULL);
    } else if (length < (size_t)min_length) {
        cc_problem_add(problems, field, "At least {} characters are needed.", cc_text_int(problems->pool, min_length));
    } else if (length > CC_PASSWORD_MAX) {
        cc_problem_add(problems, field, "At most {} characters are allowed.",
                       cc_text_int(problems->pool, CC_PASSWORD_MAX));
    } else if (!cc_problems_any(problems)) { /* the costly question last */
        check_strength(problems, field, password, context);
    }
}

bool cc_password_dummy(const char *password, const cc_password_cost_t *cost)
{
    static const unsigned char salt[crypto_pwhash_SALTBYTES] = "no user has this";
    unsigned char key[32];
    bool done = crypto_pwhash(key, sizeof(key), password, strlen(password), salt, cost->opslimit, cost->memlimit,
                              crypto_pwhash_ALG_ARGON2ID13) == 0;

    sodium_memzero(key, sizeof(key));
    return done;
}

/* Time goes by memory times passes. */
bool cc_password_dummy_rest(const char *password, const char *hash, const cc_password_cost_t *cost)
{
    unsigned long kib = 0, passes = 0;
    bool known = read_argon2id(hash, &kib, &passes) != NULL;
    size_t whole = cost->memlimit * cost->opslimit, done = known ? (size_t)kib * 1024 * passes : 0;
    const cc_password_cost_t rest = {cost->opslimit, done < whole ? (whole - done) / cost->opslimit : 0};

    return rest.memlimit < crypto_pwhash_MEMLIMIT_MIN || cc_password_dummy(password, &rest);
}
