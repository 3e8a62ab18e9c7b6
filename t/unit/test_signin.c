/* Signing in, lockout, upgrade of hashes; sessions and their ends, by moving the clock. */
#include "fixture.h"

#define SITE "/cc LAGERTA"

static cc_signin_rules_t rules = {
    .cost = {.opslimit = 1, .memlimit = 8192}, .attempts = 5, .window = 900, .lockout = 900};
static const cc_session_limits_t limits = {.idle = 1800, .absolute = 43200, .remember = 2592000};

static cc_status_t sign_in(fixture_t *f, const char *who, const char *password, const char **token)
{
    const char *ignored;

    return cc_signin(&f->ctx, &rules, SITE, &limits, who, password, false, NULL, token ? token : &ignored);
}

static int64_t audited(fixture_t *f, const char *result)
{
    return number_of(f, apr_pstrcat(f->pool, "SELECT COUNT(*) FROM audit WHERE action = 'signin' AND result = '",
                                    result, "'", NULL));
}

static void test_who(fixture_t *f)
{
    static const struct {
        const char *name, *who, *password;
        cc_status_t status;
    } table[] = {
        {"login", "anna", PASSWORD, CC_OK},
        {"login in capitals, blanks around", "  ANNA ", PASSWORD, CC_OK},
        {"e-mail", "anna@example.com", PASSWORD, CC_OK},
        {"e-mail in capitals", "Anna@EXAMPLE.com", PASSWORD, CC_OK},
        {"wrong password", "anna", "seven grey otters in a cana", CC_REFUSED},
        {"password with a blank too many", "anna", PASSWORD " ", CC_REFUSED},
        {"password in capitals", "anna", "SEVEN GREY OTTERS IN A CANAL", CC_REFUSED},
        {"empty password", "anna", "", CC_REFUSED},
        {"the hash for a password", "plain", "plain", CC_REFUSED},
        {"unknown", "nobody", PASSWORD, CC_REFUSED},
        {"empty login", "", PASSWORD, CC_REFUSED},
        {"a pattern", "ann%", PASSWORD, CC_REFUSED},
        {"internal", "ivan", PASSWORD, CC_OK},
        {"system user", "robot", PASSWORD, CC_REFUSED},
        {"inactive", "gone", PASSWORD, CC_REFUSED},
        {"without a password", "bare", "", CC_REFUSED},
    };

    make_user(f, "anna", "EXT", NULL);
    make_user(f, "ivan", "INT", NULL);
    make_user(f, "robot", "SYS", NULL);
    make_user(f, "gone", "EXT", NULL);
    make_user(f, "bare", "EXT", "");
    make_user(f, "plain", "EXT", "plain");
    cc_account_set_active(&f->ctx, "gone", false);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_int(sign_in(f, table[i].who, table[i].password, NULL), table[i].status, table[i].name);
    }
    is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), 5, "a session for each success, none for a failure");
    is_int(audited(f, "failed"), 9, "each failure is recorded, of those whom nobody knows as well");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'signin' AND address = '192.0.2.1'"), 16,
           "with the address");
    is_int(audited(f, "refused"), 2, "and each right password of somebody who may not sign in");
}

/* ---- every answer costs one check of a password ---- */

static cc_status_t count_run(void *baton, void (*work)(void *data), void *data)
{
    ++*(int *)baton;
    work(data);
    *(int *)baton += 100;
    return CC_OK;
}

static void test_cost(fixture_t *f)
{
    static const char *const who[] = {"anna", "ivan", "nobody", "", "robot", "gone", "bare", "plain", "ann%"};
    int count;
    const cc_gate_t gate = {count_run, &count}, *before = f->ctx.gate;

    f->ctx.gate = &gate;
    for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
        count = 0;
        sign_in(f, who[i], "seven grey otters in a cana", NULL);
        is_int(count, 101, apr_psprintf(f->pool, "one hash is computed for '%s'", who[i]));
    }
    f->ctx.gate = before;
}

#define TRIES 12

/* The least of some tries of each in turn, so that whatever else the machine does meets them alike. */
static void cpu_of(fixture_t *f, const char *const *logins, int count, double *least)
{
    for (int i = 0; i < TRIES * count; i++) {
        const char *login = logins[i % count];
        double from = cpu(), took;
        sign_in(f, login, "seven grey otters in a cana", NULL);
        took = cpu() - from;
        least[i % count] = i < count || took < least[i % count] ? took : least[i % count];
        cc_account_unlock(&f->ctx, login);
    }
}

