/* Mutexes of the whole server that outlive its configuration. After a graceful restart the children of before finish
 * what they have begun; what they lock must not go with the configuration that they were started with. */
#ifndef CC_HTTPD_MUTEX_H
#define CC_HTTPD_MUTEX_H

#include <apr_global_mutex.h>
#include <httpd.h>
#include <stdbool.h>

/** Start-up: the mutex of this name, which was registered (`Mutex` configures it), made once for as long as the server
 *  runs. False when it cannot be made, after httpd logged why. */
bool cc_mutex_create(server_rec *s, const char *name, apr_global_mutex_t **mutex);

/** For each child, before it has threads. Does not log. */
apr_status_t cc_mutex_child_init(apr_global_mutex_t **mutex, apr_pool_t *pchild);

#endif
