/* Why a user sees what they see: the links of both models, what is broken, where it is repaired, and what a document
 * needs in either of them. */
#include "fixture.h"

#include "base/date.h"
#include "domain/document.h"
#include "domain/why.h"

#define ORDER documents[CC_DOCUMENT_ORDER]
#define INVOICE documents[CC_DOCUMENT_INVOICE]

static cc_why_t ask(fixture_t *f, const char *login, const char *company, const char *document)
{
    cc_why_t why;

    is_int(cc_why(&f->ctx, login, company, document, &why), CC_OK, "asked");
    return why;
}

/* "ok", "CC002 /persons/new?user=1" or what the first broken link without a code says, of a list */
static const char *state_of(fixture_t *f, const apr_array_header_t *links)
{
    for (int i = 0; i < links->nelts; i++) {
        const cc_why_link_t *link = &APR_ARRAY_IDX(links, i, cc_why_link_t);
        if (link->state == CC_WHY_BROKEN) {
            return apr_pstrcat(f->pool, link->code ? link->code : cc_why_text(f->pool, link), " ",
                               link->repair ? link->repair : "-", NULL);
        }
    }
    return cc_why_holds(links) ? "ok" : "?";
}

/* The text of the n-th note, or "". */
static const char *note_of(fixture_t *f, const apr_array_header_t *links, int n)
{
    for (int i = 0; i < links->nelts; i++) {
        const cc_why_link_t *link = &APR_ARRAY_IDX(links, i, cc_why_link_t);
        if (link->state == CC_WHY_NOTE && !n--) {
            return cc_why_text(f->pool, link);
        }
    }
    return "";
}

static void put_order(fixture_t *f, const char *number, const char *customer, const char *date)
{
    cc_problems_t *problems = cc_problems_make(f->pool);
    cc_document_type_t type = {.code = "SO", .entity = "SalesOrders", .name = "Sales Order"};
    cc_document_t order = {.customer = customer, .document_no = number};
    cc_status_t status = cc_db_begin(f->ctx.db);

    if (status == CC_OK && cc_document_type_get(&f->ctx, &type) == CC_NOT_FOUND) {
        status = cc_document_type_put(&f->ctx, &type, problems);
    }
    status = status == CC_OK ? cc_document_get(&f->ctx, CC_DOCUMENT_ORDER, &order, problems) : status;
    order.document_type = "SO";
    order.date = date;
    order.currency = "EUR";
    order.amount = 1;
    order.status = "Ordered";
    status = status == CC_OK || status == CC_NOT_FOUND ? cc_document_put(&f->ctx, CC_DOCUMENT_ORDER, &order, problems)
                                                       : status;
    settled(f, status, number);
}

static void put_user(fixture_t *f, const char *type, bool active, const char *person)
{
    cc_user_t before = {0}, user;
    cc_status_t status = cc_account_by_login(&f->ctx, "guest", &before);

    user = before;
    user.user_type = type;
    user.active = active;
    user.person = person;
    status = status == CC_OK ? cc_db_begin(f->ctx.db) : status;
    settled(f, status == CC_OK ? cc_user_put(&f->ctx, &before, &user, NULL, cc_problems_make(f->pool)) : status,
            "guest");
}

static void put_person(fixture_t *f, const char *parent)
{
    cc_person_t person = {.code = "P/1 ?", .first_name = "Catherine", .last_name = "Carter"};
    cc_status_t status = cc_db_begin(f->ctx.db);

    cc_person_get(&f->ctx, &person);
    person.parent_party = parent;
    settled(f, status == CC_OK ? cc_person_put(&f->ctx, &person, cc_problems_make(f->pool)) : status, "a person");
}

/* Changes the last day of this agreement, and the party if there is one. */
static void end_agreement(fixture_t *f, const char *number, const char *party, const char *thru)
{
    cc_agreement_t agreement = {.number = number};
    cc_status_t status = cc_db_begin(f->ctx.db);

    status = status == CC_OK ? cc_agreement_get(&f->ctx, &agreement) : status;
    agreement.thru_date = thru;
    agreement.party = party ? party : agreement.party;
    settled(f, status == CC_OK ? cc_agreement_put(&f->ctx, &agreement, cc_problems_make(f->pool)) : status, number);
}

