#include "tidy.h"

#include "../script/engine.h"
#include "dbd.h"
#include "scratch.h"

#include <ap_mpm.h>
#include <apr_optional.h>
#include <mod_watchdog.h>
#include <pthread.h>
#include <stdbool.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define EVERY apr_time_from_sec(30)

/* Written at start-up, before there are threads. */
static bool ticks;
/* The thread of mod_watchdog is there before a child is set up, which takes as long as a database does not answer, and
 * outlives the pools of a child that ends, so that waits until it is done. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool ready;

/* What can wait comes last. */
static void give_back(apr_hash_t *engines, apr_pool_t *pool)
{
    bool any = false;

    for (apr_hash_index_t *i = apr_hash_first(pool, engines); i; i = apr_hash_next(i)) {
        any |= cc_engine_tidy(apr_hash_this_val(i));
    }
    any |= cc_scratch_tidy();
    any |= cc_dbd_tidy(pool);
#ifdef __GLIBC__
    if (any) {
        malloc_trim(0); /* else it stays in the heaps of as many threads as there were */
    }
#endif
}

static apr_status_t tidy(int state, void *data, apr_pool_t *pool)
{
    pthread_mutex_lock(&lock);
    if (state == AP_WATCHDOG_STATE_RUNNING && ready) {
        give_back(data, pool);
    }
    pthread_mutex_unlock(&lock);
    return APR_SUCCESS;
}

void cc_tidy_post_config(apr_pool_t *pconf, apr_hash_t *engines)
{
    APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
    APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *add = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);
    ap_watchdog_t *watchdog;
    int threaded = 0;

    ap_mpm_query(AP_MPMQ_IS_THREADED, &threaded);
    ticks = get && add && threaded && get(&watchdog, "clientcenter", 0, 0, pconf) == APR_SUCCESS &&
            add(watchdog, EVERY, engines, tidy) == APR_SUCCESS;
}

static void set_ready(bool is)
{
    pthread_mutex_lock(&lock);
    ready = is;
    pthread_mutex_unlock(&lock);
}

static apr_status_t stop(void *unused)
{
    (void)unused;
    set_ready(false);
    return APR_SUCCESS;
}

/* A child of prefork, which nothing ticks in, runs its clean-ups where a signal met it: it must wait for no lock. */
void cc_tidy_child_init(apr_pool_t *pchild)
{
    if (ticks) {
        set_ready(true);
        apr_pool_pre_cleanup_register(pchild, NULL, stop);
    }
}
