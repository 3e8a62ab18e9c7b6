/* A party and its Customers panel: all changes or none, what stays with its enterprise company, what can be removed,
 * and when an open form is out of date. */
#include "fixture.h"

#include "domain/party_admin.h"

#include <string.h>

static int64_t boss;

static void fill(fixture_t *f)
{
    const cc_company_t company = {.code = "BRIMLEY", .name = "Brimley & Sons"};
    const cc_location_t sofia = {.enterprise_company = "LAGERTA", .code = "SOF", .name = "Sofia"};
    const cc_location_t york = {.enterprise_company = "BRIMLEY", .code = "YRK", .name = "York"};
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_user_t user;
    cc_status_t status;

    fixture_fill(f);
    boss = make_user(f, "boss", "INT", "");
    make_user(f, "owner", "EXT", "");
    status = cc_account_by_login(&f->ctx, "boss", &user);
    cc_user_t admin = user;
    admin.is_admin = true;
    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    status = status == CC_OK ? cc_user_put(&f->ctx, &user, &admin, NULL, problems) : status;
    status = status == CC_OK ? cc_company_put(&f->ctx, &company, problems) : status;
    status = status == CC_OK ? cc_location_put(&f->ctx, &sofia, problems) : status;
    settled(f, status == CC_OK ? cc_location_put(&f->ctx, &york, problems) : status, "master data");
    f->ctx.actor_id = boss;
}

static cc_party_record_t party_of(fixture_t *f, const char *code)
{
    cc_party_record_t record = {0};

    is_int(cc_party_record_get(&f->ctx, code, &record), CC_OK, "the party");
    return record;
}

/* The row of the panel as it is when the form is opened. */
static cc_customer_row_t row_of(const cc_party_record_t *record, int n)
{
    const cc_agreement_t *customer = &APR_ARRAY_IDX(record->customers, n, cc_agreement_t);

    return (cc_customer_row_t){.n = n,
                               .id = customer->id,
                               .number = customer->number,
                               .enterprise_company = customer->enterprise_company,
                               .serviced_by = customer->serviced_by,
                               .from_date = customer->from_date,
                               .thru_date = customer->thru_date};
}

static const cc_customer_row_t fresh = {
    .n = 7, .number = "N-1", .enterprise_company = "BRIMLEY", .serviced_by = "YRK", .from_date = "2026-01-01"};

/* Saves the party as `record` has it, with these rows; `outcome` is what is expected of the last, `field` where a
 * problem is expected. */
static cc_status_t save(fixture_t *f, const cc_party_record_t *record, const cc_customer_row_t *rows, int count,
                        bool preview, cc_row_outcome_t outcome, const char *field)
{
    apr_array_header_t *list = apr_array_make(f->pool, 4, sizeof(cc_customer_row_t)), *outcomes;
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_status_t status;

    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(list, cc_customer_row_t) = rows[i];
    }
    status = cc_party_admin_save(&f->ctx, &record->party, record->version, list, preview, &outcomes, problems);
    ok(field ? cc_problem_of(problems, field) != NULL : !cc_problems_any(problems), "  problem with: %s",
       field ? field : "nothing");
    if (count && (status == CC_OK || status == CC_INVALID)) {
        is_int(outcomes->nelts, count, "  an outcome for each row");
        is_int(APR_ARRAY_IDX(outcomes, count - 1, cc_customer_outcome_t).outcome, outcome, "  the last as expected");
    }
    return status;
}

static int64_t count(fixture_t *f, const char *where)
{
    return number_of(f, apr_pstrcat(f->pool, "SELECT COUNT(*) FROM ", where, NULL));
}

static void test_who(fixture_t *f)
{
    cc_party_record_t record = party_of(f, "00028");

    record.party.name = "Taken Over";
    f->ctx.actor_id = 0;
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, NULL), CC_REFUSED, "only an administrator saves");
    is_int(count(f, "parties WHERE name = 'Taken Over'"), 0, "nothing is written");
    f->ctx.actor_id = boss;
    record.party.code = "nope";
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, NULL), CC_NOT_FOUND, "a party that is not there");
}

