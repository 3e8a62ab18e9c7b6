/* The policy as complete tables: every role against every right, and every combination of actor, target, new role,
 * own or other row, and days. The tables are written from the rules, not from the code. */
#include "domain/policy.h"

#include "tap.h"

#include <apr_general.h>

enum { ROLES = 6, ACTORS = 8 };

static const cc_role_t roles[ROLES] = {CC_ROLE_BASIC,   CC_ROLE_ORDERS, CC_ROLE_PRICES,
                                       CC_ROLE_BILLING, CC_ROLE_ADMIN,  CC_ROLE_OWNER};

/* Actors in the rows of the tables below: no role, the six roles, the back office. */
static const char *const actor_names[ACTORS] = {"nobody", "L10", "L20", "L30", "L40", "L80", "L90", "back office"};

static cc_grantor_t actor_at(int i, int days)
{
    return (cc_grantor_t){
        .back_office = i == 7, .role = i == 0 || i == 7 ? CC_ROLE_NONE : roles[i - 1], .days_back = days};
}

/* May the actor (row) give the role L10 L20 L30 L40 L80 L90 (column)? */
static const char *const may_give[ACTORS] = {"------", "------", "------", "------",
                                             "------", "+++++-", "++++++", "++++++"};
static bool gives(int actor, int role)
{
    return may_give[actor][role] == '+';
}

/* May the actor touch a row that has the role (column)? An Owner row stays as it is for everybody. */
static const char *const may_touch[ACTORS] = {"------", "------", "------", "------",
                                              "------", "+++++-", "+++++-", "+++++-"};

static void test_rights(void)
{
    static const struct {
        cc_right_t right;
        const char *name, *allowed; /* for no role, L10 ... L90 */
    } table[] = {
        {CC_RIGHT_HOME, "Home and Customer Profile", "-++++++"},
        {CC_RIGHT_ORDERS, "Orders", "--+++++"},
        {CC_RIGHT_PRICES, "prices", "---++++"},
        {CC_RIGHT_BILLING, "Billing", "----+++"},
        {CC_RIGHT_USERS, "User Management", "-----++"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        for (int r = 0; r <= ROLES; r++) {
            bool want = table[i].allowed[r] == '+';
            ok(cc_policy_allows(r ? roles[r - 1] : CC_ROLE_NONE, table[i].right) == want, "%s %s: %s",
               r ? cc_role_code(roles[r - 1]) : "no role", table[i].name, want ? "yes" : "no");
        }
    }
    ok(!cc_policy_allows(CC_ROLE_OWNER, (cc_right_t)99), "a right that does not exist is given to nobody");
    ok(!cc_policy_allows((cc_role_t)5, CC_RIGHT_HOME), "a role below all has no right");
}

static void test_names(void)
{
    static const struct {
        cc_role_t role;
        const char *code, *name, *label;
    } names[] = {
        {CC_ROLE_BASIC, "L10", "Basic", "L10 - Basic"},
        {CC_ROLE_ORDERS, "L20", "Orders", "L20 - Orders"},
        {CC_ROLE_PRICES, "L30", "Orders with Prices", "L30 - Orders with Prices"},
        {CC_ROLE_BILLING, "L40", "Billing", "L40 - Billing"},
        {CC_ROLE_ADMIN, "L80", "Admin", "L80 - Admin"},
        {CC_ROLE_OWNER, "L90", "Owner", "L90 - Owner"},
        {CC_ROLE_NONE, "", "", ""},
    };
    static const struct {
        const char *text;
        cc_role_t role;
    } parse[] = {
        {"L10", CC_ROLE_BASIC},
        {"l90", CC_ROLE_OWNER},
        {"Billing", CC_ROLE_BILLING},
        {"admin", CC_ROLE_ADMIN},
        {"", CC_ROLE_NONE},
        {NULL, CC_ROLE_NONE},
        {"L", CC_ROLE_NONE},
        {"L1", CC_ROLE_NONE},
        {"L100", CC_ROLE_NONE},
        {" L10", CC_ROLE_NONE},
        {"L10 ", CC_ROLE_NONE},
        {"10", CC_ROLE_NONE},
        {"L50", CC_ROLE_NONE},
        {"L00", CC_ROLE_NONE},
        {"L90\n", CC_ROLE_NONE},
        {"OWNER", CC_ROLE_OWNER},
        {"Own", CC_ROLE_NONE},
        {"L10 - Basic", CC_ROLE_NONE},
        {"\xD0\x9B"
         "10",
         CC_ROLE_NONE},
    };
    const cc_role_t *all = cc_roles;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        is_str(cc_role_code(names[i].role), names[i].code, "code of a role");
        is_str(cc_role_name(names[i].role), names[i].name, "name of a role");
        is_str(cc_role_label(names[i].role), names[i].label, "label of a role");
        ok(strstr(CC_ROLE_CODES_AND_NAMES, names[i].code) && strstr(CC_ROLE_CODES_AND_NAMES, names[i].name),
           "messages name %s", names[i].code);
        ok(*all++ == names[i].role, "cc_roles has %s at its place", *names[i].code ? names[i].code : "the end");
    }
    for (size_t i = 0; i < sizeof(parse) / sizeof(parse[0]); i++) {
        ok(cc_role_parse(parse[i].text) == parse[i].role, "'%s' is role %d", parse[i].text ? parse[i].text : "(null)",
           parse[i].role);
    }
}

