#include "counters.h"

#include <ap_mpm.h>
#include <apr_atomic.h>
#include <apr_shm.h>
#include <errno.h>
#include <http_config.h>
#include <http_log.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

APLOG_USE_MODULE(clientcenter);

enum { STATUSES = 20, BOUNDS = 12, ERROR_PAGES = 11 };

const int cc_count_statuses[] = {200, 301, 303, 304, 400, 401, 403, 404, 405,
                                 409, 411, 413, 415, 422, 429, 500, 503, 0};
const cc_count_bound_t cc_count_bounds[] = {{5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"}, {50000, "0.05"},
                                            {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},  {1000000, "1"},
                                            {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"}, {0, NULL}};

_Static_assert(sizeof(cc_count_statuses) / sizeof(cc_count_statuses[0]) <= STATUSES, "too many statuses");
_Static_assert(sizeof(cc_count_bounds) / sizeof(cc_count_bounds[0]) <= BOUNDS, "too many bounds");

/* What a process has at the moment goes with it when it ends, so each has a place of its own. */
typedef struct {
    apr_uint32_t pid; /* 0: free */
    apr_uint32_t lua_made, lua_in_use;
    apr_uint64_t lua_bytes;
} process_t;

typedef struct {
    apr_uint64_t counts[CC_COUNTS];
    apr_uint64_t events[CC_EVENTS_MAX];
    apr_uint64_t requests[CC_COUNT_HANDLERS][CC_COUNT_PAGES][CC_COUNT_CLASSES];
    apr_uint64_t statuses[STATUSES];
    apr_uint64_t times[BOUNDS];
    apr_uint64_t microseconds;
    apr_uint64_t error_pages[ERROR_PAGES];
    apr_uint32_t places;
    process_t processes[]; /* as many as the MPM may ever have */
} shared_t;

/* Without a site in the configuration there is nothing to count. */
static shared_t nothing;
static process_t nowhere;

/* Written at start-up, before there are threads. */
static shared_t *shared = &nothing;
static process_t *own = &nowhere;

bool cc_counters_create(server_rec *s)
{
    static const char name[] = "clientcenter_counters_" CC_VERSION "_1"; /* raise the number when shared_t changes */
    shared_t **kept = ap_retained_data_get(name);
    int places = 0;
    apr_shm_t *shm;
    apr_size_t size;
    apr_status_t rv;

    if (kept) {
        shared = *kept;
        return true;
    }
    ap_mpm_query(AP_MPMQ_HARD_LIMIT_DAEMONS, &places);
    size = sizeof(shared_t) + (size_t)(places > 0 ? places : 1) * sizeof(process_t);
    rv = apr_shm_create(&shm, size, NULL, s->process->pool);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s, "CC1701 no shared memory for the counters");
        return false;
    }
    shared = apr_shm_baseaddr_get(shm);
    memset(shared, 0, size);
    shared->places = (apr_uint32_t)(places > 0 ? places : 1);
    kept = ap_retained_data_create(name, sizeof(*kept)); /* NOLINT(bugprone-sizeof-expression): keeps a pointer */
    *kept = shared;
    return true;
}

static bool is_alive(apr_uint32_t pid)
{
    return pid && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);
}

void cc_counters_child_init(void)
{
    apr_uint32_t me = (apr_uint32_t)getpid();

    own = &nowhere;
    for (apr_uint32_t i = 0; i < shared->places; i++) {
        process_t *place = &shared->processes[i];
        apr_uint32_t pid = apr_atomic_read32(&place->pid);
        if ((pid == me || !is_alive(pid)) && apr_atomic_cas32(&place->pid, me, pid) == pid) {
            apr_atomic_set32(&place->lua_made, 0);
            apr_atomic_set32(&place->lua_in_use, 0);
            apr_atomic_set64(&place->lua_bytes, 0);
            own = place;
            return;
        }
    }
}

/* ---- counting ---- */

void cc_count(cc_count_t what)
{
    apr_atomic_inc64(&shared->counts[what]);
}

void cc_count_event(int kind)
{
    apr_atomic_inc64(&shared->events[kind]);
}

void cc_count_request(int handler, int page, int status, apr_interval_time_t took)
{
    int class = status / 100 - 2, status_index = 0, bound = 0;

    if (class < 0 || class >= CC_COUNT_CLASSES || page >= CC_COUNT_PAGES) {
        return;
    }
    while (cc_count_statuses[status_index] && cc_count_statuses[status_index] != status) {
        status_index++;
    }
    while (cc_count_bounds[bound].most && took > cc_count_bounds[bound].most) {
        bound++;
    }
    apr_atomic_inc64(&shared->requests[handler][page][class]);
    apr_atomic_inc64(&shared->statuses[status_index]);
    apr_atomic_inc64(&shared->times[bound]);
    apr_atomic_add64(&shared->microseconds, (apr_uint64_t)(took > 0 ? took : 0));
}

void cc_count_error_page(const char *code)
{
    int number = code && strlen(code) == 5 ? (code[3] - '0') * 10 + code[4] - '0' : -1;

    if (number >= 0 && number < ERROR_PAGES) {
        apr_atomic_inc64(&shared->error_pages[number]);
    }
}

void cc_count_lua_states(void *unused, int made, int in_use, int64_t bytes)
{
    (void)unused;
    if (made) {
        apr_atomic_add32(&own->lua_made, (apr_uint32_t)made); /* of a negative number too: it wraps round */
    }
    apr_atomic_add32(&own->lua_in_use, (apr_uint32_t)in_use);
    if (bytes) {
        apr_atomic_add64(&own->lua_bytes, (apr_uint64_t)bytes);
    }
}

/* ---- reading ---- */

static uint64_t read_one(apr_uint64_t *counter)
{
    return apr_atomic_read64(counter);
}

uint64_t cc_counted(cc_count_t what)
{
    return read_one(&shared->counts[what]);
}

uint64_t cc_counted_event(int kind)
{
    return read_one(&shared->events[kind]);
}

uint64_t cc_counted_requests(int handler, int page, int status_class)
{
    return read_one(&shared->requests[handler][page][status_class]);
}

uint64_t cc_counted_status(int index)
{
    return read_one(&shared->statuses[index]);
}

uint64_t cc_counted_time(int index)
{
    return read_one(&shared->times[index]);
}

uint64_t cc_counted_microseconds(void)
{
    return read_one(&shared->microseconds);
}

uint64_t cc_counted_error_page(int number)
{
    return read_one(&shared->error_pages[number]);
}

void cc_counted_lua_states(int *made, int *in_use, uint64_t *bytes)
{
    *made = *in_use = 0;
    *bytes = 0;
    for (apr_uint32_t i = 0; i < shared->places; i++) {
        process_t *process = &shared->processes[i];
        if (is_alive(apr_atomic_read32(&process->pid))) {
            *made += (int)apr_atomic_read32(&process->lua_made);
            *in_use += (int)apr_atomic_read32(&process->lua_in_use);
            *bytes += apr_atomic_read64(&process->lua_bytes);
        }
    }
}
