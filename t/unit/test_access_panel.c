/* The External Access panel inside its transaction: all rows or none, the version, the actor at that moment. */
#include "fixture.h"

#include "domain/access_panel.h"

static fixture_t f;

static apr_array_header_t *panel(void)
{
    return apr_array_make(f.pool, 4, sizeof(cc_panel_row_t));
}

static cc_panel_row_t *add(apr_array_header_t *rows, const char *id, const char *user, const char *role)
{
    cc_panel_row_t *row = apr_array_push(rows);

    *row = (cc_panel_row_t){
        .field = apr_psprintf(f.pool, "row.%d", rows->nelts - 1), .id = id, .user = user, .role = role};
    return row;
}

static const char *row_id(const char *login)
{
    return apr_psprintf(f.pool, "%" APR_INT64_T_FMT,
                        (apr_int64_t)number_of(&f, apr_psprintf(f.pool,
                                                                "SELECT a.id FROM external_access a JOIN users u ON "
                                                                "u.id = a.user_id JOIN customers c ON c.id = "
                                                                "a.customer_id WHERE number = '00028' AND login = '%s'",
                                                                login)));
}

static int64_t version(void)
{
    return number_of(&f, "SELECT access_version FROM customers WHERE number = '00028'");
}

static int64_t rows_with(const char *role)
{
    return number_of(&f, apr_psprintf(f.pool, "SELECT COUNT(*) FROM external_access WHERE role = '%s'", role));
}

static int64_t audited(void)
{
    return number_of(&f, "SELECT COUNT(*) FROM audit WHERE SUBSTR(action, 1, 7) = 'access.' AND result = 'ok'");
}

static cc_status_t apply(apr_array_header_t *rows, bool preview, cc_problems_t **problems)
{
    cc_panel_customer_t customer;

    *problems = cc_problems_make(f.pool);
    return cc_access_panel_apply(&f.ctx, "00028", version(), rows, preview, &customer, *problems);
}

static void test_changes(void)
{
    apr_array_header_t *rows = panel();
    cc_problems_t *problems;
    int64_t before = version(), records = audited();

    add(rows, row_id("anna"), NULL, "L40")->notes = " typed ";
    add(rows, row_id("bert"), "BERT", NULL)->remove = true;
    add(rows, "", "carl", "L90");
    add(rows, NULL, "", "L10");
    add(rows, row_id("dora"), "dora", "L10");
    is_int(apply(rows, true, &problems), CC_OK, "a preview");
    is_int(version(), before, "raises no version");
    is_int(audited(), records, "and leaves no record");
    is_int(APR_ARRAY_IDX(rows, 0, cc_panel_row_t).change, CC_PANEL_CHANGED, "changed");
    is_int(APR_ARRAY_IDX(rows, 1, cc_panel_row_t).change, CC_PANEL_REMOVED, "removed");
    is_int(APR_ARRAY_IDX(rows, 2, cc_panel_row_t).change, CC_PANEL_ADDED, "added");
    is_int(APR_ARRAY_IDX(rows, 3, cc_panel_row_t).change, CC_PANEL_UNCHANGED, "no user, no row");
    is_int(APR_ARRAY_IDX(rows, 4, cc_panel_row_t).change, CC_PANEL_UNCHANGED, "what was not sent stays");
    is_int(apply(rows, false, &problems), CC_OK, "saved");
    is_int(version(), before + 1, "one version");
    is_int(audited(), records + 3, "a record for each change");
    is_int(rows_with("L90"), 1, "an Owner was made");
    is_int(number_of(&f, "SELECT days_back FROM external_access a JOIN users u ON u.id = user_id WHERE login = 'anna'"),
           30, "days that were not sent stay");
    rows = panel();
    add(rows, row_id("anna"), NULL, "L40");
    is_int(apply(rows, false, &problems), CC_OK, "nothing to change");
    is_int(version(), before + 1, "is no version");
}

static void test_refusals(void)
{
    static const struct {
        const char *name, *who, *user, *role, *field;
        bool remove;
    } table[] = {
        {"an Owner's role", "carl", NULL, "L10", "row.1.role", false},
        {"an Owner's removal", "carl", NULL, NULL, "row.1.role", true},
        {"another user", "anna", "dora", "L10", "row.1.user", false},
        {"a role that is none", "anna", NULL, "L41", "row.1.role", false},
        {"the same row again", "dora", NULL, "L20", "row.1.id", false},
        {"a stranger", NULL, "stranger", "L20", "row.1.user", false},
        {"an inactive user", NULL, "gone", "L20", "row.1.user", false},
        {"a user with a row", NULL, "anna", "L20", "row.1.user", false},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        apr_array_header_t *rows = panel();
        cc_problems_t *problems;
        int64_t before = version(), records = audited();
        add(rows, row_id("dora"), "dora", "L80");
        add(rows, table[i].who ? row_id(table[i].who) : NULL, table[i].user, table[i].role)->remove = table[i].remove;
        is_int(apply(rows, i % 2, &problems), CC_INVALID, table[i].name);
        ok(cc_problem_of(problems, table[i].field) != NULL, "is a problem of %s", table[i].field);
        is_int(problems->list->nelts, 1, "and the only one");
        is_int(version() + audited() + rows_with("L80"), before + records, "nothing is written");
    }
}

