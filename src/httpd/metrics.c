#include "metrics.h"

#include "config.h"
#include "counters.h"
#include "events.h"
#include "gate.h"
#include "health.h"
#include "respond.h"
#include "tally.h"

#include "../store/schema.h"

#include <http_config.h>
#include <http_protocol.h>
#include <inttypes.h>
#include <string.h>

#define CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

static const char *const handlers[CC_COUNT_HANDLERS] = {"clientcenter", "clientcenter-backoffice"};
static const char *const classes[CC_COUNT_CLASSES] = {"2xx", "3xx", "4xx", "5xx"};

/* The two lines before the samples of a family. Label values are names of our own, so none needs escaping. */
static void family(request_rec *r, const char *name, const char *type, const char *help)
{
    ap_rprintf(r, "# HELP clientcenter_%s %s\n# TYPE clientcenter_%s %s\n", name, help, name, type);
}

static void single(request_rec *r, const char *name, const char *type, const char *help, int64_t value)
{
    family(r, name, type, help);
    ap_rprintf(r, "clientcenter_%s %" PRId64 "\n", name, value);
}

static void write_requests(request_rec *r)
{
    family(r, "requests_total", "counter", "Requests to sites and back offices by page and class of status.");
    for (int handler = 0; handler < CC_COUNT_HANDLERS; handler++) {
        for (int page = 0; page < CC_COUNT_PAGES; page++) {
            const char *name = cc_tally_page(handler, page);
            for (int class = 0; name && class < CC_COUNT_CLASSES; class ++) {
                ap_rprintf(r, "clientcenter_requests_total{handler=\"%s\",page=\"%s\",status=\"%s\"} %" PRIu64 "\n",
                           handlers[handler], name, classes[class], cc_counted_requests(handler, page, class));
            }
        }
    }
    family(r, "responses_total", "counter", "The same requests by exact status.");
    for (int i = 0; cc_count_statuses[i]; i++) {
        ap_rprintf(r, "clientcenter_responses_total{status=\"%d\"} %" PRIu64 "\n", cc_count_statuses[i],
                   cc_counted_status(i));
        if (!cc_count_statuses[i + 1]) {
            ap_rprintf(r, "clientcenter_responses_total{status=\"other\"} %" PRIu64 "\n", cc_counted_status(i + 1));
        }
    }
}

static void write_durations(request_rec *r)
{
    uint64_t count = 0;

    family(r, "request_duration_seconds", "histogram",
           "Time from the first line of a request to the end of its answer.");
    for (int i = 0;; i++) {
        count += cc_counted_time(i);
        if (!cc_count_bounds[i].most) {
            break;
        }
        ap_rprintf(r, "clientcenter_request_duration_seconds_bucket{le=\"%s\"} %" PRIu64 "\n",
                   cc_count_bounds[i].seconds, count);
    }
    ap_rprintf(r, "clientcenter_request_duration_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", count);
    ap_rprintf(r, "clientcenter_request_duration_seconds_sum %.6f\n", (double)cc_counted_microseconds() / 1e6);
    ap_rprintf(r, "clientcenter_request_duration_seconds_count %" PRIu64 "\n", count);
}

static void write_events(request_rec *r)
{
    static const int codes[] = {2, 3, 4, 5, 6, 7, 9, 10, 0};

    family(r, "events_total", "counter",
           "What happened: sign-ins, lockouts, registrations, changes of access, refusals.");
    for (int i = 0; i < cc_events_count(); i++) {
        ap_rprintf(r, "clientcenter_events_total{event=\"%s\",result=\"%s\"} %" PRIu64 "\n", cc_events_action(i),
                   cc_events_result(i), cc_counted_event(i));
    }
    family(r, "error_pages_total", "counter", "Error pages with a code.");
    for (int i = 0; codes[i]; i++) {
        ap_rprintf(r, "clientcenter_error_pages_total{code=\"CC%03d\"} %" PRIu64 "\n", codes[i],
                   cc_counted_error_page(codes[i]));
    }
}

