/* The types of records: their fields, and the use cases of the core behind them. */
#include "load.h"

#include "../base/date.h"
#include "../base/role.h"
#include "../base/text.h"
#include "../domain/access.h"
#include "../domain/account.h"
#include "../domain/user.h"
#include "../store/rows.h"

#include <stddef.h>
#include <string.h>

#define TEXT(name, member)                                                                                             \
    {                                                                                                                  \
        name, CC_FIELD_TEXT, offsetof(cc_record_t, member), false                                                      \
    }
#define KEY(name, member)                                                                                              \
    {                                                                                                                  \
        name, CC_FIELD_TEXT, offsetof(cc_record_t, member), true                                                       \
    }
#define BOOL(name, member)                                                                                             \
    {                                                                                                                  \
        name, CC_FIELD_BOOL, offsetof(cc_record_t, member), false                                                      \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, CC_FIELD_TEXT, 0, false                                                                                  \
    }

static const cc_record_t empty;

/* ---- master data ---- */

#define MASTER_DATA(type, member)                                                                                      \
    static cc_status_t get_##member(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)                   \
    {                                                                                                                  \
        (void)problems;                                                                                                \
        return cc_##type##_get(ctx, &record->member);                                                                  \
    }                                                                                                                  \
    static cc_status_t put_##member(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,                 \
                                    cc_problems_t *problems)                                                           \
    {                                                                                                                  \
        (void)before;                                                                                                  \
        return cc_##type##_put(ctx, &record->member, problems);                                                        \
    }                                                                                                                  \
    static void check_##member(const cc_record_t *record, cc_problems_t *problems)                                     \
    {                                                                                                                  \
        cc_##type##_check(&record->member, problems);                                                                  \
    }

MASTER_DATA(company, company)
MASTER_DATA(location, location)
MASTER_DATA(party, party)
MASTER_DATA(agreement, customer)
MASTER_DATA(person, person)

static const cc_field_t company_fields[] = {KEY("code", company.code), TEXT("name", company.name), END};

static const cc_field_t location_fields[] = {KEY("code", location.code), TEXT("name", location.name),
                                             KEY("enterprise_company", location.enterprise_company), END};

static const cc_field_t party_fields[] = {KEY("code", party.code),
                                          TEXT("name", party.name),
                                          TEXT("unique_number", party.unique_number),
                                          TEXT("vat_number", party.vat_number),
                                          BOOL("vat_registered", party.vat_registered),
                                          TEXT("address", party.address),
                                          BOOL("active", party.active),
                                          END};
static const cc_record_t fresh_party = {.party = {.active = true}};

static const cc_field_t customer_fields[] = {KEY("number", customer.number),
                                             TEXT("party", customer.party),
                                             TEXT("enterprise_company", customer.enterprise_company),
                                             TEXT("serviced_by", customer.serviced_by),
                                             TEXT("from_date", customer.from_date),
                                             TEXT("thru_date", customer.thru_date),
                                             END};

static const cc_field_t person_fields[] = {KEY("code", person.code), TEXT("first_name", person.first_name),
                                           TEXT("last_name", person.last_name),
                                           TEXT("parent_party", person.parent_party), END};

static cc_status_t read_company(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->company.code = cc_row_text(row, 1);
    record->company.name = cc_row_text(row, 2);
    return CC_OK;
}

static cc_status_t read_location(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->location.code = cc_row_text(row, 1);
    record->location.name = cc_row_text(row, 2);
    record->location.enterprise_company = cc_row_text(row, 3);
    return CC_OK;
}

static cc_status_t read_party(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->party = (cc_party_t){.code = cc_row_text(row, 1),
                                 .name = cc_row_text(row, 2),
                                 .unique_number = cc_row_text(row, 3),
                                 .vat_number = cc_row_text(row, 4),
                                 .vat_registered = cc_row_bool(row, 5),
                                 .address = cc_row_text(row, 6),
                                 .active = cc_row_bool(row, 7)};
    return CC_OK;
}