static void test_sign_in(void)
{
    static const char *const types[] = {"INT", "EXT", "SYS", "APP", "VIR", "INI", "INE", "int", "", NULL};

    for (int i = 0; i < 10; i++) {
        ok(cc_policy_may_sign_in(types[i], true) == (i < 2), "active %s: %s", types[i] ? types[i] : "(null)",
           i < 2 ? "yes" : "no");
        ok(!cc_policy_may_sign_in(types[i], false), "inactive %s: no", types[i] ? types[i] : "(null)");
        ok(cc_policy_may_administer(types[i], true, true) == (i == 0), "the back office, %s: %s",
           types[i] ? types[i] : "(null)", i == 0 ? "yes" : "no");
        ok(!cc_policy_may_administer(types[i], false, true), "the back office, inactive: no");
        ok(!cc_policy_may_administer(types[i], true, false), "the back office without is-admin: no");
    }
}

static const int actor_days[] = {CC_DAYS_UNLIMITED, 0, 30, CC_DAYS_MAX};
static const int given_days[] = {CC_DAYS_UNLIMITED, 0, 1, 29, 30, 31, CC_DAYS_MAX};

/* Rows: days of the actor; columns: days given, as above. */
static const char *const days_allowed[] = {"+++++++", "-+-----", "-++++--", "-++++++"};

static bool days_ok(int actor, int own_days, int given)
{
    return actor == 7 || days_allowed[own_days][given] == '+';
}

static cc_grant_t want_add(int actor, int role, int own_days, int given)
{
    return may_give[actor][0] != '+'          ? CC_GRANT_NO_RIGHT
           : !gives(actor, role)              ? CC_GRANT_ROLE_TOO_HIGH
           : !days_ok(actor, own_days, given) ? CC_GRANT_DAYS_TOO_MANY
                                              : CC_GRANT_OK;
}

static void test_give_and_add(void)
{
    for (int a = 0; a < ACTORS; a++) {
        for (int n = 0; n < ROLES; n++) {
            int wrong = 0;
            cc_grantor_t actor = actor_at(a, CC_DAYS_UNLIMITED);
            ok(cc_policy_may_give_role(&actor, roles[n]) == gives(a, n), "%s %s give %s", actor_names[a],
               gives(a, n) ? "may" : "may not", cc_role_code(roles[n]));
            for (int d = 0; d < 4; d++) {
                for (int g = 0; g < 7; g++) {
                    actor = actor_at(a, actor_days[d]);
                    wrong += cc_policy_add(&actor, roles[n], given_days[g]) != want_add(a, n, d, g);
                }
            }
            ok(wrong == 0, "%s adds %s with all days: %d of 28 wrong", actor_names[a], cc_role_code(roles[n]), wrong);
        }
        cc_grantor_t actor = actor_at(a, CC_DAYS_UNLIMITED);
        ok(!cc_policy_may_give_role(&actor, CC_ROLE_NONE), "%s cannot give no role", actor_names[a]);
    }
}

