/* ccadmin demo: a small company with one user for each role, and as many more as asked for; the same for the same
 * seed. All demo users have an address at demo.example, by which a later run knows them, and never goes into a
 * database with other users or with customers of somebody else: their password is public. */
#include "admin.h"
#include "demo_chance.h"
#include "demo_documents.h"

#include "../base/text.h"
#include "../domain/access_row.h"
#include "../domain/master.h"
#include "../domain/password.h"
#include "../store/helpers.h"
#include "../store/rows.h"
#include "../store/statistics.h"
#include "../store/users.h"

#include <apr_strings.h>
#include <stdio.h>
#include <string.h>

#define DOMAIN_OF_DEMO "@demo.example"
#define PASSWORD "seven pears under a blue roof"
#define SINCE 1704067200 /* 2024-01-01: fixed, so that the data do not depend on the day */
#define BATCH 500

typedef struct {
    cc_admin_t *admin;
    apr_pool_t *pool; /* cleared after each batch */
    cc_context_t ctx; /* the same with that pool */
    uint64_t random;
    const char *hash;
    int64_t users, customers;
    const char **customer_ids, **customer_numbers; /* as text, in the admin's pool */
} demo_t;

static const struct {
    const char *login, *name, *type, *purpose;
    cc_role_t role; /* on customer 00028; CC_ROLE_NONE: no access */
} people[] = {
    {"owner", "Olga Petrova", "EXT", "Owner of Olivia Green", CC_ROLE_OWNER},
    {"admin", "Adam Novak", "EXT", "Admin: manages users", CC_ROLE_ADMIN},
    {"billing", "Bella Rossi", "EXT", "Billing", CC_ROLE_BILLING},
    {"prices", "Peter Weiss", "EXT", "Orders with Prices", CC_ROLE_PRICES},
    {"orders", "Oscar Lindgren", "EXT", "Orders", CC_ROLE_ORDERS},
    {"basic", "Boris Ivanov", "EXT", "Basic, the last 30 days", CC_ROLE_BASIC},
    {"multi", "Maria Costa", "EXT", "several customers", CC_ROLE_ADMIN},
    {"backoffice", "Ivan Georgiev", "INT", "internal administrator", CC_ROLE_NONE},
    {"newcomer", "Nina Berg", "EXT", "registered, no access yet", CC_ROLE_NONE},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static const cc_party_t parties[] = {
    {.code = "00028",
     .name = "Olivia Green",
     .unique_number = "206305901",
     .vat_number = "BG206305901",
     .vat_registered = true,
     .address = "102 Bulgaria Blvd., Sofia",
     .active = true},
    {.code = "00031",
     .name = "Northern Fruit Traders",
     .unique_number = "175020304",
     .vat_number = "BG175020304",
     .vat_registered = true,
     .address = "7 Harbour Street, Varna",
     .active = true},
    {.code = "00047",
     .name = "Hill & Sons",
     .unique_number = "203040506",
     .address = "15 Station Road, Plovdiv",
     .active = true},
};
#define NAMED_CUSTOMERS (sizeof(parties) / sizeof(parties[0]))

/* ---- chance ---- */

static uint32_t pick(demo_t *demo, uint32_t below)
{
    return cc_demo_pick(&demo->random, below);
}
#define PICK(demo, array) ((array)[pick(demo, sizeof(array) / sizeof((array)[0]))])

static const char *full_name(demo_t *demo)
{
    static const char *const first[] = {"Anna", "Boyan", "Carla", "Dimitar", "Elena", "Felix",  "Gergana",
                                        "Hugo", "Irina", "Jonas", "Katrin",  "Lukas", "Milena", "Niels",
                                        "Olaf", "Petya", "Rosa",  "Stefan",  "Tanya", "Viktor"};
    static const char *const last[] = {"Adler",  "Borisova", "Conti",   "Dimov",     "Engel",   "Fischer", "Grant",
                                       "Hansen", "Ilieva",   "Jensen",  "Kolev",     "Lang",    "Marin",   "Nikolova",
                                       "Olsen",  "Popov",    "Richter", "Stoyanova", "Todorov", "Vogel"};
    const char *given = PICK(demo, first);

    return apr_pstrcat(demo->pool, given, " ", PICK(demo, last), NULL);
}

static cc_role_t any_role(demo_t *demo)
{
    static const cc_role_t roles[] = {CC_ROLE_BASIC,  CC_ROLE_BASIC,  CC_ROLE_BASIC,   CC_ROLE_ORDERS, CC_ROLE_ORDERS,
                                      CC_ROLE_PRICES, CC_ROLE_PRICES, CC_ROLE_BILLING, CC_ROLE_ADMIN,  CC_ROLE_BILLING};

    return PICK(demo, roles);
}

static int any_days(demo_t *demo)
{
    static const int days[] = {CC_DAYS_UNLIMITED, CC_DAYS_UNLIMITED, CC_DAYS_UNLIMITED, 0, 7, 30, 90, 365, 1000};

    return PICK(demo, days);
}

static const char *any_notes(demo_t *demo)
{
    static const char *const notes[] = {NULL,
                                        NULL,
                                        NULL,
                                        NULL,
                                        "Accounting",
                                        "Warehouse",
                                        "Until the end of the year",
                                        "Replaces a colleague",
                                        "Asked for by phone"};

    return PICK(demo, notes);
}

/* ---- master data ---- */

static cc_status_t put_company(demo_t *demo, cc_problems_t *problems)
{
    cc_company_t company = {.code = "LAGERTA", .name = "Lagerta Ltd."};
    cc_location_t location = {.enterprise_company = "LAGERTA", .code = "SOF", .name = "Sofia"};
    cc_status_t status = cc_company_get(&demo->ctx, &company);

    if (status == CC_NOT_FOUND) {
        status = cc_company_put(&demo->ctx, &company, problems);
    }
    if (status == CC_OK) {
        status = cc_location_get(&demo->ctx, &location);
    }
    return status == CC_NOT_FOUND ? cc_location_put(&demo->ctx, &location, problems) : status;
}

/* The party and its agreement, unless they are there; `*id` gets the customer's id. */
static cc_status_t put_customer(demo_t *demo, cc_party_t party, const char **id, cc_problems_t *problems)
{
    cc_agreement_t agreement = {.number = party.code,
                                .party = party.code,
                                .enterprise_company = "LAGERTA",
                                .serviced_by = "SOF",
                                .from_date = "2020-01-01"};
    cc_status_t status = cc_party_get(&demo->ctx, &party);

    if (status == CC_NOT_FOUND) {
        status = cc_party_put(&demo->ctx, &party, problems);
    }
    if (status == CC_OK) {
        status = cc_agreement_get(&demo->ctx, &agreement);
    }
    if (status == CC_NOT_FOUND) {
        status = cc_agreement_put(&demo->ctx, &agreement, problems);
        status = status == CC_OK ? cc_agreement_get(&demo->ctx, &agreement) : status;
    }
    if (status == CC_OK) {
        *id = cc_text_int(demo->admin->pool, agreement.id);
    }
    return status;
}

static cc_party_t any_party(demo_t *demo, int64_t number)
{
    static const char *const front[] = {"Amber", "Birch", "Cedar", "Delta", "Ember", "Falcon", "Garnet", "Harbour"};
    static const char *const back[] = {"Trading", "Foods", "Logistics", "Textiles", "Tools", "Markets", "Partners"};
    const char *word = PICK(demo, front);

    return (cc_party_t){
        .code = apr_psprintf(demo->pool, "%05" APR_INT64_T_FMT, (apr_int64_t)number),
        .name = apr_psprintf(demo->pool, "%s %s %" APR_INT64_T_FMT, word, PICK(demo, back), (apr_int64_t)number),
        .active = true};
}

static cc_status_t put_customers(demo_t *demo, cc_problems_t *problems)
{
    cc_status_t status = CC_OK;

    demo->customer_ids = apr_pcalloc(demo->admin->pool, (size_t)demo->customers * sizeof(*demo->customer_ids));
    demo->customer_numbers = apr_pcalloc(demo->admin->pool, (size_t)demo->customers * sizeof(*demo->customer_numbers));
    for (int64_t i = 0; status == CC_OK && i < demo->customers; i++) {
        cc_party_t party = i < (int64_t)NAMED_CUSTOMERS ? parties[i] : any_party(demo, 10000 + i);
        demo->customer_numbers[i] = apr_pstrdup(demo->admin->pool, party.code);
        status = put_customer(demo, party, &demo->customer_ids[i], problems);
        if (status == CC_OK && i % BATCH == 0) {
            apr_pool_clear(demo->pool);
        }
    }
    return status;
}

/* ---- users ---- */

static cc_user_t demo_user(demo_t *demo, const char *login, const char *name, const char *type)
{
    return (cc_user_t){.login = login,
                       .email = apr_pstrcat(demo->pool, login, DOMAIN_OF_DEMO, NULL),
                       .name = name,
                       .user_type = type,
                       .active = true,
                       .is_admin = !strcmp(type, "INT"),
                       .language = "en",
                       .created_at = SINCE + pick(demo, 300 * 86400)};
}

static cc_status_t give(demo_t *demo, const cc_user_t *user, int64_t customer, cc_role_t role, int days_back,
                        const char *notes)
{
    const cc_access_values_t values = {role, days_back, notes};
    cc_context_t ctx = demo->admin->ctx;

    ctx.pool = demo->pool;
    return cc_access_insert_row(&ctx, apr_atoi64(demo->customer_ids[customer]), user, &values);
}

/* CC_CONFLICT: a user of an earlier run, who stays as they are. */
static cc_status_t insert_user(demo_t *demo, cc_user_t *user)
{
    return cc_user_insert(demo->admin->db, user, demo->hash, 0, &user->id, NULL);
}

static cc_status_t put_people(demo_t *demo)
{
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && i < PEOPLE; i++) {
        cc_user_t user = demo_user(demo, people[i].login, people[i].name, people[i].type);
        status = insert_user(demo, &user);
        if (status == CC_OK && people[i].role != CC_ROLE_NONE) {
            int days = people[i].role == CC_ROLE_BASIC ? 30 : CC_DAYS_UNLIMITED;
            status = give(demo, &user, 0, people[i].role, days, NULL);
        }
        if (status == CC_OK && !strcmp(user.login, "multi")) {
            status = give(demo, &user, 1, CC_ROLE_BASIC, 365, "Consultant");
            status = status == CC_OK ? give(demo, &user, 2, CC_ROLE_OWNER, CC_DAYS_UNLIMITED, NULL) : status;
        }
        status = status == CC_CONFLICT ? CC_OK : status;
    }
    return status;
}

