#include "scratch.h"

#include <apr_allocator.h>
#include <apr_thread_mutex.h>
#include <stdbool.h>

#define IDLE_MAX 8
#define FREE_MAX (512 * 1024) /* bytes that a pool keeps when it is cleared */

static apr_thread_mutex_t *lock; /* the following */
static apr_pool_t *idle[IDLE_MAX];
static int idle_count, unneeded;  /* how many, and how many at least since cc_scratch_tidy */
static apr_abortfunc_t no_memory; /* httpd's: it does not come back */

static apr_status_t destroy_all(void *unused)
{
    (void)unused;
    while (idle_count) {
        apr_pool_destroy(idle[--idle_count]);
    }
    return APR_SUCCESS;
}

void cc_scratch_child_init(apr_pool_t *pchild)
{
    no_memory = apr_pool_abort_get(pchild);
    apr_thread_mutex_create(&lock, APR_THREAD_MUTEX_DEFAULT, pchild);
    apr_pool_pre_cleanup_register(pchild, NULL, destroy_all);
}

static apr_pool_t *make(void)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;

    if (apr_allocator_create(&allocator) != APR_SUCCESS) {
        no_memory(APR_ENOMEM);
    }
    apr_allocator_max_free_set(allocator, FREE_MAX);
    apr_pool_create_unmanaged_ex(&pool, no_memory, allocator);
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

apr_pool_t *cc_scratch_take(void)
{
    apr_pool_t *pool = NULL;

    apr_thread_mutex_lock(lock);
    if (idle_count) {
        pool = idle[--idle_count];
        unneeded = unneeded < idle_count ? unneeded : idle_count;
    }
    apr_thread_mutex_unlock(lock);
    return pool ? pool : make();
}

void cc_scratch_give(apr_pool_t *pool)
{
    bool kept;

    apr_pool_clear(pool);
    apr_thread_mutex_lock(lock);
    kept = idle_count < IDLE_MAX;
    if (kept) {
        idle[idle_count++] = pool;
    }
    apr_thread_mutex_unlock(lock);
    if (!kept) {
        apr_pool_destroy(pool);
    }
}

bool cc_scratch_tidy(void)
{
    apr_pool_t *gone[IDLE_MAX];
    int count;

    apr_thread_mutex_lock(lock);
    count = unneeded;
    for (int i = 0; i < count; i++) {
        gone[i] = idle[i];
    }
    idle_count -= count;
    for (int i = 0; i < idle_count; i++) {
        idle[i] = idle[i + count];
    }
    unneeded = idle_count;
    apr_thread_mutex_unlock(lock);
    for (int i = 0; i < count; i++) {
        apr_pool_destroy(gone[i]);
    }
    return count > 0;
}
