/* Granting, changing and removing access: the rules as they hold inside the write, and what the audit keeps. */
#include "fixture.h"

#include "domain/access_row.h"
#include "domain/document_show.h"
#include "domain/view.h"

static int64_t user_id(fixture_t *f, const char *login)
{
    cc_user_t user;

    return login && cc_account_by_login(&f->ctx, login, &user) == CC_OK ? user.id : 0;
}

/* Lets this user act on customer 00028; NULL is the back office. */
static cc_access_actor_t act_as(fixture_t *f, const char *login)
{
    cc_access_actor_t actor = {user_id(f, login), customer_id(f, "00028")};

    f->ctx.actor_id = actor.user_id;
    return actor;
}

static int64_t row_id(fixture_t *f, const char *customer, const char *login)
{
    return number_of(f, apr_psprintf(f->pool,
                                     "SELECT a.id FROM external_access a JOIN users u ON u.id = a.user_id JOIN "
                                     "customers c ON c.id = a.customer_id WHERE number = '%s' AND login = '%s'",
                                     customer, login));
}

static cc_access_t row_of(fixture_t *f, const char *login)
{
    cc_access_t row = {0};

    cc_access_get(&f->ctx, customer_id(f, "00028"), row_id(f, "00028", login), &row);
    return row;
}

static cc_status_t add(fixture_t *f, const char *actor, const char *email, cc_role_t role, int days,
                       cc_problems_t **problems)
{
    const cc_access_values_t values = {role, days, NULL};
    cc_access_actor_t who = act_as(f, actor);

    *problems = cc_problems_make(f->pool);
    return cc_access_add(&f->ctx, &who, email, &values, *problems);
}

static cc_status_t edit(fixture_t *f, const char *actor, const char *target, cc_role_t role, int days, int version,
                        cc_problems_t **problems)
{
    const cc_access_values_t values = {role, days, "new"};
    cc_access_actor_t who = act_as(f, actor);

    *problems = cc_problems_make(f->pool);
    return cc_access_edit(&f->ctx, &who, row_id(f, "00028", target), version, &values, NULL, *problems);
}

static cc_status_t remove_row(fixture_t *f, const char *actor, const char *target, int version)
{
    cc_access_actor_t who = act_as(f, actor);

    return cc_access_remove(&f->ctx, &who, row_id(f, "00028", target), version, cc_problems_make(f->pool));
}

static void fill(fixture_t *f)
{
    static const struct {
        const char *login;
        cc_role_t role;
        int days;
    } people[] = {{"owner", CC_ROLE_OWNER, CC_DAYS_UNLIMITED},
                  {"owner2", CC_ROLE_OWNER, CC_DAYS_UNLIMITED},
                  {"admin", CC_ROLE_ADMIN, CC_DAYS_UNLIMITED},
                  {"short", CC_ROLE_ADMIN, 30},
                  {"basic", CC_ROLE_BASIC, 1000},
                  {"orders", CC_ROLE_ORDERS, CC_DAYS_UNLIMITED}};

    fixture_fill(f);
    for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
        make_user(f, people[i].login, "EXT", "");
        make_access(f, "00028", people[i].login, people[i].role, people[i].days);
    }
    for (int i = 1; i <= 8; i++) {
        make_user(f, apr_psprintf(f->pool, "new%d", i), "EXT", "");
    }
    make_user(f, "gone", "EXT", "");
    make_user(f, "robot", "SYS", "");
    make_user(f, "staff", "INT", "");
    make_access(f, "00031", "new8", CC_ROLE_BASIC, CC_DAYS_UNLIMITED);
    cc_account_set_active(&f->ctx, "gone", false);
}