/* What is recorded of a refused panel is what was asked for, or nothing where that could not be read. */
static void test_records(void)
{
    static const struct {
        const char *role, *days_back;
    } table[] = {{"L20", "abc"}, {"L41", "7"}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        apr_array_header_t *rows = panel();
        cc_problems_t *problems;
        add(rows, row_id("anna"), NULL, table[i].role)->days_back = table[i].days_back;
        is_int(apply(rows, false, &problems), CC_INVALID, "refused");
        is_int(number_of(&f, "SELECT COUNT(*) FROM audit WHERE id = (SELECT MAX(id) FROM audit) AND action = "
                             "'access.edit' AND result = 'refused' AND after_values IS NOT NULL"),
               0, "no values that nobody asked for");
    }
}

static void test_moment(void)
{
    apr_array_header_t *rows = panel();
    cc_problems_t *problems = cc_problems_make(f.pool);
    cc_panel_customer_t customer;
    cc_access_values_t values = {.role = CC_ROLE_ORDERS, .days_back = 7};
    const cc_access_actor_t office = {.customer_id = customer_id(&f, "00028")};
    int64_t seen = version();

    is_int(cc_access_edit(&f.ctx, &office, atoll(row_id("dora")), 1, &values, NULL, problems), CC_OK, "another edits");
    add(rows, row_id("dora"), "dora", "L40")->notes = "slower";
    add(rows, "123456", "bert", "L40");
    is_int(cc_access_panel_apply(&f.ctx, "00028", seen, rows, false, &customer, problems), CC_CONFLICT,
           "then it is stale");
    is_int(customer.version, version(), "the present version is told");
    is_int(APR_ARRAY_IDX(rows, 0, cc_panel_row_t).before.days_back, 7, "and the present values");
    is_int(APR_ARRAY_IDX(rows, 1, cc_panel_row_t).change, CC_PANEL_MISSING, "and what is gone");
    is_int(cc_access_panel_apply(&f.ctx, "00099", 1, rows, false, &customer, problems), CC_NOT_FOUND, "no customer");

    static const char *const demotions[] = {"is_admin = 0", "user_type = 'EXT'", "active = 0"};
    for (size_t i = 0; i < sizeof(demotions) / sizeof(demotions[0]); i++) {
        cc_db_direct(f.ctx.db, "set",
                     "UPDATE users SET is_admin = 1, user_type = 'INT', active = 1 WHERE login = 'ivan'");
        rows->nelts = 1;
        is_int(apply(rows, true, &problems), CC_OK, "an administrator may");
        cc_db_direct(f.ctx.db, "set", apr_psprintf(f.pool, "UPDATE users SET %s WHERE login = 'ivan'", demotions[i]));
        is_int(apply(rows, false, &problems), CC_REFUSED, demotions[i]);
        is_int(number_of(&f, "SELECT COUNT(*) FROM audit WHERE action = 'backoffice.change' AND result = 'refused'"),
               (int64_t)i + 1, "of which there is a record, as on the other forms");
    }
    f.ctx.actor_id = 0;
    is_int(apply(rows, false, &problems), CC_REFUSED, "nobody may not");
    is_int(number_of(&f, "SELECT COUNT(*) FROM audit WHERE action = 'backoffice.change' AND result = 'refused'"), 4,
           "each of these refusals is in the audit");
}

int main(void)
{
    static const char *const logins[] = {"anna", "bert", "carl", "dora", "gone"};

    fixture_open(&f);
    fixture_fill(&f);
    for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
        make_user(&f, logins[i], "EXT", NULL);
    }
    cc_account_set_active(&f.ctx, "gone", false);
    make_access(&f, "00028", "anna", CC_ROLE_ORDERS, 30);
    make_access(&f, "00028", "bert", CC_ROLE_ORDERS, CC_DAYS_UNLIMITED);
    make_access(&f, "00028", "dora", CC_ROLE_BASIC, 0);
    f.ctx.actor_id = make_user(&f, "ivan", "INT", NULL);
    cc_db_direct(f.ctx.db, "set", "UPDATE users SET is_admin = 1 WHERE login = 'ivan'");
    test_changes();
    test_refusals();
    test_records();
    test_moment();
    is_int(f.errors, 0, "nothing was logged as an error");
    fixture_close(&f);
    return done();
}
