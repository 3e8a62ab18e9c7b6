#include "status.h"

#include "counters.h"
#include "events.h"
#include "gate.h"
#include "health.h"

#include "../store/schema.h"

#include <apr_optional_hooks.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_protocol.h>
#include <inttypes.h>
#include <mod_status.h>

/* One line, in the two forms in which mod_status writes its own. Values are of our own making: nothing to escape. */
static void line(request_rec *r, int flags, const char *key, const char *words, const char *value)
{
    ap_rprintf(r, flags & AP_STATUS_SHORT ? "ClientCenter%s: %s\n" : "<dt>%s: %s</dt>\n",
               flags & AP_STATUS_SHORT ? key : words, value);
}

static void number(request_rec *r, int flags, const char *key, const char *words, uint64_t value)
{
    line(r, flags, key, words, apr_psprintf(r->pool, "%" PRIu64, value));
}

static void show_database(request_rec *r, int flags)
{
    cc_health_t health;
    const char *state;

    cc_health_of_server(r, &health);
    state = !health.used  ? "not used by this virtual host"
            : !health.up  ? "does not answer"
            : !health.fit ? apr_psprintf(r->pool, "has schema version %d, and %d is needed: ccadmin init",
                                         health.version, cc_schema_version)
                          : "ok";
    line(r, flags, "Database", "Database", state);
    if (health.sessions >= 0) {
        line(r, flags, "Sessions", "Live sessions",
             apr_psprintf(r->pool, "%" PRId64 "%s", health.sessions,
                          health.sessions < CC_HEALTH_SESSIONS_MAX || flags & AP_STATUS_SHORT ? "" : " or more"));
    }
    number(r, flags, "DatabaseErrors", "Database errors", cc_counted(CC_COUNT_DB_FAILED));
    number(r, flags, "DatabaseBusy", "Writers that waited for too long", cc_counted(CC_COUNT_DB_BUSY));
}

static void show_signins(request_rec *r, int flags)
{
    static const struct {
        const char *key, *words, *action, *result;
    } rows[] = {{"SignIns", "Sign-ins", "signin", "ok"},
                {"SignInsFailed", "Failed sign-ins", "signin", "failed"},
                {"SignInsLocked", "Sign-ins to locked accounts", "signin", "locked"},
                {"SignInsThrottled", "Throttled sign-ins", "signin", "throttled"},
                {"SignInsBusy", "Sign-ins put off", "signin", "busy"},
                {"Lockouts", "Accounts locked", "user.lock", "ok"},
                {"Registrations", "Registrations", "register", "ok"}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        number(r, flags, rows[i].key, rows[i].words, cc_counted_event(cc_events_kind(rows[i].action, rows[i].result)));
    }
}

static void show_work(request_rec *r, int flags)
{
    cc_gate_state_t gate;
    int made, in_use;
    uint64_t bytes;

    cc_gate_look(&gate);
    cc_counted_lua_states(&made, &in_use, &bytes);
    line(r, flags, "PasswordChecks", "Password checks running, of so many at once, and waiting",
         apr_psprintf(r->pool, "%d/%d %d", gate.running, gate.slots, gate.waiting));
    line(r, flags, "LuaStates", "Lua states at work, of so many", apr_psprintf(r->pool, "%d/%d", in_use, made));
    number(r, flags, "PageFailures", "Pages that their script could not make", cc_counted(CC_COUNT_PAGE_FAILED));
}

static int status_hook(request_rec *r, int flags)
{
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("<hr />\n<h2>Client Center " CC_VERSION "</h2>\n<dl>\n", r);
    }
    show_database(r, flags);
    show_signins(r, flags);
    show_work(r, flags);
    if (!(flags & AP_STATUS_SHORT)) {
        ap_rputs("</dl>\n", r);
    }
    return OK;
}

void cc_status_register_hooks(void)
{
    APR_OPTIONAL_HOOK(ap, status_hook, status_hook, NULL, NULL, APR_HOOK_MIDDLE);
}
