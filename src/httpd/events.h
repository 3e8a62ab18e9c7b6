/* What happens at a site, each kind with a permanent tag: told to the error log and to the counters. The core reports
 * what it has written to the audit, once that is kept; the shell reports what never gets as far as the core. */
#ifndef CC_HTTPD_EVENTS_H
#define CC_HTTPD_EVENTS_H

#include "../domain/context.h"

#include <httpd.h>

/** The listener for the use cases of one request. */
const cc_listener_t *cc_events_listener(request_rec *r);

/** Tells of something that the core knows nothing of. */
void cc_events_report(request_rec *r, const char *action, const char *result);

/** The kind of event with this action and result; that of others when there is none. */
int cc_events_kind(const char *action, const char *result);

/** How many kinds of events there are, and the names of one of them; the last stands for what has no kind of its own.
 */
int cc_events_count(void);
const char *cc_events_action(int kind);
const char *cc_events_result(int kind);

#endif