static void write_engine(request_rec *r)
{
    cc_gate_state_t gate;
    int made, in_use;
    uint64_t bytes;

    cc_gate_look(&gate);
    cc_counted_lua_states(&made, &in_use, &bytes);
    single(r, "page_failures_total", "counter", "Pages that their script could not make.",
           (int64_t)cc_counted(CC_COUNT_PAGE_FAILED));
    family(r, "lua_states", "gauge", "Lua states of all processes.");
    ap_rprintf(r, "clientcenter_lua_states{state=\"idle\"} %d\n", made > in_use ? made - in_use : 0);
    ap_rprintf(r, "clientcenter_lua_states{state=\"in_use\"} %d\n", in_use);
    single(r, "lua_bytes", "gauge", "Memory of all Lua states, as each was after its last page.", (int64_t)bytes);
    single(r, "password_check_slots", "gauge", "Password checks allowed at once (ClientCenterLoginConcurrency).",
           gate.slots);
    single(r, "password_checks_running", "gauge", "Password checks at the moment.", gate.running);
    single(r, "password_checks_waiting", "gauge", "Password checks that wait for a slot.", gate.waiting);
    single(r, "password_checks_refused_total", "counter", "Password checks turned away because too many waited.",
           (int64_t)cc_counted(CC_COUNT_GATE_BUSY));
}

static void write_database(request_rec *r, const cc_health_t *health)
{
    static const char *const kinds[] = {"failed", "busy", "connection"};

    family(r, "database_errors_total", "counter",
           "Statements that failed, writers that waited for too long, connections that could not be had.");
    for (int i = 0; i < 3; i++) {
        ap_rprintf(r, "clientcenter_database_errors_total{kind=\"%s\"} %" PRIu64 "\n", kinds[i],
                   cc_counted((cc_count_t)(CC_COUNT_DB_FAILED + i)));
    }
    if (!health->used) {
        return;
    }
    single(r, "database_up", "gauge", "1 when the database of this virtual host answers.", health->up);
    single(r, "database_schema_version_needed", "gauge", "Version of the schema that this module works with.",
           cc_schema_version);
    if (health->up) {
        single(r, "database_schema_version", "gauge", "Version of the schema that the database has, 0 for none.",
               health->version);
    }
    if (health->sessions >= 0) {
        single(r, "sessions", "gauge", "Live sessions; 10000 stands for that many or more.", health->sessions);
    }
}

/* At the path of its <Location> alone, which may end with a slash. */
static bool is_here(const request_rec *r)
{
    const char *prefix = cc_dir_config_raw(r)->prefix;
    size_t length = strlen(prefix);

    return !strncmp(r->uri, prefix, length) && (!r->uri[length] || !strcmp(r->uri + length, "/"));
}

static int handler(request_rec *r)
{
    cc_health_t health;

    if (!r->handler || strcmp(r->handler, "clientcenter-metrics") != 0 ||
        cc_dir_config_raw(r)->handler != CC_HANDLER_METRICS) {
        return DECLINED;
    }
    if (!is_here(r)) {
        return HTTP_NOT_FOUND;
    }
    if (r->method_number != M_GET) {
        apr_table_setn(r->err_headers_out, "Allow", "GET, HEAD");
        return cc_respond_text(r, HTTP_METHOD_NOT_ALLOWED, "Method not allowed\n");
    }
    ap_set_content_type(r, CONTENT_TYPE);
    if (r->header_only) {
        ap_rflush(r); /* before the end, of which filters that compress would make a length */
        return OK;
    }
    cc_health_of_server(r, &health); /* before the first byte, so that no slow reader holds a connection */
    family(r, "build_info", "gauge", "The version of this module.");
    ap_rputs("clientcenter_build_info{version=\"" CC_VERSION "\"} 1\n", r);
    write_requests(r);
    write_durations(r);
    write_events(r);
    write_engine(r);
    write_database(r, &health);
    return OK;
}

void cc_metrics_register_hooks(void)
{
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_MIDDLE);
}