static void test_party(fixture_t *f)
{
    cc_party_record_t record = party_of(f, "00028");

    record.party.name = NULL;
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, "name"), CC_INVALID, "a party has a name");
    record.party.name = "Olivia Green & Daughters";
    record.party.vat_registered = true;
    is_int(save(f, &record, NULL, 0, true, CC_ROW_SAME, NULL), CC_OK, "a preview");
    is_int(count(f, "parties WHERE vat_registered = 1"), 0, "writes nothing");
    is_int(count(f, "audit WHERE action = 'party.edit' AND result = 'ok'"), 0, "not even an audit record");
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, NULL), CC_OK, "saving");
    is_int(count(f, "parties WHERE vat_registered = 1 AND name = 'Olivia Green & Daughters'"), 1, "writes the fields");
    is_int(count(f, "audit WHERE action = 'party.edit' AND result = 'ok' AND target = '00028'"), 1, "is audited");
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, NULL), CC_CONFLICT, "the version of before is a conflict");
    record = party_of(f, "00028");
    is_int(save(f, &record, NULL, 0, false, CC_ROW_SAME, NULL), CC_OK, "the form as it was opened");
    is_int(party_of(f, "00028").version, record.version, "changes nothing");
}

static void test_rows(fixture_t *f)
{
    static const struct {
        const char *name, *field;
        cc_customer_row_t row;
    } bad[] = {
        {"no number", "row.7.number", {7, 0, NULL, "LAGERTA", NULL, "2026-01-01", NULL, false}},
        {"the number of another", "row.7.number", {7, 0, "00031", "BRIMLEY", NULL, "2026-01-01", NULL, false}},
        {"an unknown company", "row.7.enterprise_company", {7, 0, "N-1", "X", NULL, "2026-01-01", NULL, false}},
        {"no company", "row.7.enterprise_company", {7, 0, "N-1", NULL, NULL, "2026-01-01", NULL, false}},
        {"a location of another company",
         "row.7.serviced_by",
         {7, 0, "N-1", "BRIMLEY", "SOF", "2026-01-01", NULL, false}},
        {"no first day", "row.7.from_date", {7, 0, "N-1", "BRIMLEY", NULL, NULL, NULL, false}},
        {"a day that is none", "row.7.thru_date", {7, 0, "N-1", "BRIMLEY", NULL, "2026-01-01", "2026-02-30", false}},
        {"days in the wrong order",
         "row.7.thru_date",
         {7, 0, "N-1", "BRIMLEY", NULL, "2026-01-02", "2026-01-01", false}},
        {"a row that is not there", "row.7.number", {7, 999, "00028", "LAGERTA", NULL, "2020-01-01", NULL, false}},
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cc_party_record_t record = party_of(f, "00028");
        cc_customer_row_t rows[] = {row_of(&record, 0), bad[i].row};
        rows[0].thru_date = "2030-12-31";
        record.party.address = "1 New Street";
        is_int(save(f, &record, rows, 2, false, CC_ROW_REFUSED, bad[i].field), CC_INVALID, bad[i].name);
        is_int(count(f, "customers WHERE thru_date IS NOT NULL OR number = 'N-1'"), 0, "  no row is written");
        is_int(count(f, "parties WHERE address IS NOT NULL"), 0, "  nor the party");
    }
    /* a customer of another party is no row of this one */
    cc_party_record_t other = party_of(f, "00031"), record = party_of(f, "00028");
    cc_customer_row_t foreign = row_of(&other, 0), own = row_of(&record, 0), twice[2];
    is_int(save(f, &record, &foreign, 1, false, CC_ROW_REFUSED, "row.0.number"), CC_INVALID, "somebody else's row");
    own.number = "00099";
    is_int(save(f, &record, &own, 1, false, CC_ROW_REFUSED, "row.0.number"), CC_INVALID, "another number");
    twice[0] = twice[1] = row_of(&record, 0);
    twice[1].n = 1;
    is_int(save(f, &record, twice, 2, false, CC_ROW_REFUSED, "row.1.number"), CC_INVALID, "a row twice");
    is_int(party_of(f, "00028").version, record.version, "the version is what it was");
}

