#include "mutex.h"

#include <apr_strings.h>
#include <http_config.h>
#include <util_mutex.h>

bool cc_mutex_create(server_rec *s, const char *name, apr_global_mutex_t **mutex)
{
    apr_pool_t *pool = s->process->pool;
    const char *key = apr_pstrcat(pool, "clientcenter_mutex_", name, NULL);
    apr_global_mutex_t **kept = ap_retained_data_get(key);

    if (!kept) {
        if (ap_global_mutex_create(mutex, NULL, name, NULL, s, pool, 0) != APR_SUCCESS) {
            return false;
        }
        kept = ap_retained_data_create(key, sizeof(*kept)); /* NOLINT(bugprone-sizeof-expression): keeps a pointer */
        *kept = *mutex;
    }
    *mutex = *kept;
    return true;
}

apr_status_t cc_mutex_child_init(apr_global_mutex_t **mutex, apr_pool_t *pchild)
{
    return apr_global_mutex_child_init(mutex, apr_global_mutex_lockfile(*mutex), pchild);
}