static cc_grant_t want_touch(int actor, int target, bool own)
{
    return may_touch[actor][0] != '+'        ? CC_GRANT_NO_RIGHT
           : own                             ? CC_GRANT_OWN_ROW
           : may_touch[actor][target] != '+' ? CC_GRANT_OWNER_ROW
                                             : CC_GRANT_OK;
}

/* All given and present days for one actor, target, new role and side of the row. */
static int wrong_edits(int a, int t, int n, bool own)
{
    int wrong = 0;

    for (int d = 0; d < 4; d++) {
        for (int g = 0; g < 7; g++) {
            for (int p = 0; p < 7; p++) {
                cc_grantor_t actor = actor_at(a, actor_days[d]);
                cc_grant_t want = want_touch(a, t, own);
                if (want == CC_GRANT_OK && !gives(a, n)) {
                    want = CC_GRANT_ROLE_TOO_HIGH;
                }
                /* keeping the days that a row has is not granting them, unless the role is raised */
                if (want == CC_GRANT_OK && (p != g || n > t) && !days_ok(a, d, g)) {
                    want = CC_GRANT_DAYS_TOO_MANY;
                }
                wrong += cc_policy_edit(&actor, roles[t], given_days[p], own, roles[n], given_days[g]) != want;
            }
        }
    }
    return wrong;
}

static void test_edit_and_remove(void)
{
    for (int a = 0; a < ACTORS; a++) {
        for (int t = 0; t < ROLES; t++) {
            for (int own = 0; own < 2; own++) {
                cc_grantor_t actor = actor_at(a, 0);
                cc_grant_t want = want_touch(a, t, own);
                const char *side = own ? "their own" : "another's", *role = cc_role_code(roles[t]);
                ok(cc_policy_touch(&actor, roles[t], own) == want, "%s touches %s %s row", actor_names[a], side, role);
                ok(cc_policy_remove(&actor, roles[t], own) == want, "%s removes %s %s row", actor_names[a], side, role);
                for (int n = 0; n < ROLES; n++) {
                    int wrong = wrong_edits(a, t, n, own);
                    ok(wrong == 0, "%s changes %s %s row to %s with all days: %d of 196 wrong", actor_names[a], side,
                       role, cc_role_code(roles[n]), wrong);
                }
            }
        }
    }
}

static void test_visible_since(apr_pool_t *pool)
{
    static const struct {
        const char *today;
        int days;
        const char *since;
    } table[] = {
        {"2026-11-22", CC_DAYS_UNLIMITED, NULL}, {"2026-11-22", 0, "2026-11-22"},  {"2026-11-22", 1, "2026-11-21"},
        {"2026-11-22", 30, "2026-10-23"},        {"2024-03-01", 1, "2024-02-29"},  {"2026-03-01", 1, "2026-02-28"},
        {"2026-11-22", 36500, "1926-12-17"},     {"not a date", 10, "9999-12-31"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        is_str(cc_policy_visible_since(pool, table[i].today, table[i].days), table[i].since, "first visible date");
    }
}

static void test_messages(void)
{
    is_str(cc_grant_message(CC_GRANT_OK), "", "nothing to say about what is allowed");
    for (int why = CC_GRANT_NO_RIGHT; why <= CC_GRANT_DAYS_TOO_MANY; why++) {
        ok(strlen(cc_grant_message((cc_grant_t)why)) > 20, "refusal %d is explained", why);
    }
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_rights();
    test_names();
    test_sign_in();
    test_give_and_add();
    test_edit_and_remove();
    test_visible_since(pool);
    test_messages();
    return done();
}