/* An imported hash is compared in no time, and one of a former ClientCenterPasswordHash took its own time beside that
 * of the present one: either would tell that there is such a user. */
static void test_time(fixture_t *f)
{
    const cc_password_cost_t before = rules.cost, former = {.opslimit = 2, .memlimit = 16 * 1024 * 1024};
    static const char *const logins[] = {"nobody", "import", "older"};
    double least[3], nobody, imported, older;

    make_user(f, "older", "EXT", cc_password_hash(f->pool, "some other words", &former));
    make_user(f, "import", "EXT", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=");
    rules.cost = (cc_password_cost_t){.opslimit = 3, .memlimit = 16 * 1024 * 1024};
    cpu_of(f, logins, 3, least);
    nobody = least[0], imported = least[1], older = least[2];
    ok(imported > nobody / 2, "a wrong password takes %.1f ms for nobody, %.1f for an imported hash", 1e3 * nobody,
       1e3 * imported);
    /* two passes of three in place of all, and two more than all, are what it must not be */
    ok(older > nobody * 0.75 && older < nobody * 1.4, "and %.1f for a hash of a former cost", 1e3 * older);
    rules.cost = before;
}

/* The back office lets in active internal administrators only; whoever else has the right password is refused. */
static void test_administrators(fixture_t *f)
{
    static const struct {
        const char *login, *type;
        int active, is_admin;
        cc_status_t status;
    } table[] = {
        {"boss", "INT", 1, 1, CC_OK},          {"clerk", "INT", 1, 0, CC_REFUSED},  {"former", "INT", 0, 1, CC_REFUSED},
        {"outsider", "EXT", 1, 1, CC_REFUSED}, {"daemon", "SYS", 1, 1, CC_REFUSED},
    };
    int64_t before = number_of(f, "SELECT COUNT(*) FROM sessions");

    rules.administrators = true;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        make_user(f, table[i].login, table[i].type, NULL);
        cc_db_direct(f->ctx.db, "set",
                     apr_psprintf(f->pool, "UPDATE users SET active = %d, is_admin = %d WHERE login = '%s'",
                                  table[i].active, table[i].is_admin, table[i].login));
        is_int(sign_in(f, table[i].login, PASSWORD, NULL), table[i].status, table[i].login);
    }
    is_int(sign_in(f, "boss", "seven grey otters in a cana", NULL), CC_REFUSED, "a wrong password");
    rules.administrators = false;
    is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), before + 1, "one session");
    is_int(sign_in(f, "clerk", PASSWORD, NULL), CC_OK, "elsewhere they sign in");
}

static void test_lockout(fixture_t *f)
{
    make_user(f, "lock", "EXT", NULL);
    for (int i = 1; i <= 4; i++) {
        sign_in(f, "lock", "wrong", NULL);
    }
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "right after four failures");
    for (int i = 1; i <= 4; i++) {
        sign_in(f, "lock", "wrong", NULL);
    }
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "a success forgets the failures");
    for (int i = 1; i <= 5; i++) {
        is_int(sign_in(f, "lock", "wrong", NULL), CC_REFUSED, "wrong");
    }
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_REFUSED, "right after five failures is refused");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'user.lock' AND target LIKE '%%<lock>%%'"), 1,
           "and the lock is recorded, once");
    is_int(sign_in(f, "lock@example.com", PASSWORD, NULL), CC_REFUSED, "by e-mail too");
    ok(audited(f, "locked") == 2, "and audited as locked");
    f->ctx.now += 899;
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_REFUSED, "a second before the end of the lock");
    f->ctx.now += 1;
    is_int(sign_in(f, "lock", "wrong", NULL), CC_REFUSED, "after it, a failure");
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "is the first of a new count");

    cc_db_direct(f->ctx.db, "set", "UPDATE users SET locked_until = 1 WHERE login = 'lock'");
    sign_in(f, "lock", PASSWORD, NULL);
    is_int(number_of(f, "SELECT locked_until FROM users WHERE login = 'lock'"), 0, "a success forgets an ended lock");

    for (int i = 1; i <= 4; i++) {
        sign_in(f, "lock", "wrong", NULL);
    }
    f->ctx.now += 900;
    sign_in(f, "lock", "wrong", NULL);
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "failures of an older window do not count");

    rules.lockout = 60;
    for (int i = 1; i <= 5; i++) {
        sign_in(f, "lock", "wrong", NULL);
    }
    f->ctx.now += 60;
    sign_in(f, "lock", "wrong", NULL);
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "a lock that ends within the window ends the count as well");
    rules.lockout = 900;

    for (int i = 1; i <= 5; i++) {
        sign_in(f, "lock", "wrong", NULL);
    }
    is_int(cc_account_unlock(&f->ctx, "LOCK"), CC_OK, "unlocked");
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_OK, "signs in");
    is_int(cc_account_unlock(&f->ctx, "nobody"), CC_NOT_FOUND, "nobody to unlock");

    for (int i = 1; i <= 5; i++) {
        cc_signin_confirm(&f->ctx, &rules, number_of(f, "SELECT id FROM users WHERE login = 'lock'"), "wrong");
    }
    is_int(sign_in(f, "lock", PASSWORD, NULL), CC_REFUSED, "the current password, asked for again, counts as well");
    cc_account_unlock(&f->ctx, "lock");
}