static void test_add(fixture_t *f)
{
    static const struct {
        const char *name, *actor, *email;
        cc_role_t role;
        int days;
        cc_status_t status;
        const char *field;
    } table[] = {
        {"Admin adds Admin", "admin", "new1@example.com", CC_ROLE_ADMIN, CC_DAYS_UNLIMITED, CC_OK, NULL},
        {"Admin adds Owner", "admin", "new2@example.com", CC_ROLE_OWNER, CC_DAYS_UNLIMITED, CC_INVALID, "role"},
        {"Owner adds Owner", "owner", "new2@example.com", CC_ROLE_OWNER, CC_DAYS_UNLIMITED, CC_OK, NULL},
        {"back office adds Owner", NULL, "new3@example.com", CC_ROLE_OWNER, CC_DAYS_UNLIMITED, CC_OK, NULL},
        {"Basic adds", "basic", "new4@example.com", CC_ROLE_BASIC, 0, CC_REFUSED, "role"},
        {"somebody without a row adds", "new4", "new4@example.com", CC_ROLE_BASIC, 0, CC_REFUSED, "role"},
        {"an Admin of another customer adds", "new8", "new4@example.com", CC_ROLE_BASIC, 0, CC_REFUSED, "role"},
        {"no limit from one with 30 days", "short", "new4@example.com", CC_ROLE_BASIC, CC_DAYS_UNLIMITED, CC_INVALID,
         "days_back"},
        {"31 days from one with 30", "short", "new4@example.com", CC_ROLE_BASIC, 31, CC_INVALID, "days_back"},
        {"30 days from one with 30", "short", "new4@example.com", CC_ROLE_BASIC, 30, CC_OK, NULL},
        {"twice", "admin", "new1@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"oneself", "admin", "admin@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"an Owner again, lower", "owner", "owner2@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"capitals and blanks", "admin", " NEW5@Example.COM ", CC_ROLE_BASIC, 0, CC_OK, NULL},
        {"unknown e-mail", "admin", "nobody@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"no e-mail", "admin", " ", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"a login for an e-mail", "admin", "new6", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"a pattern", "admin", "%@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"an inactive user", "admin", "gone@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"a system user", "owner", "robot@example.com", CC_ROLE_BASIC, 0, CC_INVALID, "email"},
        {"an internal user", "admin", "staff@example.com", CC_ROLE_BASIC, 0, CC_OK, NULL},
        {"a user of another customer", "admin", "new8@example.com", CC_ROLE_BASIC, 0, CC_OK, NULL},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t before = number_of(f, "SELECT COUNT(*) FROM external_access");
        cc_problems_t *problems;
        is_int(add(f, table[i].actor, table[i].email, table[i].role, table[i].days, &problems), table[i].status,
               table[i].name);
        is_int(number_of(f, "SELECT COUNT(*) FROM external_access"), before + (table[i].status == CC_OK),
               "  rows afterwards");
        ok(!table[i].field || cc_problem_of(problems, table[i].field), "  the problem is on its field");
        ok(!problems->list->nelts || problems->list->nelts == 1, "  and the only one");
    }
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'access.add' AND result = 'refused'"), 6,
           "refusals are audited");
}

static void test_edit(fixture_t *f)
{
    static const struct {
        const char *name, *actor, *target;
        cc_role_t role;
        int days, stale; /* versions behind */
        cc_status_t status;
    } table[] = {
        {"Admin changes Basic", "admin", "basic", CC_ROLE_BILLING, 1000, 0, CC_OK},
        {"with the old version", "admin", "basic", CC_ROLE_BASIC, 1000, 1, CC_CONFLICT},
        {"up to the own role", "admin", "basic", CC_ROLE_ADMIN, 1000, 0, CC_OK},
        {"above the own role", "admin", "basic", CC_ROLE_OWNER, 1000, 0, CC_INVALID},
        {"keeping more days than one has", "short", "basic", CC_ROLE_BASIC, 1000, 0, CC_OK},
        {"changing them to more than one has", "short", "basic", CC_ROLE_BASIC, 999, 0, CC_INVALID},
        {"changing them to what one has", "short", "basic", CC_ROLE_BASIC, 30, 0, CC_OK},
        {"an Admin's row", "admin", "short", CC_ROLE_ADMIN, 30, 0, CC_OK},
        {"the own row", "admin", "admin", CC_ROLE_BASIC, 0, 0, CC_REFUSED},
        {"the own row, stale", "admin", "admin", CC_ROLE_BASIC, 0, 1, CC_REFUSED},
        {"an Owner's row by an Admin", "admin", "owner", CC_ROLE_BASIC, 0, 0, CC_REFUSED},
        {"an Owner's row by another Owner", "owner2", "owner", CC_ROLE_OWNER, 0, 0, CC_REFUSED},
        {"an Owner's row by the back office", NULL, "owner", CC_ROLE_OWNER, 0, 0, CC_REFUSED},
        {"an Owner's own row", "owner", "owner", CC_ROLE_OWNER, 0, 0, CC_REFUSED},
        {"by one without the right", "orders", "basic", CC_ROLE_BASIC, 0, 0, CC_REFUSED},
        {"by the back office", NULL, "orders", CC_ROLE_ORDERS, 5, 0, CC_OK},
        {"a row that is not there", "admin", "nobody", CC_ROLE_BASIC, 0, 0, CC_NOT_FOUND},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        cc_access_t before = row_of(f, table[i].target), after;
        cc_problems_t *problems;
        is_int(edit(f, table[i].actor, table[i].target, table[i].role, table[i].days, before.version - table[i].stale,
                    &problems),
               table[i].status, table[i].name);
        after = row_of(f, table[i].target);
        if (table[i].status == CC_OK) {
            ok(after.role == table[i].role && after.days_back == table[i].days && !strcmp(after.notes, "new") &&
                   after.version == before.version + 1,
               "  is as asked, one version on");
        } else {
            ok(after.role == before.role && after.days_back == before.days_back && after.version == before.version,
               "  is as it was");
        }
    }
}

/* What the page showed a moment ago does not count. */
static void test_stale_actor(fixture_t *f)
{
    cc_problems_t *problems;
    cc_access_t row;

    cc_account_set_active(&f->ctx, "short", false);
    is_int(edit(f, "short", "basic", CC_ROLE_BASIC, 0, row_of(f, "basic").version, &problems), CC_REFUSED,
           "an actor who was deactivated meanwhile");
    is_int(add(f, "short", "new6@example.com", CC_ROLE_BASIC, 0, &problems), CC_REFUSED, "cannot add");
    is_int(remove_row(f, "short", "basic", row_of(f, "basic").version), CC_REFUSED, "or remove");
    cc_account_set_active(&f->ctx, "short", true);
    row = row_of(f, "short");
    edit(f, "admin", "short", CC_ROLE_BILLING, 30, row.version, &problems);
    is_int(edit(f, "short", "basic", CC_ROLE_BASIC, 0, row_of(f, "basic").version, &problems), CC_REFUSED,
           "one who was demoted");
    remove_row(f, "admin", "short", row_of(f, "short").version);
    is_int(edit(f, "short", "basic", CC_ROLE_BASIC, 0, row_of(f, "basic").version, &problems), CC_REFUSED,
           "one who was removed");
}

static void test_remove(fixture_t *f)
{
    cc_access_t row = row_of(f, "basic"), owner = row_of(f, "owner");
    cc_access_actor_t admin = act_as(f, "admin");
    int64_t users = number_of(f, "SELECT COUNT(*) FROM users");

    is_int(remove_row(f, "admin", "owner", owner.version), CC_REFUSED, "an Owner by an Admin");
    is_int(remove_row(f, "owner2", "owner", owner.version), CC_REFUSED, "an Owner by another");
    is_int(remove_row(f, NULL, "owner", owner.version), CC_REFUSED, "an Owner by the back office");
    is_int(remove_row(f, "admin", "admin", row_of(f, "admin").version), CC_REFUSED, "oneself");
    is_int(remove_row(f, "orders", "basic", row.version), CC_REFUSED, "by one without the right");
    is_int(remove_row(f, "admin", "basic", row.version - 1), CC_CONFLICT, "a stale page");
    is_int(cc_access_remove(&f->ctx, &admin, row_id(f, "00031", "new8"), 1, cc_problems_make(f->pool)), CC_NOT_FOUND,
           "a row of another customer");
    is_int(remove_row(f, "admin", "basic", row.version), CC_OK, "Basic by an Admin");
    is_int(remove_row(f, "admin", "basic", row.version), CC_NOT_FOUND, "twice");
    is_int(number_of(f, "SELECT COUNT(*) FROM users"), users, "the user stays");
    ok(row_id(f, "00028", "owner") > 0 && row_id(f, "00031", "new8") > 0, "so do all other rows");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'access.remove' AND result = 'ok' AND "
                        "target = 'User basic <basic> [EXT]' AND before_values LIKE '{\"role\":\"L10\"%%'"),
           1, "the audit keeps what it was");
}

