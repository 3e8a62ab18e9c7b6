/* The limit on password hashes at once, over all processes of the server: each costs tens of megabytes and
 * milliseconds, so a flood of logins must not take the machine from those who are signed in. */
#ifndef CC_HTTPD_GATE_H
#define CC_HTTPD_GATE_H

#include "../domain/context.h"

#include <httpd.h>

/** In the parent, at each start and restart: shared memory, and `slots` hashes at once from now on. */
bool cc_gate_create(server_rec *s, int slots);

/** In the parent, before it makes another child: what the process had comes back, however it ended. */
void cc_gate_child_ended(pid_t pid);

typedef struct {
    int slots, running, waiting;
} cc_gate_state_t;

/** How many password checks may run, run, and wait; all 0 before the gate is made. */
void cc_gate_look(cc_gate_state_t *state);

/** Waits for a slot in a bounded queue; CC_BUSY when the queue is full or the wait too long. What it has done is done
 * by a thread of low priority: pages come first. */
const cc_gate_t *cc_gate(void);

#endif
