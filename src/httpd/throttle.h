/* Failed logins and registrations per client address (an IPv6 network of 64 bits is one), counted in shared memory for
 * all processes and over graceful restarts. Bounded: under very many addresses the oldest counters go first. */
#ifndef CC_HTTPD_THROTTLE_H
#define CC_HTTPD_THROTTLE_H

#include <httpd.h>
#include <stdbool.h>
#include <stdint.h>

#define CC_THROTTLE_MUTEX "clientcenter-throttle"

void cc_throttle_register_mutex(apr_pool_t *pconf);
bool cc_throttle_create(server_rec *s);
void cc_throttle_child_init(apr_pool_t *pchild, server_rec *s);

/** Counts one attempt of the client and says how many seconds it has to wait: 0, it may go on. Counting and judging are
 *  one step, so parallel attempts cannot pass together. `limit` 0 is no limit; times are in seconds. Sites with the
 * same window count together. */
int cc_throttle_take(const request_rec *r, int limit, int window, int64_t now);

/** Takes the count back, for an attempt that was none: a success, or one that was never judged. */
void cc_throttle_give_back(const request_rec *r, int limit, int window);

#endif
