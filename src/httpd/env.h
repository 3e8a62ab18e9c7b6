/* What applications, scripts and logs are told of a user (REMOTE_USER and CC_...), and that none of it ever comes from
 * the client. */
#ifndef CC_HTTPD_ENV_H
#define CC_HTTPD_ENV_H

#include "request.h"

/** Sets the variables of the signed-in user of `req` on the request. */
void cc_env_set(request_rec *r, cc_request_t *req);

void cc_env_register_hooks(void);

#endif
