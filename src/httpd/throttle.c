#include "throttle.h"

#include "mutex.h"

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

/* The counters outlive the configuration: a graceful restart, as after a rotation of logs, must not forget them. */
static bool create_counters(server_rec *s)
{
    static const char name[] = "clientcenter_throttle_1"; /* raise the number when shared_t changes */
    shared_t **kept = ap_retained_data_get(name);
    apr_shm_t *shm;
    apr_status_t rv;

    if (kept) {
        shared = *kept;
        return true;
    }
    rv = apr_shm_create(&shm, sizeof(shared_t), NULL, s->process->pool);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s, "CC1107 no shared memory for ClientCenterAddressAttempts");
        return false;
    }
    shared = apr_shm_baseaddr_get(shm);
    memset(shared, 0, sizeof(*shared));
    crypto_shorthash_keygen(shared->secret);
    kept = ap_retained_data_create(name, sizeof(*kept)); /* NOLINT(bugprone-sizeof-expression): keeps a pointer */
    *kept = shared;
    return true;
}

bool cc_throttle_create(server_rec *s)
{
    return create_counters(s) && cc_mutex_create(s, CC_THROTTLE_MUTEX, &mutex);
}

void cc_throttle_child_init(apr_pool_t *pchild, server_rec *s)
{
    apr_status_t rv = cc_mutex_child_init(&mutex, pchild);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, s, "CC1108 cannot attach to the mutex %s", CC_THROTTLE_MUTEX);
    }
}

/* One host can have every address of its IPv6 network, so the network counts. Windows of different lengths are counted
 * apart: else the shortest would end them all, and with a site of a short one those of the others could be had anew. */
static uint64_t key_of(const request_rec *r, int window)
{
    unsigned char what[16 + sizeof(window)];
    const apr_sockaddr_t *address = r->useragent_addr;
    const unsigned char *bytes = address->ipaddr_ptr;
    size_t length = (size_t)address->ipaddr_len;
    uint64_t key;

#if APR_HAVE_IPV6
    if (address->family == APR_INET6) {
        bool is_ipv4 = IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)address->ipaddr_ptr);
        bytes += is_ipv4 ? 12 : 0;
        length = is_ipv4 ? 4 : 8;
    }
#endif
    length = length < 16 ? length : 16;
    memcpy(what, bytes, length);
    memcpy(what + length, &window, sizeof(window));
    crypto_shorthash((unsigned char *)&key, what, length + sizeof(window), shared->secret);
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

/* A lock that fails is no reason to let everybody try. */
static bool lock(const request_rec *r)
{
    apr_status_t rv = apr_global_mutex_lock(mutex);

    if (rv != APR_SUCCESS) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, rv, r, "CC1114 cannot lock the mutex %s", CC_THROTTLE_MUTEX);
    }
    return rv == APR_SUCCESS;
}

int cc_throttle_take(const request_rec *r, int limit, int window, int64_t now)
{
    int wait = 0;

    if (!limit) {
        return 0;
    }
    if (!lock(r)) {
        return window;
    }
    counter_t *counter = find(key_of(r, window), true, now);
    if (now >= counter->since + window || now < counter->since) {
        counter->since = now;
        counter->count = 0;
    }
    if (counter->count >= limit) {
        wait = (int)(counter->since + window - now);
    } else {
        counter->count++;
    }
    apr_global_mutex_unlock(mutex);
    return wait;
}

void cc_throttle_give_back(const request_rec *r, int limit, int window)
{
    if (limit && lock(r)) {
        counter_t *counter = find(key_of(r, window), false, 0);
        if (counter && counter->count > 0) {
            counter->count--;
        }
        apr_global_mutex_unlock(mutex);
    }
}
