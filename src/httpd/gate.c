#include "gate.h"

#include "counters.h"

#include <ap_mpm.h>
#include <apr_atomic.h>
#include <apr_shm.h>
#include <errno.h>
#include <http_config.h>
#include <http_log.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

APLOG_USE_MODULE(clientcenter);

#define SLOTS_MAX 256
#define QUEUE_MIN 4
#define QUEUE_MAX 16384 /* more than are served while anybody waits */
#define WAIT_SECONDS 10
#define NICENESS 10

/* The process id of whoever has it, 0: free. It is taken and given back in one step, so a process that is killed has
 * it or has it not; the parent, which is the first to know that a process is gone and the one that makes new ones,
 * gives back what that had. */
typedef apr_uint32_t place_t;

/* Nothing here says how many places there are: children write here, and the parent, which may be root, must not read
 * from a child where to write. */
typedef struct {
    sem_t freed; /* wakes one of the waiting; it counts nothing, so it may be posted too often */
    place_t slots[SLOTS_MAX];
    place_t queue[]; /* those who wait for a slot */
} shared_t;

typedef struct {
    shared_t *shared;
    int queue_size;
} kept_t;

/* Written at start-up, before there are threads. */
static shared_t *shared;
static int slots, queue, queue_size; /* what the configuration allows, and what there is memory for */

/* ---- in the parent ---- */

/* At most half of the server's workers wait, so that the others go on serving. */
static int queue_for(int threads_query, int daemons_query)
{
    int threads = 0, daemons = 0;
    long half;

    ap_mpm_query(threads_query, &threads);
    ap_mpm_query(daemons_query, &daemons);
    half = (long)(threads > 1 ? threads : 1) * (daemons > 1 ? daemons : 1) / 2;
    return half < QUEUE_MIN ? QUEUE_MIN : half > QUEUE_MAX ? QUEUE_MAX : (int)half;
}

/* Of children that ended while the configuration had no use for the module, which so did not hear of it. */
static void give_back_of_dead(place_t *places, int count)
{
    for (int i = 0; i < count; i++) {
        apr_uint32_t pid = apr_atomic_read32(&places[i]);
        if (pid && kill((pid_t)pid, 0) == -1 && errno == ESRCH) {
            apr_atomic_cas32(&places[i], 0, pid);
        }
    }
}

/* The places outlive the configuration: children that end with a graceful restart hash beside those that it starts. */
static bool create_places(server_rec *s)
{
    static const char name[] = "clientcenter_gate_1"; /* raise the number when shared_t changes */
    kept_t *kept = ap_retained_data_get(name);
    apr_shm_t *shm;
    apr_size_t size;
    apr_status_t rv;

    if (!kept) {
        queue_size = queue_for(AP_MPMQ_HARD_LIMIT_THREADS, AP_MPMQ_HARD_LIMIT_DAEMONS);
        size = sizeof(shared_t) + (size_t)queue_size * sizeof(place_t);
        rv = apr_shm_create(&shm, size, NULL, s->process->pool);
        if (rv != APR_SUCCESS) {
            ap_log_error(APLOG_MARK, APLOG_ERR, rv, s, "CC1106 no shared memory for ClientCenterLoginConcurrency");
            return false;
        }
        shared = apr_shm_baseaddr_get(shm);
        memset(shared, 0, size);
        if (sem_init(&shared->freed, 1, 0) != 0) {
            return false;
        }
        kept = ap_retained_data_create(name, sizeof(*kept));
        *kept = (kept_t){shared, queue_size};
    }
    shared = kept->shared;
    queue_size = kept->queue_size;
    give_back_of_dead(shared->slots, SLOTS_MAX);
    give_back_of_dead(shared->queue, queue_size);
    return true;
}

bool cc_gate_create(server_rec *s, int slots_wanted)
{
    if (!create_places(s)) {
        return false;
    }
    slots = slots_wanted < SLOTS_MAX ? slots_wanted : SLOTS_MAX; /* there may be more CPUs, which it is by default */
    queue = queue_for(AP_MPMQ_MAX_THREADS, AP_MPMQ_MAX_DAEMONS);
    if (queue > queue_size) {
        queue = queue_size;
    }
    return true;
}

/* ---- places ---- */

static int count_taken(place_t *places, int count)
{
    int taken = 0;

    for (int i = 0; i < count; i++) {
        taken += apr_atomic_read32(&places[i]) != 0;
    }
    return taken;
}

