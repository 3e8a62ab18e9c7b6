/* Calendar dates as ISO text ("2026-11-22"), which compares like the dates. The clock is read at the edge. */
#ifndef CC_DATE_H
#define CC_DATE_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

/** The server's local date at `now` (seconds since the epoch, UTC). */
const char *cc_date_local(apr_pool_t *pool, int64_t now);

/** True for a date that exists, written YYYY-MM-DD. */
bool cc_date_valid(const char *iso);

/** The date `days` before `iso`; never before "0001-01-01". */
const char *cc_date_minus(apr_pool_t *pool, const char *iso, int days);

/** Days from one valid date to a later one, negative to an earlier one. */
int cc_date_between(const char *from, const char *to);

/** The date `days` after `iso`; never after "9999-12-31". */
const char *cc_date_plus(apr_pool_t *pool, const char *iso, int days);

/** "2026-11-22T07:30:00Z" */
const char *cc_date_utc(apr_pool_t *pool, int64_t seconds);

/** Reads what cc_date_utc writes. */
bool cc_date_utc_parse(const char *text, int64_t *seconds);

#endif
