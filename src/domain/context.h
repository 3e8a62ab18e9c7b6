/* What every use case needs besides its input: memory, database, clock and the one who asks. */
#ifndef CC_CONTEXT_H
#define CC_CONTEXT_H

#include "../base/log.h"
#include "../base/problem.h"
#include "../base/types.h"
#include "../store/db.h"

/** Limits how many password hashes are computed at once. `run` has `work` done, perhaps by another thread, and comes
 * back when it is: CC_OK, or CC_BUSY when it was not done at all. */
typedef struct {
    cc_status_t (*run)(void *baton, void (*work)(void *data), void *data);
    void *baton;
} cc_gate_t;

/** Has it done within the limit of the gate, or here when there is none. */
static inline cc_status_t cc_gate_run(const cc_gate_t *gate, void (*work)(void *data), void *data)
{
    if (gate) {
        return gate->run(gate->baton, work, data);
    }
    work(data);
    return CC_OK;
}

/** Something that happened, as its audit record says. Texts are as users typed them, NULL when there is none. */
typedef struct {
    const char *action, *result; /**< "signin", "failed" */
    const char *actor, *target;  /**< who acted, and the user it was done to */
    const char *customer;        /**< number */
} cc_event_t;

/** Who is told of each event, after the transaction in which it happened was kept. */
typedef struct {
    void (*happened)(void *baton, const cc_event_t *event);
    void *baton;
} cc_listener_t;

typedef struct cc_referred_t cc_referred_t; /* referred.h */

typedef struct {
    apr_pool_t *pool;
    cc_db_t *db;
    const cc_log_t *log;
    const cc_gate_t *gate;         /**< NULL: no limit */
    const cc_listener_t *listener; /**< NULL: nobody */
    cc_referred_t *referred;       /**< NULL: nothing is kept */
    int64_t now;                   /**< seconds since the epoch, UTC */
    const char *today;             /**< the server's local date */
    const char *address;           /**< of the client; "" for ccadmin */
    const char *user_agent;        /**< valid UTF-8 of a bounded length; "" when unknown */
    const char *actor_label;       /**< user who acts, as the audit shows them; "ccadmin" for the command */
    int64_t actor_id;              /**< 0: not a user */
} cc_context_t;

#endif
