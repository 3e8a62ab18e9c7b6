/* What applications, scripts and logs are told of a user (REMOTE_USER and CC_...), and that none of it ever comes from
 * the client. */
#ifndef CC_HTTPD_ENV_H
#define CC_HTTPD_ENV_H

#include "request.h"

/** Sets the variables of the signed-in user of `req` on the request. */
void cc_env_set(request_rec *r, cc_request_t *req);

/** Before something else than a page answers: it gets no cookie of a session, and no cache keeps what it says. */
void cc_env_before_application(request_rec *r);

void cc_env_register_hooks(void);

#endif
