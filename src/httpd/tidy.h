/* What a load has left behind goes when it is over: every half a minute Lua states, pools and connections that nobody
 * needed since are given back, and what malloc then has free goes to the system. mod_watchdog has the thread for it;
 * without that module, and under prefork, where a process has one of each, nothing is given back. */
#ifndef CC_HTTPD_TIDY_H
#define CC_HTTPD_TIDY_H

#include <apr_hash.h>

/** At start-up, for all servers with their engines. */
void cc_tidy_post_config(apr_pool_t *pconf, apr_hash_t *engines);

/** In a child, after all that is given back was made. */
void cc_tidy_child_init(apr_pool_t *pchild);

#endif
