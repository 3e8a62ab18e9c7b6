/* Signing in while something changes: what was true when a password was looked at need not be true any more. */
#include "fixture.h"

#define SITE "/cc LAGERTA"

static const cc_signin_rules_t rules = {
    .cost = {.opslimit = 1, .memlimit = 8192}, .attempts = 5, .window = 900, .lockout = 900};
static const cc_session_limits_t limits = {.idle = 1800, .absolute = 43200, .remember = 2592000};

static cc_status_t sign_in(fixture_t *f, const char *who, const char *password)
{
    const char *token;

    return cc_signin(&f->ctx, &rules, SITE, &limits, who, password, false, NULL, &token);
}

static const char *signed_in(fixture_t *f, const char *login)
{
    const char *token = NULL;

    is_int(cc_signin(&f->ctx, &rules, SITE, &limits, login, PASSWORD, false, NULL, &token), CC_OK, login);
    return token;
}

static int64_t failures(fixture_t *f)
{
    return number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'signin' AND result = 'failed'");
}

/* ---- what an administrator does while a new password is hashed ---- */

typedef struct {
    fixture_t *f;
    int64_t user;
    const char *password; /* the one that is set; NULL: the user is deactivated, and activated again */
    int times;
} meddling_t;

static cc_status_t meddle(void *baton, void (*work)(void *data), void *data)
{
    meddling_t *it = baton;
    cc_context_t ctx = it->f->ctx;

    work(data);
    ctx.gate = NULL;
    if (it->times++) {
        return CC_OK;
    }
    if (it->password) {
        is_int(cc_account_set_password(&ctx, &account_rules, it->user, it->password, NULL, NULL, NULL), CC_OK, "reset");
    } else {
        cc_account_set_active(&ctx, "vera", false);
        cc_account_set_active(&ctx, "vera", true);
    }
    return CC_OK;
}

/* How a change of the password by this session ends. */
static cc_status_t change(fixture_t *f, meddling_t *meddling, const char *token)
{
    const cc_gate_t gate = {meddle, meddling}, *before = f->ctx.gate;
    cc_status_t status;

    f->ctx.gate = &gate;
    status = cc_account_set_password(&f->ctx, &account_rules, meddling->user, "eleven old boats in fog", SITE, &limits,
                                     &token);
    f->ctx.gate = before;
    return status;
}

static void test_change_meets_reset(fixture_t *f)
{
    int64_t vera = make_user(f, "vera", "EXT", NULL);
    const char *count = apr_psprintf(f->pool, "SELECT COUNT(*) FROM sessions WHERE user_id = %" APR_INT64_T_FMT, vera);
    meddling_t deactivated = {f, vera, NULL, 0}, reset = {f, vera, "nine silver kites at dusk", 0};
    const char *token;

    is_int(change(f, &deactivated, signed_in(f, "vera")), CC_REFUSED, "of a user without a session");
    is_int(number_of(f, count), 0, "who gets none");
    is_int(change(f, &reset, signed_in(f, "vera")), CC_REFUSED, "of a password that was set anew");
    is_int(number_of(f, count), 0, "no session either");
    is_int(sign_in(f, "vera", "eleven old boats in fog"), CC_REFUSED, "and nothing was changed");
    is_int(sign_in(f, "vera", reset.password), CC_OK, "what the administrator set stays");
    make_user(f, "olga", "EXT", NULL);
    token = signed_in(f, "olga");
    is_int(cc_account_set_password(&f->ctx, &account_rules, vera, "eleven old boats in fog", SITE, &limits, &token),
           CC_REFUSED, "by the session of somebody else");
}

/* The answer to the old password is no answer any more. */
static void test_sign_in_meets_reset(fixture_t *f)
{
    meddling_t reset = {f, make_user(f, "nora", "EXT", NULL), "nine silver kites at dusk", 0};
    const cc_gate_t gate = {meddle, &reset}, *before = f->ctx.gate;

    f->ctx.gate = &gate;
    is_int(sign_in(f, "nora", PASSWORD), CC_REFUSED, "the password that was replaced while it was checked");
    is_int(reset.times, 2, "is checked once more");
    f->ctx.gate = before;
}

/* ---- what changes while the password of somebody is checked ---- */

typedef struct {
    fixture_t *f;
    int times;
} changes_t;

