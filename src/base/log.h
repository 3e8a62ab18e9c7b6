/* Injected logging: the core reports events without knowing whether a server, a program or a test listens. */
#ifndef CC_LOG_H
#define CC_LOG_H

#include <apr_pools.h>

typedef enum { CC_LOG_ERROR, CC_LOG_WARNING, CC_LOG_NOTICE, CC_LOG_INFO, CC_LOG_DEBUG } cc_log_level_t;

/** Where log lines go. `write` gets one finished line without a line end; control characters from users
 *  are already escaped. The line begins with its permanent id, such as CC1203. */
typedef struct {
    void (*write)(void *baton, cc_log_level_t level, const char *line);
    void *baton;
} cc_log_t;

/** Formats like printf and hands the line to `log` (NULL: nowhere). Never pass a password, token, cookie,
 *  hash or bound SQL value. */
void cc_log(const cc_log_t *log, cc_log_level_t level, apr_pool_t *pool, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
