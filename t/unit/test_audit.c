/* The chain of the audit: what a hash is made of, and how records get into it with the transaction they belong to. */
#include "fixture.h"

#include "domain/audit.h"
#include "domain/grid.h"
#include "store/audit_chain.h"

#define EXPECTED "23f7d9687a3bf94b6f9dc8c55bfaf804b03507454f9afe78d0ae15c82bd19aca"

static const char *hash_of(fixture_t *f, const char *previous, cc_audit_record_t record)
{
    return cc_audit_hash(f->pool, previous, &record);
}

static void test_hash(fixture_t *f)
{
    const cc_audit_record_t record = {.at = 1700000000,
                                      .action = "access.add",
                                      .result = "ok",
                                      .actor_id = 7,
                                      .actor = "Zo\xc3\xab <z> [EXT]",
                                      .address = "192.0.2.1",
                                      .customer_id = 3,
                                      .customer = "00028",
                                      .user_id = 9,
                                      .target = "B <b> [EXT]",
                                      .after = "{\"role\":\"L10\"}",
                                      .detail = "a/b\n\"c\"\\"};
    cc_audit_record_t other;

    /* computed by another program from
     * ["000…","2023-11-14T22:13:20Z","access.add","ok",7,"Zoë <z> [EXT]","192.0.2.1",3,"00028",9,"B <b> [EXT]",null,
     *  "{\"role\":\"L10\"}","a/b\n\"c\"\\"] */
    is_str(hash_of(f, cc_audit_start, record), EXPECTED, "the hash of a record");
    is_int((int64_t)strlen(cc_audit_start), 64, "the first one follows 64 zeros");
    ok(strcmp(hash_of(f, EXPECTED, record), EXPECTED) != 0, "another place in the chain is another hash");
#define DIFFERS(member, value, name)                                                                                   \
    other = record;                                                                                                    \
    other.member = value;                                                                                              \
    ok(strcmp(hash_of(f, cc_audit_start, other), EXPECTED) != 0, name)
    DIFFERS(at, 1700000001, "another time");
    DIFFERS(action, "access.edit", "another action");
    DIFFERS(result, "refused", "another result");
    DIFFERS(actor_id, 0, "no actor");
    DIFFERS(actor, "", "another actor");
    DIFFERS(address, "", "another address");
    DIFFERS(customer_id, 0, "no customer");
    DIFFERS(customer, "00031", "another number");
    DIFFERS(user_id, 8, "another user");
    DIFFERS(target, NULL, "no target");
    DIFFERS(before, "", "an empty text is not none");
    DIFFERS(after, "{\"role\":\"L90\"}", "other values");
    DIFFERS(detail, NULL, "no detail");
    other = record;
    other.address = "";
    other.actor = "Zo\xc3\xab <z> [EXT]192.0.2.1";
    ok(strcmp(hash_of(f, cc_audit_start, other), EXPECTED) != 0, "nothing can move from one field to the next");
    other = record;
    other.actor = "Zo\xeb";
    ok(!hash_of(f, cc_audit_start, other), "what is not UTF-8 has no hash");
}

static void test_values(fixture_t *f)
{
    ok(!cc_audit_values_text(f->pool, NULL), "no values");
    is_str(cc_audit_values_text(f->pool, "{\"role\":\"L20\",\"days_back\":30,\"notes\":\"a, b\"}"),
           "role=L20, days_back=30, notes=a, b", "values");
    is_str(cc_audit_values_text(f->pool, "{\"role\":\"L20\",\"days_back\":null,\"active\":true}"),
           "role=L20, days_back=, active=true", "nothing, and truth");
    is_str(cc_audit_values_text(f->pool, "{\"rows\":[{\"a\":1}]}"), "rows=[{\"a\":1}]", "a list");
    is_str(cc_audit_values_text(f->pool, "{}"), "", "an empty object");
    is_str(cc_audit_values_text(f->pool, "no JSON"), "no JSON", "anything else stays");
}

/* ---- in the database ---- */

static cc_status_t note(fixture_t *f, const char *detail)
{
    return cc_audit_write(&f->ctx, &(cc_audit_t){.action = "test", .result = "ok", .detail = detail});
}