static cc_status_t change_always(void *baton, void (*work)(void *data), void *data)
{
    changes_t *it = baton;

    work(data);
    cc_db_direct(
        it->f->ctx.db, "set",
        apr_psprintf(it->f->pool, "UPDATE users SET password_hash = 'hash %d' WHERE login = 'nora'", it->times));
    it->times++;
    return CC_OK;
}

static void test_sign_in_meets_many_changes(fixture_t *f)
{
    changes_t changes = {f, 0};
    const cc_gate_t gate = {change_always, &changes}, *before = f->ctx.gate;
    int64_t failed = failures(f);

    f->ctx.gate = &gate;
    is_int(sign_in(f, "nora", PASSWORD), CC_BUSY, "who changes whenever they are checked has to come again");
    is_int(changes.times, 3, "after three times");
    is_int(failures(f), failed, "and no password is called wrong");
    f->ctx.gate = before;
}

typedef struct {
    fixture_t *f;
    const char *sql[2]; /* are run once, behind the first check */
} change_t;

static cc_status_t change_once(void *baton, void (*work)(void *data), void *data)
{
    change_t *it = baton;

    work(data);
    for (int i = 0; i < 2; i++) {
        if (it->sql[i]) {
            cc_db_direct(it->f->ctx.db, "set", it->sql[i]);
            it->sql[i] = NULL;
        }
    }
    return CC_OK;
}

static cc_status_t sign_in_while(fixture_t *f, const char *who, const char *first, const char *then)
{
    change_t changes = {f, {first, then}};
    const cc_gate_t gate = {change_once, &changes}, *before = f->ctx.gate;
    cc_status_t status;

    f->ctx.gate = &gate;
    status = sign_in(f, who, PASSWORD);
    f->ctx.gate = before;
    return status;
}

static void test_sign_in_meets_changes(fixture_t *f)
{
    int64_t failed;

    make_user(f, "paul", "EXT", NULL);
    make_user(f, "rosa", "EXT", NULL);
    cc_db_direct(f->ctx.db, "set", "UPDATE users SET locked_until = 2100000000 WHERE login = 'paul'");
    failed = failures(f);
    is_int(sign_in_while(f, "paul", "UPDATE users SET locked_until = 0 WHERE login = 'paul'", NULL), CC_OK,
           "who is unlocked meanwhile is checked once more");
    is_int(failures(f), failed, "a password that was not looked at is not called wrong");
    failed = failures(f);
    /* an ERP may delete users */
    is_int(sign_in_while(f, "rosa", "DELETE FROM user_identifiers WHERE identifier_key LIKE 'rosa%'",
                         "DELETE FROM users WHERE login = 'rosa'"),
           CC_REFUSED, "who is gone meanwhile is answered like anybody unknown");
    is_int(failures(f), failed + 1, "and recorded");
}

/* ---- by the word of another module ---- */

static void test_trusted(fixture_t *f)
{
    static const struct {
        const char *sql;
        bool administrators;
        cc_status_t status;
    } table[] = {
        {"active = 1", true, CC_OK},       {"is_admin = 0", true, CC_REFUSED},       {"is_admin = 0", false, CC_OK},
        {"active = 0", false, CC_REFUSED}, {"user_type = 'SYS'", false, CC_REFUSED},
    };

    make_user(f, "otto", "INT", NULL);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const char *token = NULL;
        cc_user_t user;
        cc_db_direct(f->ctx.db, "set",
                     "UPDATE users SET is_admin = 1, user_type = 'INT', active = 1 WHERE login = 'otto'");
        cc_db_direct(f->ctx.db, "set", "DELETE FROM sessions");
        is_int(cc_signin_named(&f->ctx, "otto", table[i].administrators, &user), CC_OK, "named");
        cc_db_direct(f->ctx.db, "set", apr_psprintf(f->pool, "UPDATE users SET %s WHERE login = 'otto'", table[i].sql));
        is_int(cc_signin_trusted(&f->ctx, SITE, &limits, table[i].administrators, user.id, NULL, &token),
               table[i].status, table[i].sql);
        is_int(number_of(f, "SELECT COUNT(*) FROM sessions"), table[i].status == CC_OK, "and a session for who may");
    }
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fixture_fill(&f);
    test_change_meets_reset(&f);
    test_sign_in_meets_reset(&f);
    test_sign_in_meets_many_changes(&f);
    test_sign_in_meets_changes(&f);
    test_trusted(&f);
    is_int(f.errors, 0, "nothing was logged as an error");
    fixture_close(&f);
    return done();
}