static bool hash_begins(fixture_t *f, const char *login, const char *with)
{
    return number_of(f, apr_psprintf(f->pool,
                                     "SELECT COUNT(*) FROM users WHERE login = '%s' AND "
                                     "substr(password_hash, 1, %d) = '%s'",
                                     login, (int)strlen(with), with)) == 1;
}

static void test_upgrade(fixture_t *f)
{
    make_user(f, "old", "EXT", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=");
    sign_in(f, "old", "wrong", NULL);
    ok(hash_begins(f, "old", "{SHA}"), "a failure leaves an imported hash");
    is_int(sign_in(f, "old", "password", NULL), CC_OK, "an imported hash signs in");
    ok(hash_begins(f, "old", "$argon2id$v=19$m=8,t=1,p=1$"), "and is upgraded");
    is_int(sign_in(f, "old", "password", NULL), CC_OK, "which signs in as well");
    rules.cost.opslimit = 2;
    is_int(sign_in(f, "old", "password", NULL), CC_OK, "with a higher cost");
    ok(hash_begins(f, "old", "$argon2id$v=19$m=8,t=2,p=1$"), "the hash follows");
    rules.cost.opslimit = 1;
}

/* ---- sessions ---- */

static bool alive(fixture_t *f, const char *token)
{
    cc_session_t session;
    cc_user_t user;
    cc_status_t status = cc_session_find(&f->ctx, SITE, token, &session, &user);

    if (status == CC_OK) {
        cc_session_touch(&f->ctx, &session);
    }
    return status == CC_OK;
}

static const char *open_session(fixture_t *f, const char *login, bool remember, const cc_session_limits_t *use)
{
    const char *token = NULL;

    cc_signin(&f->ctx, &rules, SITE, use, login, PASSWORD, remember, NULL, &token);
    return token;
}

static void test_expiry(fixture_t *f)
{
    const cc_session_limits_t no_remember = {1800, 43200, 0}, brief = {1800, 60, 0};
    const char *token = open_session(f, "anna", false, &limits);
    int used = 0;

    ok(alive(f, token), "a session");
    f->ctx.now += 1799;
    ok(alive(f, token), "just before the idle end");
    f->ctx.now += 1799;
    ok(alive(f, token), "used in between, it lives on");
    f->ctx.now += 1800;
    ok(!alive(f, token), "over when idle for half an hour");

    f->ctx.now += 86400;
    token = open_session(f, "anna", false, &limits);
    f->ctx.now -= 86400;
    ok(alive(f, token), "begun while the clock was a day ahead");
    f->ctx.now += 1800;
    ok(!alive(f, token), "and, used since it was set right, over when idle for half an hour");

    token = open_session(f, "anna", false, &limits);
    for (int i = 0; i < 36; i++) {
        used += alive(f, token);
        f->ctx.now += 1200;
    }
    f->ctx.now -= 1;
    ok(used == 36 && alive(f, token), "in constant use for a second less than twelve hours");
    f->ctx.now += 1;
    ok(!alive(f, token), "and then over in any case");

    token = open_session(f, "anna", true, &limits);
    f->ctx.now += 2592000 - 1;
    ok(alive(f, token), "remembered for thirty days");
    f->ctx.now += 1;
    ok(!alive(f, token), "and not a second longer");
    token = open_session(f, "anna", true, &no_remember);
    f->ctx.now += 1799;
    is_int(number_of(f, "SELECT MAX(ends_at) FROM sessions"), f->ctx.now + 1, "a session like any other");
    f->ctx.now += 1;
    ok(!alive(f, token), "where it is not offered, remember does nothing");
    token = open_session(f, "anna", false, &brief);
    f->ctx.now += 60;
    ok(!alive(f, token), "an absolute limit below the idle one counts from the beginning");
}

static void test_session_ends(fixture_t *f)
{
    const char *a = open_session(f, "anna", false, &limits), *b = open_session(f, "anna", false, &limits), *c;
    const char *i = open_session(f, "ivan", false, &limits);
    int64_t anna = number_of(f, "SELECT id FROM users WHERE login = 'anna'");
    int64_t ivans =
        number_of(f, "SELECT MAX(s.id) FROM sessions s JOIN users u ON u.id = s.user_id WHERE login = 'ivan'");
    apr_array_header_t *list;
    cc_session_t session;
    cc_user_t user;
    int ended;

    ok(strcmp(a, b) != 0, "two tokens");
    is_int(number_of(f, apr_psprintf(f->pool, "SELECT COUNT(*) FROM sessions WHERE token_hash = '%s'", a)), 0,
           "are not in the database");
    is_int(cc_session_find(&f->ctx, "/other LAGERTA", a, &session, &user), CC_NOT_FOUND, "another site");
    is_int(cc_session_find(&f->ctx, SITE, "", &session, &user), CC_NOT_FOUND, "no token");
    is_int(cc_session_find(&f->ctx, SITE, cc_token_hash(f->pool, a), &session, &user), CC_NOT_FOUND, "the hash");
    is_int(cc_session_list(&f->ctx, anna, &list), CC_OK, "list");
    is_int(list->nelts, 2, "her two");

    is_int(cc_session_end(&f->ctx, a), CC_OK, "log out");
    ok(!alive(f, a) && alive(f, b), "ends one");
    is_int(cc_session_end(&f->ctx, a), CC_OK, "twice is harmless");
    is_int(cc_session_end_own(&f->ctx, anna, ivans), CC_OK, "somebody else's session");
    ok(alive(f, i), "lives on");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action IN ('signout', 'session.end')"), 1,
           "what ended nothing is not recorded");
    is_int(cc_signin(&f->ctx, &rules, SITE, &limits, "anna", PASSWORD, false, b, &c), CC_OK, "sign in again");
    ok(!alive(f, b) && alive(f, c), "replaces the old session");
    f->ctx.actor_id = 0; /* as ccadmin does */
    is_int(cc_session_end_all(&f->ctx, anna, &ended), CC_OK, "log out everywhere");
    is_int(ended, 1, "one was left");
    is_int(number_of(
               f, "SELECT COUNT(*) FROM audit WHERE action = 'session.end_all' AND target = 'User anna <anna> [EXT]'"),
           1, "and the record says whose");
    ok(!alive(f, c) && alive(f, i), "hers, not his");

    a = b = open_session(f, "anna", false, &limits);
    is_int(cc_account_set_password(&f->ctx, &account_rules, anna, "twelve brown hats on a fence", SITE, &limits, &b),
           CC_OK, "a new password");
    ok(!alive(f, a) && alive(f, b), "ends the others and opens one");
    is_int(sign_in(f, "anna", PASSWORD, NULL), CC_REFUSED, "the old password is gone");
    is_int(cc_account_set_active(&f->ctx, "anna", false), CC_OK, "deactivate");
    ok(!alive(f, b), "ends it");
    cc_account_set_active(&f->ctx, "anna", true);
    ok(!alive(f, b), "for good");
    cc_db_direct(f->ctx.db, "test", "UPDATE users SET user_type = 'SYS' WHERE login = 'ivan'");
    ok(!alive(f, i), "a user of a type that may not sign in has no session");
}

static void test_clean_up(fixture_t *f)
{
    cc_db_direct(f->ctx.db, "test", "UPDATE users SET user_type = 'INT' WHERE login = 'ivan'");
    for (int i = 0; i < 30; i++) {
        open_session(f, "ivan", false, &limits);
    }
    f->ctx.now += 86400;
    open_session(f, "ivan", false, &limits);
    open_session(f, "ivan", false, &limits);
    is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), 2, "ended sessions are cleared away, twenty at a time");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fixture_fill(&f);
    test_who(&f);
    test_cost(&f);
    test_time(&f);
    test_administrators(&f);
    test_lockout(&f);
    test_upgrade(&f);
    test_expiry(&f);
    test_session_ends(&f);
    test_clean_up(&f);
    is_int(f.errors, 0, "nothing was logged as an error");
    fixture_close(&f);
    return done();
}
