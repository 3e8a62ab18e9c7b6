/* The older access model: each link of the chain, in its order, on the days it holds; and which of several agreements
 * counts. */
#include "fixture.h"

#include "domain/chain.h"

static int64_t guest, lagerta, brimley;

static void put_location(fixture_t *f, const char *company)
{
    cc_location_t location = {.enterprise_company = company, .code = "SOF", .name = "Sofia"};
    cc_status_t status = cc_db_begin(f->ctx.db);

    settled(f, status == CC_OK ? cc_location_put(&f->ctx, &location, cc_problems_make(f->pool)) : status, "a location");
}

static void put_agreement(fixture_t *f, const char *number, const char *party, const char *company,
                          const char *location, const char *from, const char *thru)
{
    cc_agreement_t agreement = {.number = number};
    cc_status_t status = cc_db_begin(f->ctx.db);

    cc_agreement_get(&f->ctx, &agreement);
    agreement.party = party;
    agreement.enterprise_company = company;
    agreement.serviced_by = location;
    agreement.from_date = from;
    agreement.thru_date = thru;
    settled(f, status == CC_OK ? cc_agreement_put(&f->ctx, &agreement, cc_problems_make(f->pool)) : status, number);
}

static void put_person(fixture_t *f, const char *parent)
{
    cc_person_t person = {.code = "P-1", .first_name = "Catherine", .last_name = "Carter"};
    cc_status_t status = cc_db_begin(f->ctx.db);

    cc_person_get(&f->ctx, &person);
    person.parent_party = parent;
    settled(f, status == CC_OK ? cc_person_put(&f->ctx, &person, cc_problems_make(f->pool)) : status, "a person");
}

static void give_person(fixture_t *f, const char *person)
{
    cc_user_t before = {0}, user;
    cc_status_t status = cc_account_by_login(&f->ctx, "guest", &before);

    user = before;
    user.person = person;
    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    settled(f, status == CC_OK ? cc_user_put(&f->ctx, &before, &user, NULL, cc_problems_make(f->pool)) : status,
            "guest");
}

static int64_t company_id(fixture_t *f, const char *code)
{
    cc_company_t company = {.code = code};

    return cc_company_get(&f->ctx, &company) == CC_OK ? company.id : 0;
}

static void fill(fixture_t *f)
{
    cc_company_t company = {.code = "BRIMLEY", .name = "Brimley & Co."};
    cc_party_t party = {.code = "GREEN", .name = "Green & Sons", .active = true};
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_status_t status;

    fixture_fill(f);
    status = cc_db_begin(f->ctx.db);
    status = status == CC_OK ? cc_company_put(&f->ctx, &company, problems) : status;
    settled(f, status == CC_OK ? cc_party_put(&f->ctx, &party, problems) : status, "master data");
    put_location(f, "LAGERTA");
    put_location(f, "BRIMLEY");
    guest = make_user(f, "guest", "EXT", "");
    lagerta = company_id(f, "LAGERTA");
    brimley = company_id(f, "BRIMLEY");
}

static cc_chain_t walk(fixture_t *f, int64_t company)
{
    cc_chain_t chain = {0};

    is_int(cc_chain_walk(&f->ctx, guest, company, &chain), CC_OK, "walked");
    return chain;
}

static void broken_is(fixture_t *f, cc_link_t link, const char *code, const char *name)
{
    cc_chain_t chain = walk(f, lagerta);

    is_int(chain.broken, link, name);
    ok(code ? !strcmp(cc_link_code(chain.broken), code) : !cc_link_code(chain.broken), "  code %s",
       code ? code : "none");
}

/* Each link is repaired after the other. */
static void test_links(fixture_t *f)
{
    broken_is(f, CC_LINK_PERSON, "CC002", "a user without a person");
    put_person(f, NULL);
    give_person(f, "P-1");
    broken_is(f, CC_LINK_PARENT, "CC003", "a person without a parent party");
    is_str(walk(f, lagerta).person_name, "Catherine Carter", "the person is named");
    put_person(f, "GREEN");
    broken_is(f, CC_LINK_CUSTOMER, "CC004", "a party that is no customer");
    is_str(walk(f, lagerta).party_name, "Green & Sons", "the party is named");
    put_agreement(f, "G-1", "GREEN", "BRIMLEY", "SOF", "2020-01-01", NULL);
    broken_is(f, CC_LINK_COMPANY, "CC006", "a customer of another enterprise company");
    put_agreement(f, "G-2", "GREEN", "LAGERTA", NULL, "2020-01-01", NULL);
    broken_is(f, CC_LINK_LOCATION, "CC007", "a customer whom no location serves");
    put_agreement(f, "G-2", "GREEN", "LAGERTA", "SOF", "2020-01-01", NULL);
    broken_is(f, CC_LINKS, NULL, "the whole chain");
    cc_chain_t chain = walk(f, lagerta);
    is_str(chain.customer.number, "G-2", "ends at the customer of this company");
    ok(chain.own_company && !strcmp(chain.location, "SOF"), "and its location");
    is_str(walk(f, brimley).customer.number, "G-1", "and for the other company at its own");
    is_int(walk(f, 999).broken, CC_LINK_COMPANY, "for no company at none");
}

/* Today is 2027-01-15. */
static void test_days(fixture_t *f)
{
    static const struct {
        const char *from, *thru;
        cc_link_t broken;
        const char *name;
    } cases[] = {{"2027-01-15", NULL, CC_LINKS, "from today on"},
                 {"2027-01-16", NULL, CC_LINK_COMPANY, "from tomorrow on"},
                 {"2020-01-01", "2027-01-15", CC_LINKS, "until today"},
                 {"2020-01-01", "2027-01-14", CC_LINK_COMPANY, "until yesterday"},
                 {"2027-01-15", "2027-01-15", CC_LINKS, "today only"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        put_agreement(f, "G-2", "GREEN", "LAGERTA", "SOF", cases[i].from, cases[i].thru);
        is_int(walk(f, lagerta).broken, cases[i].broken, cases[i].name);
    }
}

/* Of several agreements: in force before not, with a location before without, then the lowest number. */
static void test_choice(fixture_t *f)
{
    put_agreement(f, "G-2", "GREEN", "LAGERTA", "SOF", "2020-01-01", "2020-12-31");
    put_agreement(f, "G-3", "GREEN", "LAGERTA", NULL, "2021-01-01", NULL);
    is_str(walk(f, lagerta).customer.number, "G-3", "the one in force");
    is_int(walk(f, lagerta).broken, CC_LINK_LOCATION, "whose location is missing");
    put_agreement(f, "G-5", "GREEN", "LAGERTA", "SOF", "2021-01-01", NULL);
    is_str(walk(f, lagerta).customer.number, "G-5", "rather the one that is served");
    put_agreement(f, "G-4", "GREEN", "LAGERTA", "SOF", "2021-01-01", NULL);
    is_str(walk(f, lagerta).customer.number, "G-4", "of two such the lower number");
    put_person(f, "00028");
    is_str(walk(f, lagerta).customer.number, "00028", "the customer goes with the parent party");
}

int main(void)
{
    fixture_t f;
    cc_chain_t chain = {0};

    fixture_open(&f);
    fill(&f);
    test_links(&f);
    test_days(&f);
    test_choice(&f);
    is_int(cc_chain_walk(&f.ctx, 999, lagerta, &chain), CC_NOT_FOUND, "no such user");
    is_int(f.errors, 0, "nothing failed on the way");
    fixture_close(&f);
    return done();
}
