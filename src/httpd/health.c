#include "health.h"

#include "../domain/session.h"
#include "../store/schema.h"
#include "config.h"
#include "dbd.h"
#include "logging.h"

#include <apr_time.h>

void cc_health_ask(cc_db_t *db, cc_health_t *health)
{
    *health = (cc_health_t){.used = true, .sessions = -1};
    health->up = cc_schema_present(db, &health->version) == CC_OK;
    health->fit = health->up && health->version == cc_schema_version;
    cc_db_release(db);
}

void cc_health_of_server(request_rec *r, cc_health_t *health)
{
    cc_context_t ctx = {.pool = r->pool, .log = cc_log_request(r), .now = apr_time_sec(apr_time_now())};

    *health = (cc_health_t){.sessions = -1};
    if (!cc_server_config(r->server)->site) {
        return;
    }
    ctx.db = cc_db_make(r->pool, cc_dbd_provider(r->pool, r->server), ctx.log);
    cc_health_ask(ctx.db, health);
    if (health->fit && cc_session_count(&ctx, &health->sessions) != CC_OK) {
        health->sessions = -1;
    }
    cc_db_release(ctx.db);
}
