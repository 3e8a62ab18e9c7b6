/* Authentication for other sections of the server: AuthType ClientCenter, which takes a site's session and sends
 * whoever has none to its login page, and the provider of AuthBasicProvider clientcenter (authn_basic.c). */
#ifndef CC_HTTPD_AUTHN_H
#define CC_HTTPD_AUTHN_H

#include <apr_pools.h>

void cc_authn_register_hooks(void);
void cc_authn_basic_register(apr_pool_t *pool);

#endif
