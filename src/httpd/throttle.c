#include "throttle.h"

#include <apr_global_mutex.h>
#include <apr_shm.h>
#include <http_config.h>
#include <http_log.h>
#include <sodium.h>
#include <string.h>
#include <util_mutex.h>

APLOG_USE_MODULE(clientcenter);

#define SETS 2048
#define WAYS 4

typedef struct {
    uint64_t key; /* keyed hash of the address; 0: free */
    int64_t since;
    int count;
} counter_t;

typedef struct {
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* so that nobody can choose who shares a set */
    counter_t counters[SETS][WAYS];
} shared_t;

/* Written at start-up, before there are threads. */
static shared_t *shared;
static apr_global_mutex_t *mutex;

void cc_throttle_register_mutex(apr_pool_t *pconf)
{
    ap_mutex_register(pconf, CC_THROTTLE_MUTEX, NULL, APR_LOCK_DEFAULT, 0);
}

bool cc_throttle_create(apr_pool_t *pconf, server_rec *s)
{
    apr_shm_t *shm;
    apr_status_t rv = apr_shm_create(&shm, sizeof(shared_t), NULL, pconf);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s, "CC1107 no shared memory for ClientCenterAddressAttempts");
        return false;
    }
    shared = apr_shm_baseaddr_get(shm);
    memset(shared, 0, sizeof(*shared));
    crypto_shorthash_keygen(shared->secret);
    return ap_global_mutex_create(&mutex, NULL, CC_THROTTLE_MUTEX, NULL, s, pconf, 0) == APR_SUCCESS;
}

void cc_throttle_child_init(apr_pool_t *pchild, server_rec *s)
{
    apr_status_t rv = apr_global_mutex_child_init(&mutex, apr_global_mutex_lockfile(mutex), pchild);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, s, "CC1108 cannot attach to the mutex %s", CC_THROTTLE_MUTEX);
    }
}

static uint64_t key_of(const char *address)
{
    uint64_t key;

    crypto_shorthash((unsigned char *)&key, (const unsigned char *)address, strlen(address), shared->secret);
    return key ? key : 1;
}

/* The counter of this key, or, if `make`, the one that has been idle longest in its set. */
static counter_t *find(uint64_t key, bool make, int64_t now)
{
    counter_t *set = shared->counters[key % SETS], *oldest = set;

    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key) {
            return &set[i];
        }
        if (!set[i].key || (oldest->key && set[i].since < oldest->since)) {
            oldest = &set[i];
        }
    }
    if (!make) {
        return NULL;
    }
    *oldest = (counter_t){key, now, 0};
    return oldest;
}

int cc_throttle_wait(const char *address, int limit, int window, int64_t now)
{
    int wait = 0;

    if (limit && apr_global_mutex_lock(mutex) == APR_SUCCESS) {
        const counter_t *counter = find(key_of(address), false, now);
        if (counter && counter->count >= limit && now < counter->since + window && now >= counter->since) {
            wait = (int)(counter->since + window - now);
        }
        apr_global_mutex_unlock(mutex);
    }
    return wait;
}

void cc_throttle_count(const char *address, int limit, int window, int64_t now)
{
    if (limit && apr_global_mutex_lock(mutex) == APR_SUCCESS) {
        counter_t *counter = find(key_of(address), true, now);
        if (now >= counter->since + window || now < counter->since) {
            counter->since = now;
            counter->count = 0;
        }
        counter->count++;
        apr_global_mutex_unlock(mutex);
    }
}