static int64_t records(fixture_t *f)
{
    return number_of(f, "SELECT COUNT(*) FROM audit");
}

static void test_writing(fixture_t *f)
{
    int64_t before = records(f);

    is_int(note(f, "outside"), CC_FAILED, "not outside of a transaction");
    cc_db_begin(f->ctx.db);
    is_int(note(f, "one"), CC_OK, "one");
    is_int(note(f, "two"), CC_OK, "two");
    cc_db_rollback(f->ctx.db);
    is_int(records(f), before, "a transaction that is undone leaves none");

    cc_db_begin(f->ctx.db);
    for (int i = 0; i < 120; i++) {
        char detail[] = "a text that does not last";
        note(f, detail);
        memset(detail, 'x', 5);
    }
    is_int(cc_db_commit(f->ctx.db), CC_OK, "many in one transaction");
    is_int(records(f), before + 120, "all of them");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE detail = 'a text that does not last'"), 120,
           "as they were when they were written");
    ok(audit_is_chain(f), "in one chain");

    cc_db_begin(f->ctx.db);
    note(f, "three");
    is_int(cc_db_commit(f->ctx.db), CC_OK, "the next transaction");
    is_int(records(f), before + 121, "has only its own");
    ok(audit_is_chain(f), "and goes on");

    cc_db_begin(f->ctx.db);
    note(f, "four");
    f->ctx.actor_label = "not \xff UTF-8";
    note(f, "five");
    f->ctx.actor_label = "test";
    is_int(cc_db_commit(f->ctx.db), CC_FAILED, "what cannot be recorded is not done");
    is_int(records(f), before + 121, "and leaves nothing");
    cc_db_begin(f->ctx.db);
    is_int(cc_db_commit(f->ctx.db), CC_OK, "a transaction without records");
    ok(audit_is_chain(f), "the chain is as it was");
    f->errors = 0;
}

/* A second connection between the first one's look at the head and its commit. */
static void test_turns(fixture_t *f)
{
    fixture_t other = {.pool = f->pool, .driver = f->driver, .path = f->path};

    connect_to(&other);
    for (int i = 0; i < 2; i++) { /* each way; who waits does so for seconds */
        fixture_t *mine = i % 2 ? f : &other, *theirs = i % 2 ? &other : f;
        cc_db_begin(mine->ctx.db);
        note(mine, "mine");
        is_int(cc_db_begin(theirs->ctx.db), CC_BUSY, "one at a time");
        cc_db_commit(mine->ctx.db);
        cc_db_begin(theirs->ctx.db);
        note(theirs, "theirs");
        cc_db_commit(theirs->ctx.db);
    }
    ok(audit_is_chain(f), "one chain");
    apr_pool_destroy(other.conn.pool);
}

/* ---- the grid of a site ---- */

static const char *asked; /* filter.at */

static const char *param(void *baton, const char *name)
{
    (void)baton;
    return !strcmp(name, "filter.at") ? asked : NULL;
}

/* How many of the changes of access lie in these days. */
static int64_t within(fixture_t *f, const char *days)
{
    const cc_grid_def_t *def = cc_grid_def("audit");
    cc_user_t user = {.id = 1, .user_type = "EXT", .active = true};
    cc_access_t access = {.role = CC_ROLE_ADMIN, .customer = {.id = customer_id(f, "00028")}};
    cc_view_t view = {.user = &user, .current = &access};
    cc_grid_query_t query;
    cc_grid_result_t result = {0};

    asked = days;
    if (cc_grid_query_make(&f->ctx, def, &view, param, NULL, &query) != CC_OK ||
        cc_grid_page(&f->ctx, def, &view, &query, &result) != CC_OK) {
        return -1;
    }
    return result.total;
}

