/* The module record and the hooks of each part; nothing else. */
#include "src/httpd/authn.h"
#include "src/httpd/authz.h"
#include "src/httpd/config.h"
#include "src/httpd/content.h"
#include "src/httpd/env.h"
#include "src/httpd/metrics.h"
#include "src/httpd/startup.h"
#include "src/httpd/status.h"
#include "src/httpd/tally.h"

static void register_hooks(apr_pool_t *pool)
{
    cc_startup_register_hooks();
    cc_env_register_hooks();
    cc_authn_register_hooks();
    cc_authn_basic_register(pool);
    cc_authz_register_providers(pool);
    cc_authz_register_hooks();
    cc_content_register_hooks();
    cc_metrics_register_hooks();
    cc_status_register_hooks();
    cc_tally_register_hooks();
}

AP_DECLARE_MODULE(clientcenter) = {
    STANDARD20_MODULE_STUFF, cc_dir_config_create, cc_dir_config_merge, cc_server_config_create,
    cc_server_config_merge,  cc_directives,        register_hooks,
#if defined(AP_MODULE_FLAG_NONE)
    AP_MODULE_FLAG_NONE,
#endif
};
