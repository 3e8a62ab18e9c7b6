/* What the server has counted since it was started, in shared memory for all its processes and over graceful restarts.
 * A count costs one atomic addition; how many there are is fixed, and none of them is about a user or a customer.
 * Who reads them: metrics.c and status.c. */
#ifndef CC_HTTPD_COUNTERS_H
#define CC_HTTPD_COUNTERS_H

#include <httpd.h>
#include <stdbool.h>
#include <stdint.h>

#define CC_EVENTS_MAX 64

/** What is counted by itself. */
typedef enum {
    CC_COUNT_DB_FAILED,     /**< statements that failed */
    CC_COUNT_DB_BUSY,       /**< another writer held the database for too long */
    CC_COUNT_DB_CONNECTION, /**< no connection could be had */
    CC_COUNT_GATE_BUSY,     /**< password checks turned away */
    CC_COUNT_PAGE_FAILED,   /**< pages that their script could not make */
    CC_COUNTS
} cc_count_t;

/** Requests are counted by handler, page and class of status: 2xx to 5xx. */
enum { CC_COUNT_HANDLERS = 2, CC_COUNT_PAGES = 48, CC_COUNT_CLASSES = 4 };

/** Exact statuses that are worth a count of their own, ended by 0; all others are one. */
extern const int cc_count_statuses[];
/** Upper bounds of the times that requests take, ended by 0; longer ones are counted behind them. */
typedef struct {
    apr_interval_time_t most; /**< microseconds */
    const char *seconds;      /**< the same as text */
} cc_count_bound_t;
extern const cc_count_bound_t cc_count_bounds[];

/** In the parent, at each start: the memory, kept over a graceful restart. False after logging. */
bool cc_counters_create(server_rec *s);
/** In a child: takes the place of its own for what a process has at the moment. */
void cc_counters_child_init(void);

/* ---- counting ---- */

void cc_count(cc_count_t what);
/** `kind`: see events.h. */
void cc_count_event(int kind);
/** A request that was answered. `handler`: 0 a site, 1 the back office; `page`: the number of its page (tally.c). */
void cc_count_request(int handler, int page, int status, apr_interval_time_t took);
/** The code of an error page, "CC005". */
void cc_count_error_page(const char *code);
/** Lua states of this process: how many more exist, and are at work, and how many more bytes they hold. */
void cc_count_lua_states(void *unused, int made, int in_use, int64_t bytes);

/* ---- what was counted so far ---- */

uint64_t cc_counted(cc_count_t what);
uint64_t cc_counted_event(int kind);
/** `status_class`: 0 for 2xx to 3 for 5xx. */
uint64_t cc_counted_requests(int handler, int page, int status_class);
/** Requests answered with the status at this index of cc_count_statuses; that of its end: with any other. */
uint64_t cc_counted_status(int index);
/** Requests up to the bound of this index and over the one before it. */
uint64_t cc_counted_time(int index);
/** How long all requests together took. */
uint64_t cc_counted_microseconds(void);
/** Codes of error pages, by number: `CC00n`. */
uint64_t cc_counted_error_page(int number);
/** Over all processes that live. */
void cc_counted_lua_states(int *made, int *in_use, uint64_t *bytes);

#endif