/* The policy refuses before anything is written; whoever forgot to ask it would still change no row of an Owner, nor
 * one that is not what it was. */
static void test_write(fixture_t *f)
{
    const cc_access_values_t values = {CC_ROLE_OWNER, 0, "new"};
    cc_access_t owner = row_of(f, "owner"), other = row_of(f, "basic"), stale = other;

    stale.version++;
    is_int(cc_db_begin(f->ctx.db), CC_OK, "in a transaction of its own");
    is_int(cc_access_update_only(&f->ctx, &owner, &values), CC_CONFLICT, "the write changes no row of an Owner");
    is_int(cc_access_delete_only(&f->ctx, &owner), CC_CONFLICT, "and deletes none");
    is_int(cc_access_update_only(&f->ctx, &stale, &values), CC_CONFLICT, "nor does it change a row that changed");
    is_int(cc_access_delete_only(&f->ctx, &stale), CC_CONFLICT, "and deletes none");
    is_int(cc_access_delete_only(&f->ctx, &other), CC_OK, "as it does others");
    cc_db_rollback(f->ctx.db);
}

static void test_lookup(fixture_t *f)
{
    cc_access_actor_t actor = act_as(f, "admin");
    cc_user_t found;
    cc_problems_t *problems = cc_problems_make(f->pool);
    int done_before = (int)number_of(f, apr_psprintf(f->pool,
                                                     "SELECT COUNT(*) FROM audit WHERE action = 'access.lookup' "
                                                     "AND actor_id = %d",
                                                     (int)actor.user_id));

    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_OK, "found");
    is_str(found.login, "new6", "the user");
    for (int i = done_before + 1; i < 99; i++) {
        cc_access_lookup(&f->ctx, &actor, "nobody@example.com", &found, cc_problems_make(f->pool));
    }
    is_int(cc_access_lookup(&f->ctx, &actor, "nobody@example.com", &found, problems), CC_INVALID, "look-up 100");
    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_LIMITED, "look-up 101");
    is_int(add(f, "admin", "new6@example.com", CC_ROLE_BASIC, 0, &problems), CC_LIMITED, "adding outright as well");
    actor = act_as(f, "owner");
    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_OK, "another actor may");
    actor = act_as(f, "admin");
    f->ctx.now += 899;
    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_LIMITED, "the first not yet");
    f->ctx.now += 2;
    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_OK, "but after 15 minutes");
    actor = act_as(f, "orders");
    is_int(cc_access_lookup(&f->ctx, &actor, "new6@example.com", &found, problems), CC_REFUSED, "without the right");
    is_int(number_of(f, "SELECT COUNT(*) FROM audit WHERE action = 'access.lookup' AND result = 'ok' AND user_id = "
                        "(SELECT id FROM users WHERE login = 'new6')"),
           3, "the audit has whom each look-up found");
    is_int(number_of(f,
                     "SELECT COUNT(*) FROM audit WHERE action = 'access.lookup' AND result = 'failed' AND user_id IS "
                     "NOT NULL"),
           0, "and nobody for the others");
}