static cc_status_t read_customer(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->customer = (cc_agreement_t){.number = cc_row_text(row, 1),
                                        .party = cc_row_text(row, 2),
                                        .enterprise_company = cc_row_text(row, 3),
                                        .serviced_by = cc_row_text(row, 4),
                                        .from_date = cc_row_text(row, 5),
                                        .thru_date = cc_row_text(row, 6)};
    return CC_OK;
}

static cc_status_t read_person(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->person = (cc_person_t){.code = cc_row_text(row, 1),
                                   .first_name = cc_row_text(row, 2),
                                   .last_name = cc_row_text(row, 3),
                                   .parent_party = cc_row_text(row, 4)};
    return CC_OK;
}

/* ---- users ---- */

static const cc_field_t user_fields[] = {KEY("login", user.user.login),
                                         TEXT("email", user.user.email),
                                         TEXT("name", user.user.name),
                                         TEXT("user_type", user.user.user_type),
                                         {"password", CC_FIELD_SECRET, offsetof(cc_record_t, user.password), false},
                                         TEXT("password_hash", user.password_hash),
                                         BOOL("active", user.user.active),
                                         BOOL("is_admin", user.user.is_admin),
                                         TEXT("person", user.user.person),
                                         TEXT("language", user.user.language),
                                         TEXT("phone", user.user.phone),
                                         TEXT("company", user.user.company),
                                         TEXT("message", user.user.message),
                                         TEXT("notes", user.user.notes),
                                         TEXT("created_at", user.created_at),
                                         END};
static const cc_record_t fresh_user = {.user = {.user = {.user_type = "EXT", .active = true, .language = "en"}}};

