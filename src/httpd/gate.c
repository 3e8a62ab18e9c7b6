#include "gate.h"

#include "counters.h"

#include <ap_mpm.h>
#include <apr_atomic.h>
#include <apr_shm.h>
#include <errno.h>
#include <http_log.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

APLOG_USE_MODULE(clientcenter);

#define SLOTS_MAX 256
#define WAIT_SECONDS 10
#define NICENESS 10

/* A POSIX semaphore waits without polling across processes; the holders' process ids let the slots of a child
 * that was killed come back. */
typedef struct {
    sem_t free_slots;
    apr_uint32_t waiting, queue, slots;
    apr_uint32_t holders[SLOTS_MAX]; /* process ids, 0: free */
} shared_t;

/* Written at start-up, before there are threads. */
static shared_t *shared;

bool cc_gate_create(apr_pool_t *pconf, server_rec *s, int slots)
{
    apr_shm_t *shm;
    int threads = 0, daemons = 0;
    apr_status_t rv = apr_shm_create(&shm, sizeof(shared_t), NULL, pconf);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s, "CC1106 no shared memory for ClientCenterLoginConcurrency");
        return false;
    }
    ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    ap_mpm_query(AP_MPMQ_MAX_DAEMONS, &daemons);
    shared = apr_shm_baseaddr_get(shm);
    memset(shared, 0, sizeof(*shared));
    shared->slots = (apr_uint32_t)slots;
    /* at most half of the server's workers wait, so that the others go on serving */
    shared->queue = (apr_uint32_t)((threads > 1 ? threads : 1) * (daemons > 1 ? daemons : 1) / 2);
    if (shared->queue < 4) {
        shared->queue = 4;
    }
    return sem_init(&shared->free_slots, 1, shared->slots) == 0;
}

static void hold(void)
{
    for (apr_uint32_t i = 0; i < shared->slots; i++) {
        if (apr_atomic_cas32(&shared->holders[i], (apr_uint32_t)getpid(), 0) == 0) {
            return;
        }
    }
}

/* Gives back what killed processes held. */
static void reclaim(void)
{
    for (apr_uint32_t i = 0; i < shared->slots; i++) {
        apr_uint32_t pid = apr_atomic_read32(&shared->holders[i]);
        if (pid && kill((pid_t)pid, 0) == -1 && errno == ESRCH &&
            apr_atomic_cas32(&shared->holders[i], 0, pid) == pid) {
            sem_post(&shared->free_slots);
        }
    }
}

static bool wait_for_slot(void)
{
    struct timespec until;
    int result = -1;

    clock_gettime(CLOCK_REALTIME, &until);
    for (int i = 0; i < WAIT_SECONDS && result != 0; i++) {
        until.tv_sec++;
        do {
            result = sem_timedwait(&shared->free_slots, &until);
        } while (result != 0 && errno == EINTR);
        if (result != 0) {
            reclaim();
        }
    }
    return result == 0;
}

static cc_status_t enter(void)
{
    bool got;

    if (sem_trywait(&shared->free_slots) != 0) {
        if (apr_atomic_inc32(&shared->waiting) >= shared->queue) {
            apr_atomic_dec32(&shared->waiting);
            cc_count(CC_COUNT_GATE_BUSY);
            return CC_BUSY;
        }
        got = wait_for_slot();
        apr_atomic_dec32(&shared->waiting);
        if (!got) {
            cc_count(CC_COUNT_GATE_BUSY);
            return CC_BUSY;
        }
    }
    hold();
    return CC_OK;
}

static void leave(void)
{
    for (apr_uint32_t i = 0; i < shared->slots; i++) {
        if (apr_atomic_cas32(&shared->holders[i], 0, (apr_uint32_t)getpid()) == (apr_uint32_t)getpid()) {
            break;
        }
    }
    sem_post(&shared->free_slots);
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
    cc_status_t status = enter();

    (void)baton;
    if (status != CC_OK) {
        return status;
    }
    if (!do_in_thread(&task)) {
        work(data); /* no thread to be had */
    }
    leave();
    return CC_OK;
}

void cc_gate_look(cc_gate_state_t *state)
{
    *state = (cc_gate_state_t){0};
    if (shared) {
        state->slots = (int)shared->slots;
        state->waiting = (int)apr_atomic_read32(&shared->waiting);
        for (apr_uint32_t i = 0; i < shared->slots; i++) {
            state->running += apr_atomic_read32(&shared->holders[i]) != 0;
        }
    }
}

const cc_gate_t *cc_gate(void)
{
    static const cc_gate_t gate = {run, NULL};

    return &gate;
}