static void test_days(fixture_t *f)
{
    static const struct {
        const char *days;
        int count;
    } cases[] = {
        {NULL, 4},
        {"2027-02-28", 1},
        {"2027-03-01", 1},
        {"2027-02", 1},
        {"2027-03", 2},
        {"2027", 3},
        {"2028", 1},
        {"2027-12-31", 0},
        {"2027-02-28..2027-03-01", 2},
        {"2027-03..", 3},
        {"..2027-03", 3},
        {"..2027-02", 1},
        {"2027..2028", 4},
        {"..", 4},
        {"2027-03-31", 1},
        {"2028-01-01", 1},
        {"2028-01-01..2027-01-01", 0},
        {"9999-12-31", 0},
        {"9999", 0},
        {"0001", 0},
        {"2027-02-29", 0},
        {"2027-2", 0},
        {"x", 0},
        {"2027-02-28..x", 0},
    };
    /* the last second of a February, the first of the March after it, its last, and the first of a year */
    static const int64_t times[] = {1803859199, 1803859200, 1806537599, 1830297600};
    const char *logins[] = {"d1", "d2", "d3", "d4"};

    for (int i = 0; i < 4; i++) {
        make_user(f, logins[i], "EXT", "x");
        f->ctx.now = times[i];
        make_access(f, "00028", logins[i], CC_ROLE_BASIC, CC_DAYS_UNLIMITED);
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        is_int(within(f, cases[i].days), cases[i].count, cases[i].days ? cases[i].days : "no filter");
    }
    f->ctx.now = START;
}

/* ---- who is told ---- */

typedef struct {
    int count;
    char last[200];
} heard_t;

static void hear(void *baton, const cc_event_t *event)
{
    heard_t *heard = baton;

    heard->count++;
    apr_snprintf(heard->last, sizeof(heard->last), "%s %s %s by %s for %s", event->action, event->result,
                 event->target ? event->target : "-", event->actor, event->customer ? event->customer : "-");
}

static cc_status_t refuse_last(cc_db_t *db, void *baton)
{
    (void)db;
    (void)baton;
    return CC_REFUSED;
}

static void test_listener(fixture_t *f)
{
    heard_t heard = {0};
    const cc_listener_t listener = {hear, &heard};
    const cc_audit_t record = {.action = "access.edit", .result = "ok", .customer = "00028", .target = "B <b> [EXT]"};

    f->ctx.listener = &listener;
    f->ctx.actor_label = "A <a> [EXT]";
    is_int(cc_db_begin(f->ctx.db), CC_OK, "a transaction");
    for (int i = 0; i < 60; i++) {
        cc_audit_write(&f->ctx, &record);
    }
    is_int(heard.count, 0, "nothing is told before it is kept");
    is_int(cc_db_commit(f->ctx.db), CC_OK, "kept");
    is_int(heard.count, 60, "then each record is told, however many there are");
    is_str(heard.last, "access.edit ok B <b> [EXT] by A <a> [EXT] for 00028", "with who did what to whom");

    heard.count = 0;
    cc_db_begin(f->ctx.db);
    cc_audit_write(&f->ctx, &record);
    cc_db_rollback(f->ctx.db);
    is_int(heard.count, 0, "what was undone is not told");
    cc_db_begin(f->ctx.db);
    cc_audit_write(&f->ctx, &record);
    cc_db_before_commit(f->ctx.db, refuse_last, NULL);
    is_int(cc_db_commit(f->ctx.db), CC_REFUSED, "a commit that fails at its last step");
    is_int(heard.count, 0, "is not told either");
    f->ctx.listener = NULL;
    cc_db_begin(f->ctx.db);
    cc_audit_write(&f->ctx, &record);
    is_int(cc_db_commit(f->ctx.db), CC_OK, "without a listener");
    is_int(heard.count, 0, "nobody is told, nor the listener of an earlier transaction");
}

/* A chain without a head is a broken database, and nothing that somebody looked for in vain. */
static void test_no_head(fixture_t *f)
{
    cc_status_t status;

    cc_db_direct(f->ctx.db, "test", "DELETE FROM audit_head");
    status = cc_db_begin(f->ctx.db);
    is_int(status == CC_OK ? note(f, "six") : status, CC_FAILED, "without a head");
    cc_db_rollback(f->ctx.db);
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fixture_fill(&f);
    test_hash(&f);
    test_values(&f);
    test_writing(&f);
    test_turns(&f);
    test_days(&f);
    test_listener(&f);
    test_no_head(&f);
    fixture_close(&f);
    return done();
}
