/* Authorization: `Require clientcenter`, `Require clientcenter-role`, `Require clientcenter-customer`, and how a site's
 * pages go together with Require lines of any kind. */
#ifndef CC_HTTPD_AUTHZ_H
#define CC_HTTPD_AUTHZ_H

#include <apr_pools.h>

/** The three providers (authz_require.c). */
void cc_authz_register_providers(apr_pool_t *pool);

void cc_authz_register_hooks(void);

#endif