static cc_status_t put_one_more(demo_t *demo, int64_t number)
{
    const char *login = apr_psprintf(demo->pool, "user%06" APR_INT64_T_FMT, (apr_int64_t)number);
    cc_user_t user = demo_user(demo, login, full_name(demo), "EXT");
    int64_t customer = pick(demo, (uint32_t)demo->customers);
    cc_role_t role = any_role(demo);
    int days = any_days(demo);
    const char *notes = any_notes(demo);
    cc_status_t status = insert_user(demo, &user);

    if (status == CC_OK) {
        status = give(demo, &user, customer, role, days, notes);
    }
    return status == CC_CONFLICT ? CC_OK : status;
}

static cc_status_t put_users(demo_t *demo)
{
    cc_status_t status = put_people(demo);

    for (int64_t i = PEOPLE; status == CC_OK && i < demo->users; i++) {
        status = put_one_more(demo, i - (int64_t)PEOPLE + 1);
        if (status == CC_OK && i % BATCH == 0) {
            apr_pool_clear(demo->pool);
        }
    }
    return status;
}

/* ---- the command ---- */

static cc_status_t count_others(demo_t *demo, int *others)
{
    int64_t users = 0;
    cc_status_t status =
        cc_db_select(demo->admin->db, CC_SQL_USER_REAL, CC_ARGS("%" DOMAIN_OF_DEMO), cc_count_row, others);

    if (status == CC_OK) {
        status = cc_db_number(demo->admin->db, CC_SQL_USER_COUNT, CC_NO_ARGS, &users);
    }
    if (status == CC_OK && users == 0) {
        status = cc_db_select(demo->admin->db, CC_SQL_CUSTOMER_ALL, CC_ARGS("0"), cc_count_row, others);
    }
    return status;
}

