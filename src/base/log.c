#include "log.h"

#include <apr_strings.h>
#include <stdarg.h>

void cc_log(const cc_log_t *log, cc_log_level_t level, apr_pool_t *pool, const char *format, ...)
{
    va_list args;

    if (!log || !log->write) {
        return;
    }
    va_start(args, format);
    log->write(log->baton, level, apr_pvsprintf(pool, format, args));
    va_end(args);
}