static cc_status_t hash_row(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

static cc_status_t get_user(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)
{
    cc_user_record_t *user = &record->user;
    cc_status_t status = cc_account_by_login(ctx, user->user.login, &user->user);

    (void)problems;
    if (status == CC_OK) {
        user->created_at = cc_date_utc(ctx->pool, user->user.created_at);
        status = cc_db_one(ctx->db, CC_SQL_USER_HASH, CC_ARGS(cc_text_int(ctx->pool, user->user.id)), hash_row,
                           &user->password_hash);
    }
    return status;
}

static const char no_time[] = "A time such as 2026-01-31T07:30:00Z is needed here.";

static void check_password(const cc_user_record_t *user, bool new_hash, cc_problems_t *problems)
{
    if (new_hash && !cc_password_hash_known(user->password_hash)) {
        cc_problem_add(problems, "password_hash",
                       "A hash of argon2id, bcrypt, apr1, SHA or crypt, as in httpd's password files, is needed here.",
                       NULL);
    }
    if (user->password && new_hash) {
        cc_problem_add(problems, "password", "Only one of password and password_hash can be given.", NULL);
    } else if (user->password && (!*user->password || cc_text_length(user->password) > CC_PASSWORD_MAX)) {
        cc_problem_add(problems, "password", "1 to {} characters are needed here.",
                       cc_text_int(problems->pool, CC_PASSWORD_MAX));
    }
}

/* The hash is as given, or made from the password unless that is the present one already. When an account was made
 * is said once. */
static cc_status_t settle_user(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                               cc_problems_t *problems)
{
    static const cc_password_cost_t cost = {.opslimit = CC_PASSWORD_OPSLIMIT, .memlimit = CC_PASSWORD_MEMLIMIT};
    cc_user_record_t *user = &record->user;
    const char *present = before ? before->user.password_hash : NULL, *given = user->password_hash;

    if (before) {
        user->created_at = before->user.created_at;
    } else if (!user->created_at) {
        user->user.created_at = ctx->now;
    } else if (!cc_date_utc_parse(user->created_at, &user->user.created_at)) {
        cc_problem_add(problems, "created_at", no_time, NULL);
    }
    check_password(user, given && (!present || strcmp(given, present) != 0), problems);
    cc_user_check(&user->user, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    if (user->password && !cc_password_verify(user->password, present)) {
        user->password_hash = cc_password_hash(ctx->pool, user->password, &cost);
        if (!user->password_hash) {
            return CC_FAILED;
        }
    }
    user->password = NULL;
    return CC_OK;
}

static void check_user(const cc_record_t *record, cc_problems_t *problems)
{
    int64_t created_at;

    cc_user_check(&record->user.user, problems);
    if (!cc_date_utc_parse(record->user.created_at, &created_at)) {
        cc_problem_add(problems, "created_at", no_time, NULL);
    }
}

static cc_status_t put_user(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record, cc_problems_t *problems)
{
    cc_user_record_t *user = &record->user;
    const char *present = before && before->user.password_hash ? before->user.password_hash : "";
    bool changed = strcmp(present, user->password_hash ? user->password_hash : "") != 0;

    return cc_user_put(ctx, before ? &before->user.user : NULL, &user->user, changed ? &user->password_hash : NULL,
                       problems);
}

static cc_status_t read_user(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    cc_user_from_row(row, &record->user.user);
    record->user.password_hash = cc_row_text(row, CC_USER_COLUMNS);
    record->user.created_at = cc_date_utc(cc_row_pool(row), record->user.user.created_at);
    return CC_OK;
}

/* ---- external access ---- */

static const cc_field_t access_fields[] = {
    KEY("customer", access.customer), KEY("user", access.user),
    TEXT("role", access.role),        {"days_back", CC_FIELD_DAYS, offsetof(cc_record_t, access.days_back), false},
    TEXT("notes", access.notes),      END};
static const cc_record_t fresh_access = {.access = {.days_back = CC_DAYS_UNLIMITED}};

/* Into the record, which is found by them and refers to them. */
static cc_status_t find_both(cc_context_t *ctx, cc_access_record_t *record, cc_problems_t *problems)
{
    cc_agreement_t customer = {.number = record->customer};
    cc_status_t status = cc_agreement_get(ctx, &customer);

    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "customer", "There is no customer {}.", record->customer);
        return CC_INVALID;
    }
    record->customer_id = customer.id;
    if (status == CC_OK) {
        status = cc_account_by_login(ctx, record->user, &record->account);
    }
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "user", "There is no user {}.", record->user);
        return CC_INVALID;
    }
    return status;
}

static cc_status_t get_access(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)
{
    cc_access_record_t *access = &record->access;
    cc_access_t row;
    cc_status_t status = find_both(ctx, access, problems);

    if (status == CC_OK) {
        status =
            cc_db_one(ctx->db, CC_SQL_ACCESS_BY_USER,
                      CC_ARGS(cc_text_int(ctx->pool, access->customer_id), cc_text_int(ctx->pool, access->account.id)),
                      cc_access_row, &row);
    }
    if (status == CC_OK) {
        access->user = row.login;
        access->role = cc_role_code(row.role);
        access->notes = row.notes;
        access->days_back = row.days_back;
    }
    return status;
}

/* The role that is there is one, the database has seen to that. */
static void check_access(const cc_record_t *record, cc_problems_t *problems)
{
    const cc_access_record_t *access = &record->access;
    cc_access_values_t values;

    cc_access_parse(problems->pool, access->role, cc_sql_days(problems->pool, access->days_back), access->notes,
                    &values, problems);
}

/* However they were written, the user and the role are those that are there. */
static cc_status_t settle_access(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                                 cc_problems_t *problems)
{
    cc_access_record_t *access = &record->access;
    cc_access_values_t values;

    if (cc_role_parse(access->role) == CC_ROLE_NONE || strlen(access->role) != 3) { /* its name is for people */
        cc_problem_add(problems, "role", CC_ROLE_CODES " is needed here.", NULL);
    } else if (cc_access_parse(ctx->pool, access->role, cc_sql_days(ctx->pool, access->days_back), access->notes,
                               &values, problems) == CC_OK) {
        access->role = cc_role_code(values.role);
        access->notes = values.notes;
        access->user = before ? before->access.user : access->user;
    }
    return CC_OK;
}