static cc_status_t put_all(demo_t *demo, int64_t orders, int64_t seed, cc_problems_t *problems)
{
    int others = 0;
    cc_status_t status = count_others(demo, &others);

    if (status == CC_OK && others) {
        return CC_REFUSED;
    }
    if (status == CC_OK) {
        status = put_company(demo, problems);
    }
    if (status == CC_OK) {
        status = put_customers(demo, problems);
    }
    if (status == CC_OK) {
        status = put_users(demo);
    }
    return status == CC_OK ? cc_demo_documents(demo->admin, demo->pool, demo->customer_numbers, demo->customers, orders,
                                               seed, problems)
                           : status;
}

static void print_logins(const demo_t *demo)
{
    printf("%-11s %-24s %s\n", "login", "e-mail", "who");
    for (size_t i = 0; i < PEOPLE; i++) {
        printf("%-11s %-24s %s, %s\n", people[i].login, apr_pstrcat(demo->pool, people[i].login, DOMAIN_OF_DEMO, NULL),
               people[i].name, people[i].purpose);
    }
    puts("The password of all of them: " PASSWORD);
}

int cc_admin_demo(cc_admin_t *admin)
{
    static const cc_password_cost_t cost = {.opslimit = CC_PASSWORD_OPSLIMIT, .memlimit = CC_PASSWORD_MEMLIMIT};
    cc_problems_t *problems = cc_problems_make(admin->pool);
    demo_t demo = {.admin = admin, .ctx = admin->ctx};
    int64_t seed, orders;
    cc_status_t status;

    if (!cc_admin_number(admin, CC_OPT_USERS, 0, 10000000, 0, &demo.users) ||
        !cc_admin_number(admin, CC_OPT_CUSTOMERS, 0, 1000000, 0, &demo.customers) ||
        !cc_admin_number(admin, CC_OPT_ORDERS, 0, 9999999, 120, &orders) ||
        !cc_admin_number(admin, CC_OPT_SEED, 0, INT32_MAX, 1, &seed)) {
        return CC_EXIT_USAGE;
    }
    demo.customers = demo.customers > (int64_t)NAMED_CUSTOMERS ? demo.customers : (int64_t)NAMED_CUSTOMERS;
    demo.random = (uint64_t)seed;
    apr_pool_create(&demo.pool, admin->pool);
    demo.ctx.pool = demo.pool;
    demo.hash = cc_password_hash(admin->pool, PASSWORD, &cost);
    if (!demo.hash) {
        return cc_admin_fail(admin, "There is not enough memory to hash the password.");
    }
    do {
        status = cc_db_bulk(admin->db);
        status = status == CC_OK ? cc_db_begin(admin->db) : status;
        status = status == CC_OK ? cc_helpers_hold(admin->db) : status;
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK) {
        cc_db_set_pool(admin->db, demo.pool);
        status = put_all(&demo, orders, seed, problems);
        cc_db_set_pool(admin->db, NULL);
        status = status == CC_OK ? cc_helpers_release(admin->db) : status;
        status = cc_db_end(admin->db, status);
    }
    if (status == CC_REFUSED) {
        return cc_admin_fail(admin,
                             "This database has users or customers that are no demo data, and the demo's password "
                             "is public; nothing was written.");
    }
    if (status == CC_OK) {
        print_logins(&demo);
        fflush(stdout);
        cc_statistics_renew(admin->db);
    }
    return cc_admin_result(admin, status, problems);
}