static void serve(fixture_t *f)
{
    cc_location_t location = {.enterprise_company = "LAGERTA", .code = "SOF", .name = "Sofia"};
    cc_agreement_t agreement = {.number = "00028"};
    cc_status_t status = cc_db_begin(f->ctx.db);

    status = status == CC_OK ? cc_location_put(&f->ctx, &location, cc_problems_make(f->pool)) : status;
    cc_agreement_get(&f->ctx, &agreement);
    agreement.serviced_by = "SOF";
    settled(f, status == CC_OK ? cc_agreement_put(&f->ctx, &agreement, cc_problems_make(f->pool)) : status,
            "a location");
}

static void test_unknown(fixture_t *f)
{
    cc_why_t why;

    ok(!ask(f, "nobody", "LAGERTA", NULL).display, "no such user");
    why = ask(f, "GUEST ", "NOBODY", "O-1");
    is_str(why.display, "User guest <guest> [EXT]", "logins compare as everywhere");
    is_str(state_of(f, why.external_access), "CC005 -", "no such company");
    is_str(state_of(f, why.parent_party), "CC005 -", "in the older model as well");
    ok(!why.ORDER.external_access && !why.ORDER.parent_party, "and no documents of it");
}

static void test_external_access(fixture_t *f, int64_t guest)
{
    const char *form = apr_pstrcat(f->pool, "/users/", apr_ltoa(f->pool, guest), NULL);

    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).external_access), "CC010 /external-access", "no row");
    make_access(f, "00028", "guest", CC_ROLE_BASIC, 30);
    make_access(f, "00031", "guest", CC_ROLE_BILLING, CC_DAYS_UNLIMITED);
    cc_why_t why = ask(f, "guest", "LAGERTA", NULL);
    is_str(state_of(f, why.external_access), "ok", "rows");
    is_str(note_of(f, why.external_access, 0),
           "External access: Olivia Green #00028, 2020-01-01..: L10 - Basic, 30 days back", "are told");
    is_str(note_of(f, why.external_access, 1),
           "External access: Northern Fruit #00031, 2020-01-01..: L40 - Billing, unlimited", "each of them");
    ok(!why.ORDER.external_access && !why.INVOICE.external_access, "no document was asked for");
    put_user(f, "EXT", false, NULL);
    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).external_access),
           apr_pstrcat(f->pool, "The user is active. ", form, NULL), "an inactive user");
    put_user(f, "SYS", true, NULL);
    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).external_access),
           apr_pstrcat(f->pool, "The user type SYS may log in. ", form, NULL), "a system user");
    put_user(f, "EXT", true, NULL);
}

static void test_document(fixture_t *f)
{
    put_order(f, "O-1", "00028", "2027-01-10");
    put_order(f, "O-2", "00031", "2020-01-10");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-1").ORDER.external_access),
           "The role L10 - Basic may see documents of this kind. /customers/00028", "a role that is too low");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.external_access), "ok",
           "an old one without a limit of days");
    is_str(note_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.external_access, 0),
           "Its document type is Sales Order; the settings of a site may leave types out.", "its type");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-9").ORDER.external_access),
           "There is an order O-9 of this enterprise company. -", "there is none");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-1").INVOICE.external_access),
           "There is an invoice O-1 of this enterprise company. -", "an order is no invoice");
    make_user(f, "other", "EXT", "");
    make_access(f, "00028", "other", CC_ROLE_ORDERS, 4);
    is_str(state_of(f, ask(f, "other", "LAGERTA", "O-1").ORDER.external_access),
           "Its date is within the days back access: 2027-01-10 >= 2027-01-11 /customers/00028", "one day too old");
    is_str(state_of(f, ask(f, "other", "LAGERTA", "O-2").ORDER.external_access),
           "The user has access to its customer 00031. /customers/00031", "another customer's");
    end_agreement(f, "00031", NULL, "2026-12-31");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.external_access),
           "The agreement of its customer is in force today. /parties/00031",
           "who has a row is not told to be added, but which agreement ended");
    is_str(state_of(f, ask(f, "other", "LAGERTA", "O-2").ORDER.external_access),
           "The user has access to its customer 00031. /customers/00031", "who has none is to be added first");
    end_agreement(f, "00028", NULL, "2026-12-31");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).external_access), "CC010 /parties/00028",
           "dates of agreements are set in the form of the party");
    end_agreement(f, "00028", NULL, NULL);
    end_agreement(f, "00031", NULL, NULL);
}

