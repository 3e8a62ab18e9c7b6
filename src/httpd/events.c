#include "events.h"

#include "counters.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <http_config.h>
#include <http_log.h>
#include <string.h>

APLOG_USE_MODULE(clientcenter);

typedef struct {
    const char *action, *result;
    int level;
    const char *line;
} kind_t;

/* In operation as usual nothing here is worth more than `info`; what an administrator should look into is a warning
 * (a notice would be written whatever LogLevel says).
 * The place in this table is that of the counter, so new kinds come before the last. */
static const kind_t kinds[] = {
    {"signin", "ok", APLOG_INFO, "CC1601 signed in"},
    {"signin", "failed", APLOG_INFO, "CC1602 sign-in failed: login or password not right"},
    {"signin", "locked", APLOG_INFO, "CC1603 sign-in refused: the account is locked; it ends by itself"},
    {"signin", "refused", APLOG_INFO, "CC1604 sign-in refused: right password, but a user who may not sign in here"},
    {"signin", "throttled", APLOG_INFO, "CC1605 sign-in refused: ClientCenterAddressAttempts of this address"},
    {"signin", "busy", APLOG_INFO, "CC1606 sign-in put off: the queue of password checks or the database is busy"},
    {"signout", "ok", APLOG_INFO, "CC1607 signed out"},
    {"password.confirm", "failed", APLOG_INFO, "CC1608 the present password was not right"},
    {"password.confirm", "locked", APLOG_INFO, "CC1609 the present password is not checked: the account is locked"},
    {"password.confirm", "refused", APLOG_INFO, "CC1610 the present password of a user who may not sign in"},
    {"user.lock", "ok", APLOG_WARNING,
     "CC1611 account locked after ClientCenterLoginAttempts; ccadmin user unlock ends it"},
    {"user.unlock", "ok", APLOG_INFO, "CC1612 account unlocked"},
    {"register", "ok", APLOG_INFO, "CC1613 registered"},
    {"register", "refused", APLOG_INFO, "CC1614 registration for an address that is taken; nothing was changed"},
    {"register", "throttled", APLOG_INFO, "CC1615 registration refused: ClientCenterAddressAttempts of this address"},
    {"session.end", "ok", APLOG_INFO, "CC1616 session ended"},
    {"session.end_all", "ok", APLOG_INFO, "CC1617 all sessions ended"},
    {"password.change", "ok", APLOG_INFO, "CC1618 password changed"},
    {"account.edit", "ok", APLOG_INFO, "CC1619 account changed"},
    {"access.add", "ok", APLOG_INFO, "CC1620 access granted"},
    {"access.add", "refused", APLOG_INFO, "CC1621 granting access refused"},
    {"access.edit", "ok", APLOG_INFO, "CC1622 access changed"},
    {"access.edit", "refused", APLOG_INFO, "CC1623 changing access refused"},
    {"access.remove", "ok", APLOG_INFO, "CC1624 access removed"},
    {"access.remove", "refused", APLOG_INFO, "CC1625 removing access refused"},
    {"access.lookup", "ok", APLOG_INFO, "CC1626 user found by e-mail"},
    {"access.lookup", "failed", APLOG_INFO, "CC1627 no user found by e-mail"},
    {"user.add", "ok", APLOG_INFO, "CC1628 user added"},
    {"user.edit", "ok", APLOG_INFO, "CC1629 user changed"},
    {"user.edit", "refused", APLOG_INFO, "CC1630 changing a user refused"},
    {"user.activate", "ok", APLOG_INFO, "CC1631 user activated"},
    {"user.deactivate", "ok", APLOG_INFO, "CC1632 user deactivated"},
    {"person.add", "ok", APLOG_INFO, "CC1633 person added"},
    {"person.add", "refused", APLOG_INFO, "CC1634 adding a person refused"},
    {"person.edit", "ok", APLOG_INFO, "CC1642 person changed"},
    {"person.edit", "refused", APLOG_INFO, "CC1643 changing a person refused"},
    {"party.edit", "ok", APLOG_INFO, "CC1635 party changed"},
    {"party.edit", "refused", APLOG_INFO, "CC1636 changing a party refused"},
    {"customer.add", "ok", APLOG_INFO, "CC1637 customer added"},
    {"customer.edit", "ok", APLOG_INFO, "CC1638 customer changed"},
    {"customer.remove", "ok", APLOG_INFO, "CC1639 customer removed"},
    {"backoffice.change", "refused", APLOG_INFO, "CC1640 change refused: no administrator any more"},
    {"form", "refused", APLOG_INFO, "CC1641 form refused: its token is missing, old or of another session"},
    {"other", "other", APLOG_INFO, "CC1699 event"},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };
_Static_assert(KINDS <= CC_EVENTS_MAX, "more kinds of events than counters");

int cc_events_kind(const char *action, const char *result)
{
    int kind = 0;

    while (kind < KINDS - 1 && (strcmp(kinds[kind].action, action) != 0 || strcmp(kinds[kind].result, result) != 0)) {
        kind++;
    }
    return kind;
}

/* ", by Olivia Green <OG> [EXT]", or "" */
static const char *part(apr_pool_t *pool, const char *word, const char *value)
{
    return value && *value ? apr_pstrcat(pool, word, cc_escape_log(pool, value), NULL) : "";
}

static void happened(void *baton, const cc_event_t *event)
{
    request_rec *r = baton;
    const kind_t *kind = &kinds[cc_events_kind(event->action, event->result)];
    bool by_another = event->actor && (!event->target || strcmp(event->actor, event->target) != 0);

    cc_count_event((int)(kind - kinds));
    if (APLOG_R_IS_LEVEL(r, kind->level)) {
        ap_log_rerror(APLOG_MARK, kind->level, 0, r, "%s%s%s%s%s", kind->line,
                      kind == &kinds[KINDS - 1] ? part(r->pool, " ", event->action) : "",
                      part(r->pool, ": ", event->target), part(r->pool, ", customer ", event->customer),
                      by_another ? part(r->pool, ", by ", event->actor) : "");
    }
}

const cc_listener_t *cc_events_listener(request_rec *r)
{
    cc_listener_t *listener = apr_palloc(r->pool, sizeof(*listener));

    *listener = (cc_listener_t){happened, r};
    return listener;
}

void cc_events_report(request_rec *r, const char *action, const char *result)
{
    const cc_event_t event = {.action = action, .result = result};

    happened(r, &event);
}

int cc_events_count(void)
{
    return KINDS;
}

const char *cc_events_action(int kind)
{
    return kinds[kind].action;
}

const char *cc_events_result(int kind)
{
    return kinds[kind].result;
}
