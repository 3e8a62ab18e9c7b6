/* The state of the database as operators ask for it: /healthz, the metrics and mod_status. */
#ifndef CC_HTTPD_HEALTH_H
#define CC_HTTPD_HEALTH_H

#include "../store/db.h"

#include <httpd.h>

/** Where counting sessions ends (domain/session.h). */
#define CC_HEALTH_SESSIONS_MAX 10000

typedef struct {
    bool used;        /**< does this virtual host have a site or a back office? If not, there is nothing to ask */
    bool up;          /**< the database answers */
    int version;      /**< of its schema; 0 for none */
    bool fit;         /**< up, and the schema is the one that this module needs */
    int64_t sessions; /**< live ones, CC_HEALTH_SESSIONS_MAX for that many or more; -1 when they could not be counted */
} cc_health_t;

/** Does the database answer, and with the schema that is needed? Two small reads. The connection is given back. */
void cc_health_ask(cc_db_t *db, cc_health_t *health);

/** The same for the database of the virtual host that `r` came to, and its sessions. */
void cc_health_of_server(request_rec *r, cc_health_t *health);

#endif