/* ---- what was typed ---- */

static void test_parse(fixture_t *f)
{
    static const struct {
        const char *role, *days, *notes, *wrong;
    } table[] = {
        {"L30", "", "", NULL},
        {"L90", "0", " \xd0\xaf ", NULL},
        {"L10", "36500", "two\nlines", NULL},
        {"Owner", "", "", "role"},
        {"Orders with Prices", "", "", "role"},
        {"L30 - Orders with Prices", "", "", "role"},
        {"L31", "", "", "role"},
        {"", "", "", "role"},
        {NULL, "", "", "role"},
        {"L30", "36501", "", "days_back"},
        {"L30", "-1", "", "days_back"},
        {"L30", "+5", "", "days_back"},
        {"L30", " 5", "", "days_back"},
        {"L30", "5 ", "", "days_back"},
        {"L30", "1e3", "", "days_back"},
        {"L30", "0x1", "", "days_back"},
        {"L30", "\xd9\xa1", "", "days_back"},
        {"L30", "18446744073709551621", "", "days_back"},
        {"L30", "", "a\x1b[2J", "notes"},
        {"L30", "", "\xe2\x80\xae txt", "notes"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        cc_problems_t *problems = cc_problems_make(f->pool);
        cc_access_values_t values;
        cc_status_t status = cc_access_parse(f->pool, table[i].role, table[i].days, table[i].notes, &values, problems);
        is_int(status, table[i].wrong ? CC_INVALID : CC_OK, table[i].role ? table[i].role : "no role");
        is_str(problems->list->nelts ? APR_ARRAY_IDX(problems->list, 0, cc_problem_t).field : NULL, table[i].wrong,
               table[i].days);
    }
}

/* ---- what a user sees ---- */

static void test_view(fixture_t *f)
{
    cc_company_t company = {.code = "LAGERTA"};
    cc_user_t user;
    cc_view_t view = {0};

    is_int(cc_company_get(&f->ctx, &(cc_company_t){.code = "NONE"}), CC_NOT_FOUND, "no such company");
    is_int(cc_company_get(&f->ctx, &company), CC_OK, "the company");
    cc_account_by_login(&f->ctx, "new8", &user);
    is_int(cc_view_load(&f->ctx, &company, &user, NULL, &view), CC_OK, "a user of two customers");
    is_int(view.customers->nelts, 2, "has both");
    ok(!view.current, "and must choose");
    cc_view_load(&f->ctx, &company, &user, "00031", &view);
    ok(view.current && !strcmp(view.current->customer.number, "00031"), "has chosen");
    cc_view_load(&f->ctx, &company, &user, "99999", &view);
    ok(!view.current, "cannot choose another");
    cc_db_direct(f->ctx.db, "test", "UPDATE customers SET thru_date = '2027-01-14' WHERE number = '00031'");
    cc_view_load(&f->ctx, &company, &user, "00031", &view);
    ok(view.customers->nelts == 1 && view.current && !strcmp(view.current->customer.number, "00028"),
       "an agreement that ended yesterday is none");
    is_str(view.visible_since, "2027-01-15", "no days back: from today on");
    cc_db_direct(f->ctx.db, "test", "UPDATE customers SET thru_date = '2027-01-15' WHERE number = '00031'");
    cc_view_load(&f->ctx, &company, &user, NULL, &view);
    is_int(view.customers->nelts, 2, "one that ends today is in force");
    cc_db_direct(f->ctx.db, "test", "UPDATE customers SET from_date = '2027-01-15' WHERE number = '00031'");
    cc_view_load(&f->ctx, &company, &user, NULL, &view);
    is_int(view.customers->nelts, 2, "and one that begins today");
    cc_db_direct(f->ctx.db, "test",
                 "UPDATE customers SET from_date = '2027-01-16', thru_date = NULL WHERE number = '00031'");
    cc_view_load(&f->ctx, &company, &user, NULL, &view);
    is_int(view.customers->nelts, 1, "not one that begins tomorrow");
    cc_db_direct(f->ctx.db, "test", "UPDATE customers SET from_date = '2020-01-01' WHERE number = '00031'");
    if (on_sqlite(f)) { /* whose rule for roles can be left out, as another program may */
        cc_db_direct(f->ctx.db, "test", "PRAGMA ignore_check_constraints=1");
        cc_db_direct(f->ctx.db, "test",
                     "UPDATE external_access SET role = 'L55' WHERE customer_id = (SELECT id FROM customers WHERE "
                     "number = '00031')");
        cc_db_direct(f->ctx.db, "test", "PRAGMA ignore_check_constraints=0");
        cc_view_load(&f->ctx, &company, &user, "00031", &view);
        ok(view.customers->nelts == 1 && !strcmp(view.current->customer.number, "00028"), "an unknown role is none");
    }
    cc_account_by_login(&f->ctx, "new7", &user);
    cc_view_load(&f->ctx, &company, &user, "00028", &view);
    ok(view.customers->nelts == 0 && !view.current, "a user without rows sees nothing");
}

/* Whoever asks: pages ask for the right before, and this asks once more. */
static void test_shown(fixture_t *f)
{
    cc_access_t at = {.customer = {customer_id(f, "00028"), "00028", "Olivia Green"}, .role = CC_ROLE_NONE};
    cc_view_t view = {.current = &at, .settings = &cc_settings_default};
    cc_shown_document_t document;
    cc_profile_t profile;

    is_int(cc_profile_load(&f->ctx, &view, &profile), CC_REFUSED, "without a role there is no profile");
    at.role = CC_ROLE_BASIC;
    is_int(cc_profile_load(&f->ctx, &view, &profile), CC_OK, "as Basic there is");
    is_int(cc_document_show(&f->ctx, &view, CC_DOCUMENT_ORDER, "1", &document), CC_REFUSED, "but no order");
    at.role = CC_ROLE_PRICES;
    is_int(cc_document_show(&f->ctx, &view, CC_DOCUMENT_ORDER, "1", &document), CC_NOT_FOUND,
           "as L30 order 1 is asked for");
    is_int(cc_document_show(&f->ctx, &view, CC_DOCUMENT_INVOICE, "1", &document), CC_REFUSED, "an invoice is not");
    at.role = CC_ROLE_BILLING;
    is_int(cc_document_show(&f->ctx, &view, CC_DOCUMENT_INVOICE, "1", &document), CC_NOT_FOUND, "as L40 it is");
    view.current = NULL;
    is_int(cc_document_show(&f->ctx, &view, CC_DOCUMENT_INVOICE, "1", &document), CC_REFUSED,
           "of no customer, nothing");
    is_int(cc_profile_load(&f->ctx, &view, &profile), CC_REFUSED, "no profile either");
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fill(&f);
    test_add(&f);
    test_edit(&f);
    test_stale_actor(&f);
    test_write(&f);
    test_remove(&f);
    test_lookup(&f);
    test_parse(&f);
    test_view(&f);
    test_shown(&f);
    is_int(f.errors, 0, "nothing was logged as an error");
    fixture_close(&f);
    return done();
}
