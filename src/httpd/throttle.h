/* Failed logins and registrations per client address, counted in shared memory for all processes. Bounded: under
 * very many addresses the oldest counters go first. */
#ifndef CC_HTTPD_THROTTLE_H
#define CC_HTTPD_THROTTLE_H

#include <httpd.h>
#include <stdbool.h>
#include <stdint.h>

#define CC_THROTTLE_MUTEX "clientcenter-throttle"

void cc_throttle_register_mutex(apr_pool_t *pconf);
bool cc_throttle_create(apr_pool_t *pconf, server_rec *s);
void cc_throttle_child_init(apr_pool_t *pchild, server_rec *s);

/** Seconds until the address may try again; 0: it may now. `limit` 0 is no limit. */
int cc_throttle_wait(const char *address, int limit, int window, int64_t now);

/** Counts one attempt of the address. */
void cc_throttle_count(const char *address, int limit, int window, int64_t now);

#endif