static void test_changes(fixture_t *f)
{
    cc_party_record_t before = party_of(f, "00028"), record;
    cc_customer_row_t rows[] = {row_of(&before, 0), fresh};

    rows[0].serviced_by = "SOF";
    rows[0].thru_date = "2030-12-31";
    is_int(save(f, &before, rows, 2, true, CC_ROW_ADDED, NULL), CC_OK, "a preview of a change and a new row");
    is_int(count(f, "customers"), 2, "writes nothing");
    is_int(save(f, &before, rows, 2, false, CC_ROW_ADDED, NULL), CC_OK, "saving them");
    record = party_of(f, "00028");
    is_int(record.customers->nelts, 2, "the party is a customer of two companies");
    is_str(row_of(&record, 0).serviced_by, "SOF", "the location is set");
    is_str(row_of(&record, 1).enterprise_company, "BRIMLEY", "the new one has its company");
    is_int(count(f, "audit WHERE action = 'customer.edit' AND after_values LIKE '%%\"SOF\"%%' AND customer_id > 0"), 1,
           "the change is audited");
    is_int(count(f, "audit WHERE action = 'customer.add' AND before_values IS NULL"), 1, "and the new row");
    is_int(save(f, &before, NULL, 0, false, CC_ROW_SAME, NULL), CC_CONFLICT, "a form of before is out of date");
    rows[0] = row_of(&record, 1);
    is_int(save(f, &record, rows, 1, false, CC_ROW_SAME, NULL), CC_OK, "a row as it is");
    is_int(party_of(f, "00028").version, record.version, "changes nothing");
}

static void put_agreement(fixture_t *f, cc_agreement_t agreement)
{
    cc_agreement_t present = {.number = agreement.number};
    cc_status_t status;

    cc_agreement_get(&f->ctx, &present);
    agreement.id = present.id;
    status = cc_db_begin(f->ctx.db);
    settled(f, status == CC_OK ? cc_agreement_put(&f->ctx, &agreement, cc_problems_make(f->pool)) : status,
            agreement.number);
}

/* Forms of both parties are out of date when a load moves a customer. */
static void test_moved(fixture_t *f)
{
    int left = party_of(f, "00028").version, joined = party_of(f, "00031").version;

    put_agreement(f, (cc_agreement_t){0, "N-1", "00031", "BRIMLEY", "YRK", "2026-01-01", NULL});
    ok(party_of(f, "00028").version > left, "the party that it left has a new version");
    ok(party_of(f, "00031").version > joined, "and the one that it went to");
    put_agreement(f, (cc_agreement_t){0, "N-1", "00028", "BRIMLEY", "YRK", "2026-01-01", NULL});
}

