/* The core's log lines, written to httpd's error log with the module's LogLevel. */
#ifndef CC_HTTPD_LOGGING_H
#define CC_HTTPD_LOGGING_H

#include "../base/log.h"

#include <httpd.h>

/** A log whose lines are about a request. */
const cc_log_t *cc_log_request(request_rec *r);

/** A log for start-up, and for work that no request asked for. */
const cc_log_t *cc_log_server(apr_pool_t *pool, server_rec *s);

#endif
