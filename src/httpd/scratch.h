/* Memory in which pages are made. A page needs much more than the rest of its request; from the pool of the request it
 * would stay with each connection. Here there is as much as pages are made at once. */
#ifndef CC_HTTPD_SCRATCH_H
#define CC_HTTPD_SCRATCH_H

#include <apr_pools.h>
#include <stdbool.h>

/** In a child, before it has threads. */
void cc_scratch_child_init(apr_pool_t *pchild);

/** A pool for one thread; the one that was given back last. */
apr_pool_t *cc_scratch_take(void);
/** Clears it. */
void cc_scratch_give(apr_pool_t *pool);
/** Destroys those that nobody took since this was called last. Tells whether there were any. */
bool cc_scratch_tidy(void);

#endif
