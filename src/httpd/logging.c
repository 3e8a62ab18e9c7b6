#include "logging.h"

#include <http_config.h>
#include <http_log.h>

APLOG_USE_MODULE(clientcenter);

static int level_of(cc_log_level_t level)
{
    switch (level) {
    case CC_LOG_ERROR: return APLOG_ERR;
    case CC_LOG_WARNING: return APLOG_WARNING;
    case CC_LOG_NOTICE: return APLOG_NOTICE;
    case CC_LOG_INFO: return APLOG_INFO;
    case CC_LOG_DEBUG: return APLOG_DEBUG;
    }
    return APLOG_ERR;
}

static void write_request(void *baton, cc_log_level_t level, const char *line)
{
    ap_log_rerror(APLOG_MARK, level_of(level), 0, (request_rec *)baton, "%s", line);
}

static void write_server(void *baton, cc_log_level_t level, const char *line)
{
    ap_log_error(APLOG_MARK, level_of(level), 0, (server_rec *)baton, "%s", line);
}

const cc_log_t *cc_log_request(request_rec *r)
{
    cc_log_t *log = apr_palloc(r->pool, sizeof(*log));

    *log = (cc_log_t){write_request, r};
    return log;
}

const cc_log_t *cc_log_server(apr_pool_t *pool, server_rec *s)
{
    cc_log_t *log = apr_palloc(pool, sizeof(*log));

    *log = (cc_log_t){write_server, s};
    return log;
}
