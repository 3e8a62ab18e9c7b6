/* Passwords: hash, verify, strength. New hashes are argon2id by libsodium; imported ones are whatever httpd's own
 * password files hold. Passwords are used as typed: never trimmed, folded or cut (NIST SP 800-63B 3.1.1.2). */
#ifndef CC_PASSWORD_H
#define CC_PASSWORD_H

#include "../base/problem.h"
#include "../base/types.h"

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

#define CC_PASSWORD_MAX 1024 /**< characters */

/* What is used where nothing else is configured. */
#define CC_PASSWORD_MIN_LENGTH 15
#define CC_PASSWORD_OPSLIMIT 2
#define CC_PASSWORD_MEMLIMIT ((size_t)19456 * 1024)

/** Cost of a new hash. */
typedef struct {
    unsigned long opslimit; /**< passes */
    size_t memlimit;        /**< bytes */
} cc_password_cost_t;

/** The most that may be configured. */
#define CC_PASSWORD_PASSES_MAX 100
#define CC_PASSWORD_KIB_MAX 4194304

/** A new argon2id hash, or NULL when memory is short. */
const char *cc_password_hash(apr_pool_t *pool, const char *password, const cc_password_cost_t *cost);

/** Compares in constant time. CC_OK: it fits; CC_REFUSED: it does not, as none does a NULL or unknown hash; CC_BUSY:
 * there was no memory to find out. */
cc_status_t cc_password_compare(const char *password, const char *hash);

/** Whether it is certain that it fits. */
bool cc_password_verify(const char *password, const char *hash);

/** True if a successful login should replace this hash by one of the present cost. */
bool cc_password_outdated(const char *hash, const cc_password_cost_t *cost);

/** True for a hash that cc_password_verify understands: bcrypt, apr1, SHA, crypt, or argon2id of at most the cost that
 *  can be configured. */
bool cc_password_hash_known(const char *hash);

/** Length, common passwords and context words (name, e-mail, company, …; the array ends with NULL, which may
 *  come first). Adds a problem to `field` that says what is wrong and what is allowed. */
void cc_password_check(cc_problems_t *problems, const char *field, const char *password, int min_length,
                       const char *const *context);

/** One verification against a hash that fits nobody, so that an unknown login takes as long as a known one. False:
 * there was no memory for it, so that it has to be answered as one of a known login would be. */
bool cc_password_dummy(const char *password, const cc_password_cost_t *cost);

/** What a verification of this hash, which is of another cost, lacks of one: nothing where it is dearer. What bcrypt
 * and the like take is not known, and counts for nothing. False: there was no memory for it. */
bool cc_password_dummy_rest(const char *password, const char *hash, const cc_password_cost_t *cost);

#endif