static cc_status_t put_access(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                              cc_problems_t *problems)
{
    cc_access_record_t *access = &record->access;
    const cc_access_values_t values = {cc_role_parse(access->role), access->days_back, access->notes};

    (void)before;
    return cc_access_put(ctx, access->customer_id, &access->account, &values, problems);
}

static cc_status_t read_access(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    cc_access_t access;

    cc_access_from_row(row, &access);
    record->access = (cc_access_record_t){.customer = access.customer.number,
                                          .user = access.login,
                                          .role = cc_role_code(access.role),
                                          .notes = access.notes,
                                          .days_back = access.days_back};
    return CC_OK;
}

/* ---- all types ---- */

#define NO_VIEWS                                                                                                       \
    {                                                                                                                  \
        NULL                                                                                                           \
    }

const cc_record_type_t cc_record_types[CC_RECORD_TYPES] = {
    {"enterprise_company", company_fields, &empty, get_company, NULL, put_company, CC_SQL_COMPANY_ALL, read_company,
     check_company, NO_VIEWS},
    {"location", location_fields, &empty, get_location, NULL, put_location, CC_SQL_LOCATION_ALL, read_location,
     check_location, NO_VIEWS},
    {"party", party_fields, &fresh_party, get_party, NULL, put_party, CC_SQL_PARTY_ALL, read_party, check_party,
     NO_VIEWS},
    {"customer", customer_fields, &empty, get_customer, NULL, put_customer, CC_SQL_CUSTOMER_ALL, read_customer,
     check_customer, NO_VIEWS},
    {"person", person_fields, &empty, get_person, NULL, put_person, CC_SQL_PERSON_ALL, read_person, check_person,
     NO_VIEWS},
    {"user", user_fields, &fresh_user, get_user, settle_user, put_user, CC_SQL_USER_ALL, read_user, check_user,
     NO_VIEWS},
    {"external_access", access_fields, &fresh_access, get_access, settle_access, put_access, CC_SQL_ACCESS_LIST,
     read_access, check_access, NO_VIEWS},
    {"document_type",
     cc_fields_of_document_type,
     &empty,
     cc_document_type_record_get,
     NULL,
     cc_document_type_record_put,
     CC_SQL_DOCUMENT_TYPE_ALL,
     cc_document_type_record_read,
     cc_document_type_record_check,
     {"document_types"}},
    {"order",
     cc_fields_of_order,
     &cc_fresh_document,
     cc_order_record_get,
     cc_order_record_settle,
     cc_order_record_put,
     CC_SQL_ORDER_ALL,
     cc_order_record_read,
     NULL,
     {"orders", "order_lines"}},
    {"invoice",
     cc_fields_of_invoice,
     &cc_fresh_document,
     cc_invoice_record_get,
     cc_invoice_record_settle,
     cc_invoice_record_put,
     CC_SQL_INVOICE_ALL,
     cc_invoice_record_read,
     NULL,
     {"invoices", "invoice_lines"}},
    {"due_payment",
     cc_fields_of_due_payment,
     &cc_fresh_due_payment,
     cc_due_payment_record_get,
     NULL,
     cc_due_payment_record_put,
     CC_SQL_DUE_PAYMENT_ALL,
     cc_due_payment_record_read,
     NULL,
     {"due_payments"}},
    {"payment",
     cc_fields_of_payment,
     &cc_fresh_payment,
     cc_payment_record_get,
     NULL,
     cc_payment_record_put,
     CC_SQL_PAYMENT_ALL,
     cc_payment_record_read,
     NULL,
     {"payments"}},
};