/* Returns its index, or -1 when all are taken. */
static int take(place_t *places, int count)
{
    apr_uint32_t me = (apr_uint32_t)getpid();

    for (int i = 0; i < count; i++) {
        if (apr_atomic_read32(&places[i]) == 0 && apr_atomic_cas32(&places[i], me, 0) == 0) {
            return i;
        }
    }
    return -1;
}

static void give_back(place_t *place)
{
    apr_atomic_xchg32(place, 0); /* and all threads see it before the next that this one does */
}

/* After a slot was given back: whoever comes to wait later has looked at the slots since. */
static void wake_one(void)
{
    if (count_taken(shared->queue, queue_size)) {
        sem_post(&shared->freed);
    }
}

void cc_gate_child_ended(pid_t pid)
{
    if (!shared) {
        return;
    }
    for (int i = 0; i < queue_size; i++) {
        apr_atomic_cas32(&shared->queue[i], 0, (apr_uint32_t)pid);
    }
    /* it may have been killed between giving back and waking, or with the wake-up that another needs */
    for (int i = 0; i < SLOTS_MAX; i++) {
        apr_atomic_cas32(&shared->slots[i], 0, (apr_uint32_t)pid);
        if (i < slots) {
            wake_one();
        }
    }
}

/* ---- waiting ---- */

/* A clock that is set back would have them wait as much longer. */
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 30)
#define WAIT_CLOCK CLOCK_MONOTONIC
#define wait_until(semaphore, until) sem_clockwait(semaphore, WAIT_CLOCK, until)
#else
#define WAIT_CLOCK CLOCK_REALTIME
#define wait_until(semaphore, until) sem_timedwait(semaphore, until)
#endif

/* Returns the slot, or -1 when it took too long. */
static int wait_for_slot(void)
{
    struct timespec until;
    int slot;

    clock_gettime(WAIT_CLOCK, &until);
    until.tv_sec += WAIT_SECONDS;
    while ((slot = take(shared->slots, slots)) < 0) {
        if (wait_until(&shared->freed, &until) != 0 && errno != EINTR) {
            break;
        }
    }
    return slot;
}

/* Returns the slot, or -1 when it took too long or too many wait already. */
static int enter(void)
{
    int slot = take(shared->slots, slots), place = -1;

    if (slot < 0) {
        place = take(shared->queue, queue);
    }
    if (place >= 0) {
        slot = wait_for_slot();
        give_back(&shared->queue[place]);
    }
    if (slot < 0) {
        cc_count(CC_COUNT_GATE_BUSY);
    }
    return slot;
}

static void leave(int slot)
{
    give_back(&shared->slots[slot]);
    wake_one();
}

/* ---- hashing behind everybody who asks for a page ---- */

typedef struct {
    void (*work)(void *data);
    void *data;
} task_t;

static void *do_task(void *task)
{
    const task_t *it = task;

#ifdef __linux__ /* elsewhere it would be that of the whole process, lower with each sign-in */
    if (nice(NICENESS) == -1) {
        /* then it is done beside everybody else */
    }
#endif
    it->work(it->data);
    return NULL;
}

/* A thread cannot raise its priority again, so each task has its own: nothing beside a hash. It takes no signals, which
 * are for the threads of the MPM. */
static bool do_in_thread(task_t *task)
{
    sigset_t all, before;
    pthread_t thread;
    bool started;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    started = pthread_create(&thread, NULL, do_task, task) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started && pthread_join(thread, NULL) == 0;
}

static cc_status_t run(void *baton, void (*work)(void *data), void *data)
{
    task_t task = {work, data};
    int slot = enter();

    (void)baton;
    if (slot < 0) {
        return CC_BUSY;
    }
    if (!do_in_thread(&task)) {
        work(data); /* no thread to be had */
    }
    leave(slot);
    return CC_OK;
}

void cc_gate_look(cc_gate_state_t *state)
{
    *state = (cc_gate_state_t){0};
    if (shared) {
        state->slots = slots;
        state->running = count_taken(shared->slots, SLOTS_MAX);
        state->waiting = count_taken(shared->queue, queue_size);
    }
}

const cc_gate_t *cc_gate(void)
{
    static const cc_gate_t gate = {run, NULL};

    return &gate;
}