/* External access of the guest goes on beside it and changes nothing here. */
static void test_parent_party(fixture_t *f, int64_t guest)
{
    const char *person = apr_pstrcat(f->pool, "CC002 /persons/new?user=", apr_ltoa(f->pool, guest), NULL);

    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).parent_party), person, "no person");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.parent_party), person, "nor a document without one");
    put_person(f, NULL);
    put_user(f, "EXT", true, "P/1 ?");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).parent_party), "CC003 /persons/P/1 ?",
           "the person is edited, not made anew");
    put_person(f, "00028");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", NULL).parent_party), "CC007 /parties/00028", "no location");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-1").ORDER.parent_party), "CC007 /parties/00028", "nor a document");
    serve(f);
    cc_why_t why = ask(f, "guest", "LAGERTA", "O-1");
    is_str(state_of(f, why.parent_party), "ok", "the whole chain");
    is_str(state_of(f, why.ORDER.parent_party), "ok",
           "a document of its customer, whatever the role of external access");
    is_str(note_of(f, why.ORDER.parent_party, 0),
           "The role is that of the site (ClientCenterParentPartyRole, L40 if it is not set): L20 and above see "
           "orders, L30 and above their prices.",
           "the site's role is told");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.parent_party),
           "It is a document of this customer; it belongs to 00031. /persons/P/1 ?", "not one of another customer");
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.external_access), "ok", "which external access shows");
    end_agreement(f, "00031", "00028", NULL);
    is_str(state_of(f, ask(f, "guest", "LAGERTA", "O-2").ORDER.parent_party),
           "It is a document of this customer; it belongs to 00031. /parties/00028",
           "of two customers that are one party the person is not wrong");
    end_agreement(f, "00031", "00031", NULL);
    put_user(f, "EXT", false, "P/1 ?");
    ok(strstr(state_of(f, ask(f, "guest", "LAGERTA", "O-1").ORDER.parent_party), "active"),
       "nothing for an inactive user");
}

static void lock(fixture_t *f, int64_t user, int64_t until)
{
    cc_status_t status = cc_db_begin(f->ctx.db);

    if (status == CC_OK) {
        status = cc_db_exec(f->ctx.db, CC_SQL_CREDENTIAL_FAILURES,
                            CC_ARGS("0", "0", apr_off_t_toa(f->pool, until), apr_ltoa(f->pool, user)), NULL);
    }
    settled(f, status, "a lock");
}

/* A lock is no link of either model, but it is why somebody does not get in. */
static void test_locked(fixture_t *f, int64_t guest)
{
    put_user(f, "EXT", true, "P/1 ?");
    lock(f, guest, f->ctx.now + 900);
    cc_why_t why = ask(f, "guest", "LAGERTA", NULL);
    is_str(state_of(f, why.external_access), "ok", "a lock takes no access away");
    is_str(note_of(f, why.external_access, 0),
           apr_psprintf(f->pool, "The account is locked until %.10s %.5s UTC, after failed logins.",
                        cc_date_utc(f->pool, f->ctx.now + 900), cc_date_utc(f->pool, f->ctx.now + 900) + 11),
           "but is told");
    is_str(note_of(f, why.parent_party, 0), note_of(f, why.external_access, 0), "in the older model as well");
    lock(f, guest, f->ctx.now);
    ok(!strstr(note_of(f, ask(f, "guest", "LAGERTA", NULL).external_access, 0), "locked"), "until it has ended");
}

static void test_text(fixture_t *f)
{
    const cc_why_link_t link = {.message = "a {} b {} c", .arg = "{}", .role = CC_ROLE_BASIC};

    is_str(cc_why_text(f->pool, &link), "a {} b L10 - Basic c", "what fills a place is no place itself");
}

int main(void)
{
    fixture_t f;
    int64_t guest;

    fixture_open(&f);
    fixture_fill(&f);
    guest = make_user(&f, "guest", "EXT", "");
    test_unknown(&f);
    test_external_access(&f, guest);
    test_document(&f);
    test_parent_party(&f, guest);
    test_locked(&f, guest);
    test_text(&f);
    is_int(f.errors, 0, "nothing failed on the way");
    fixture_close(&f);
    return done();
}