static void test_kept(fixture_t *f)
{
    static const char *const kinds[] = {
        "INSERT INTO due_payments (customer_id, ref_document_date, remaining_amount, paid_amount, currency) "
        "SELECT id, '2026-01-01', 1, 0, 'EUR' FROM customers WHERE number = 'N-1'",
        "INSERT INTO payments (customer_id, payment_date, paid_amount, currency) "
        "SELECT id, '2026-01-01', 1, 'EUR' FROM customers WHERE number = 'N-1'",
        "INSERT INTO invoice_downloads (customer_id, document_no, at) SELECT id, '1', 1 FROM customers "
        "WHERE number = 'N-1'",
    };
    static const char *const undo[] = {"DELETE FROM due_payments", "DELETE FROM payments",
                                       "DELETE FROM invoice_downloads"};
    cc_party_record_t record = party_of(f, "00028");
    cc_customer_row_t row = row_of(&record, 1);

    row.remove = true;
    make_access(f, "N-1", "owner", CC_ROLE_OWNER, CC_DAYS_UNLIMITED);
    is_int(save(f, &record, &row, 1, false, CC_ROW_REFUSED, "row.1.number"), CC_INVALID,
           "a customer with an Owner stays");
    row.remove = false;
    row.enterprise_company = "LAGERTA";
    row.serviced_by = NULL;
    is_int(save(f, &record, &row, 1, false, CC_ROW_REFUSED, "row.1.enterprise_company"), CC_INVALID,
           "and stays with its company");
    is_int(count(f, "external_access WHERE role = 'L90'"), 1, "the Owner is there");
    cc_db_direct(f->ctx.db, "test", "DELETE FROM external_access");
    row.remove = true;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        cc_db_direct(f->ctx.db, "test", kinds[i]);
        is_int(save(f, &record, &row, 1, false, CC_ROW_REFUSED, "row.1.number"), CC_INVALID, undo[i] + 12);
        cc_db_direct(f->ctx.db, "test", undo[i]);
    }
    cc_db_direct(f->ctx.db, "test", "DROP TABLE orders");
    cc_db_direct(f->ctx.db, "test", "CREATE VIEW orders AS SELECT id, id + 0 AS customer_id FROM customers");
    is_int(save(f, &record, &row, 1, false, CC_ROW_REFUSED, "row.1.number"), CC_INVALID,
           "orders of a view that computes ids");
    cc_db_direct(f->ctx.db, "test", "DROP VIEW orders");
    cc_db_direct(f->ctx.db, "test", "CREATE VIEW orders AS SELECT id, id AS customer_id FROM customers WHERE 1 = 0");
    is_int(count(f, "customers WHERE number = 'N-1'"), 1, "the customer is still there");
    is_int(save(f, &record, &row, 1, true, CC_ROW_REMOVED, NULL), CC_OK, "a preview of its removal");
    is_int(count(f, "customers WHERE number = 'N-1'"), 1, "removes nothing");
    is_int(save(f, &record, &row, 1, false, CC_ROW_REMOVED, NULL), CC_OK, "with nothing left it goes");
    is_int(count(f, "customers WHERE number = 'N-1'"), 0, "and is gone");
    is_int(count(f, "audit WHERE action = 'customer.remove' AND before_values LIKE '%%\"N-1\"%%'"), 1, "audited");
    ok(party_of(f, "00028").version > record.version, "the party has a new version");
}

/* A choice that lacks what a customer has would take it away when the form is saved. */
static void test_choices(fixture_t *f)
{
    apr_array_header_t *companies, *locations;
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_status_t status = cc_db_begin(f->ctx.db);

    for (int i = 0; status == CC_OK && i < 1100; i++) {
        const cc_location_t shop = {.enterprise_company = "LAGERTA",
                                    .code = apr_psprintf(f->pool, "SHOP-%d", i),
                                    .name = apr_psprintf(f->pool, "Shop %d", i)};
        status = cc_location_put(&f->ctx, &shop, problems);
    }
    settled(f, status, "very many locations");
    is_int(cc_party_choices(&f->ctx, &companies, &locations), CC_OK, "what the form offers");
    is_int(companies->nelts, 2, "each company");
    is_int(locations->nelts, 1102, "each location");
    for (int i = 2; i < locations->nelts; i++) {
        const cc_location_t *shop = &APR_ARRAY_IDX(locations, i, cc_location_t);
        if (strcmp(shop->code, apr_psprintf(f->pool, "SHOP-%d", i - 2)) != 0 ||
            strcmp(shop->name, apr_psprintf(f->pool, "Shop %d", i - 2)) != 0 ||
            strcmp(shop->enterprise_company, "LAGERTA") != 0) {
            ok(false, "location %d is %s", i, shop->code);
        }
    }
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    fill(&f);
    test_who(&f);
    test_rows(&f);
    test_party(&f);
    test_changes(&f);
    test_moved(&f);
    test_kept(&f);
    test_choices(&f);
    is_int(f.errors, 0, "nothing failed on the way");
    fixture_close(&f);
    return done();
}
