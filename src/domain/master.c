#include "master.h"

#include "../base/text.h"
#include "../store/keys.h"
#include "../store/rows.h"
#include "check.h"
#include "document.h"
#include "document_check.h"
#include "referred.h"

#include <string.h>

static const char *flag(bool value)
{
    return value ? "1" : "0";
}

/* The id of the record that `code` names; NULL names none. A name that does not exist is a problem of the field. */
static cc_status_t refer(cc_context_t *ctx, cc_sql_t by, const char *code, const char *field, const char *message,
                         int64_t *id, cc_problems_t *problems)
{
    cc_status_t status;

    *id = 0;
    if (!code) {
        return CC_OK;
    }
    status = cc_db_number(ctx->db, by, CC_ARGS(code), id);
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, field, message, code);
        status = CC_INVALID;
    }
    return status;
}

static cc_status_t refer_company(cc_context_t *ctx, const char *code, int64_t *id, cc_problems_t *problems)
{
    return refer(ctx, CC_SQL_COMPANY_BY_CODE, code, "enterprise_company", "There is no enterprise company {}.", id,
                 problems);
}

/* ---- enterprise companies ---- */

static cc_status_t company_row(void *baton, const cc_row_t *row)
{
    cc_company_t *company = baton;

    company->id = cc_row_int(row, 0, 0);
    company->name = cc_row_text(row, 2);
    return CC_OK;
}

cc_status_t cc_company_get(cc_context_t *ctx, cc_company_t *company)
{
    return cc_db_one(ctx->db, CC_SQL_COMPANY_BY_CODE, CC_ARGS(company->code), company_row, company);
}

void cc_company_check(const cc_company_t *company, cc_problems_t *problems)
{
    cc_check_code(problems, "code", company->code);
    cc_check_text(problems, "name", company->name, CC_NAME_MAX, true, false);
}

cc_status_t cc_company_put(cc_context_t *ctx, const cc_company_t *company, cc_problems_t *problems)
{
    cc_company_check(company, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    return company->id ? cc_db_exec(ctx->db, CC_SQL_COMPANY_UPDATE,
                                    CC_ARGS(company->name, cc_text_int(ctx->pool, company->id)), NULL)
                       : cc_db_exec(ctx->db, CC_SQL_COMPANY_INSERT, CC_ARGS(company->code, company->name), NULL);
}

/* ---- locations ---- */

static cc_status_t location_row(void *baton, const cc_row_t *row)
{
    cc_location_t *location = baton;

    location->id = cc_row_int(row, 0, 0);
    location->name = cc_row_text(row, 1);
    return CC_OK;
}

cc_status_t cc_location_get(cc_context_t *ctx, cc_location_t *location)
{
    int64_t company = 0;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_COMPANY_BY_CODE, CC_ARGS(location->enterprise_company), &company);

    return status == CC_OK ? cc_db_one(ctx->db, CC_SQL_LOCATION_BY_CODE,
                                       CC_ARGS(cc_text_int(ctx->pool, company), location->code), location_row, location)
                           : status;
}

void cc_location_check(const cc_location_t *location, cc_problems_t *problems)
{
    cc_check_code(problems, "code", location->code);
    cc_check_code(problems, "enterprise_company", location->enterprise_company);
    cc_check_text(problems, "name", location->name, CC_NAME_MAX, true, false);
}

cc_status_t cc_location_put(cc_context_t *ctx, const cc_location_t *location, cc_problems_t *problems)
{
    int64_t company;
    cc_status_t status;

    cc_location_check(location, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = refer_company(ctx, location->enterprise_company, &company, problems);
    if (status != CC_OK) {
        return status;
    }
    return location->id ? cc_db_exec(ctx->db, CC_SQL_LOCATION_UPDATE,
                                     CC_ARGS(location->name, cc_text_int(ctx->pool, location->id)), NULL)
                        : cc_db_exec(ctx->db, CC_SQL_LOCATION_INSERT,
                                     CC_ARGS(cc_text_int(ctx->pool, company), location->code, location->name), NULL);
}

/* ---- parties ---- */

static cc_status_t party_row(void *baton, const cc_row_t *row)
{
    cc_party_t *party = baton;

    party->id = cc_row_int(row, 0, 0);
    party->name = cc_row_text(row, 1);
    party->unique_number = cc_row_text(row, 2);
    party->vat_number = cc_row_text(row, 3);
    party->vat_registered = cc_row_bool(row, 4);
    party->address = cc_row_text(row, 5);
    party->active = cc_row_bool(row, 6);
    return CC_OK;
}

cc_status_t cc_party_get(cc_context_t *ctx, cc_party_t *party)
{
    return cc_db_one(ctx->db, CC_SQL_PARTY_BY_CODE, CC_ARGS(party->code), party_row, party);
}

void cc_party_check(const cc_party_t *party, cc_problems_t *problems)
{
    cc_check_code(problems, "code", party->code);
    cc_check_text(problems, "name", party->name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "unique_number", cc_sql_text(party->unique_number), CC_CODE_MAX, false, false);
    cc_check_text(problems, "vat_number", cc_sql_text(party->vat_number), CC_CODE_MAX, false, false);
    cc_check_text(problems, "address", cc_sql_text(party->address), CC_LONG_TEXT_MAX, false, true);
}

cc_status_t cc_party_put(cc_context_t *ctx, const cc_party_t *party, cc_problems_t *problems)
{
    const char *number = cc_sql_text(party->unique_number), *vat = cc_sql_text(party->vat_number);
    const char *address = cc_sql_text(party->address), *name_key, *code_key, *number_key, *vat_key;
    cc_status_t status;

    cc_party_check(party, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    name_key = cc_text_key(ctx->pool, party->name);
    code_key = cc_text_key(ctx->pool, party->code);
    number_key = cc_text_key(ctx->pool, number);
    vat_key = cc_text_key(ctx->pool, vat);
    status = party->id ? cc_keys_rename_party(ctx->db, party->id, name_key) : CC_OK;
    if (status != CC_OK) {
        return status;
    }
    return party->id
               ? cc_db_exec(ctx->db, CC_SQL_PARTY_UPDATE,
                            CC_ARGS(party->name, number, vat, flag(party->vat_registered), address, flag(party->active),
                                    name_key, code_key, number_key, vat_key, cc_text_int(ctx->pool, party->id)),
                            NULL)
               : cc_db_exec(ctx->db, CC_SQL_PARTY_INSERT,
                            CC_ARGS(party->code, party->name, number, vat, flag(party->vat_registered), address,
                                    flag(party->active), name_key, code_key, number_key, vat_key),
                            NULL);
}

/* ---- customers ---- */

static cc_status_t agreement_row(void *baton, const cc_row_t *row)
{
    cc_agreement_t *agreement = baton;

    agreement->id = cc_row_int(row, 0, 0);
    agreement->party = cc_row_text(row, 1);
    agreement->enterprise_company = cc_row_text(row, 2);
    agreement->serviced_by = cc_row_text(row, 3);
    agreement->from_date = cc_row_text(row, 4);
    agreement->thru_date = cc_row_text(row, 5);
    return CC_OK;
}

cc_status_t cc_agreement_get(cc_context_t *ctx, cc_agreement_t *agreement)
{
    return cc_db_one(ctx->db, CC_SQL_CUSTOMER_BY_NUMBER, CC_ARGS(agreement->number), agreement_row, agreement);
}

void cc_agreement_check(const cc_agreement_t *agreement, cc_problems_t *problems)
{
    const char *from = agreement->from_date, *thru = agreement->thru_date;

    cc_check_code(problems, "number", agreement->number);
    cc_check_code(problems, "party", agreement->party);
    cc_check_code(problems, "enterprise_company", agreement->enterprise_company);
    cc_check_date(problems, "from_date", from, true);
    cc_check_date(problems, "thru_date", thru, false);
    if (!cc_problems_any(problems) && thru && strcmp(thru, from) < 0) {
        cc_problem_add(problems, "thru_date", "The last day must not be before the first ({}).", from);
    }
}

static cc_status_t refer_location(cc_context_t *ctx, int64_t company, const char *code, int64_t *id,
                                  cc_problems_t *problems)
{
    cc_status_t status;

    *id = 0;
    if (!code) {
        return CC_OK;
    }
    status = cc_db_number(ctx->db, CC_SQL_LOCATION_BY_CODE, CC_ARGS(cc_text_int(ctx->pool, company), code), id);
    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "serviced_by", "The enterprise company has no location {}.", code);
        status = CC_INVALID;
    }
    return status;
}

/* A document number is unique within the enterprise company, so documents cannot follow to another; and access that was
 * granted on the sites of one company, an Owner's above all, is neither taken away nor carried over to another. */
static cc_status_t keep_company(cc_context_t *ctx, const cc_agreement_t *agreement, int64_t company,
                                cc_problems_t *problems)
{
    int64_t customer, present, access = 0;
    bool any = false;
    cc_status_t status = cc_check_customer(ctx, agreement->number, &customer, &present, problems);

    if (status != CC_OK || present == company) {
        return status;
    }
    status = cc_document_any(ctx, customer, &any);
    if (status == CC_OK) {
        status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_USED, CC_ARGS(cc_text_int(ctx->pool, customer)), &access);
    }
    if (status == CC_OK && access) {
        cc_problem_add(problems, "enterprise_company",
                       "Users have access to this customer on the sites of its present enterprise company. It stays "
                       "with it.",
                       NULL);
        status = CC_INVALID;
    } else if (status == CC_OK && any) {
        cc_problem_add(problems, "enterprise_company",
                       "This customer has documents of its present enterprise company and stays with it.", NULL);
        status = CC_INVALID;
    }
    return status;
}

cc_status_t cc_agreement_put(cc_context_t *ctx, const cc_agreement_t *agreement, cc_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    const char *number_key;
    int64_t party, company, location;
    int left = 0; /* parties that the customer leaves */
    cc_status_t status;

    cc_agreement_check(agreement, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = refer(ctx, CC_SQL_PARTY_BY_CODE, agreement->party, "party", "There is no party {}.", &party, problems);
    if (status == CC_OK) {
        status = refer_company(ctx, agreement->enterprise_company, &company, problems);
    }
    if (status == CC_OK) {
        status = refer_location(ctx, company, agreement->serviced_by, &location, problems);
    }
    if (status == CC_OK && agreement->id) {
        status = keep_company(ctx, agreement, company, problems);
    }
    if (status == CC_OK) {
        /* the form of the party shows its customers: who has it open must see that they changed */
        status = cc_db_exec(ctx->db, CC_SQL_PARTY_TOUCH, CC_ARGS(cc_text_int(pool, party)), NULL);
    }
    if (status == CC_OK && agreement->id) {
        status = cc_db_exec(ctx->db, CC_SQL_PARTY_TOUCH_LEFT,
                            CC_ARGS(cc_text_int(pool, agreement->id), cc_text_int(pool, party)), &left);
    }
    if (status != CC_OK) {
        return status;
    }
    number_key = cc_text_key(pool, agreement->number);
    cc_referred_forget(ctx);
    status =
        agreement->id
            ? cc_db_exec(ctx->db, CC_SQL_CUSTOMER_UPDATE,
                         CC_ARGS(cc_text_int(pool, party), cc_text_int(pool, company), cc_sql_id(pool, location),
                                 agreement->from_date, agreement->thru_date, number_key,
                                 cc_text_int(pool, agreement->id)),
                         NULL)
            : cc_db_exec(ctx->db, CC_SQL_CUSTOMER_INSERT,
                         CC_ARGS(agreement->number, cc_text_int(pool, party), cc_text_int(pool, company),
                                 cc_sql_id(pool, location), agreement->from_date, agreement->thru_date, number_key),
                         NULL);
    return status == CC_OK && left ? cc_keys_move_customer(ctx->db, agreement->number) : status;
}

/* ---- persons ---- */

static cc_status_t person_row(void *baton, const cc_row_t *row)
{
    cc_person_t *person = baton;

    person->id = cc_row_int(row, 0, 0);
    person->first_name = cc_row_text(row, 1);
    person->last_name = cc_row_text(row, 2);
    person->parent_party = cc_row_text(row, 3);
    return CC_OK;
}

cc_status_t cc_person_get(cc_context_t *ctx, cc_person_t *person)
{
    return cc_db_one(ctx->db, CC_SQL_PERSON_BY_CODE, CC_ARGS(person->code), person_row, person);
}

void cc_person_check(const cc_person_t *person, cc_problems_t *problems)
{
    cc_check_code(problems, "code", person->code);
    cc_check_text(problems, "first_name", person->first_name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "last_name", person->last_name, CC_NAME_MAX, true, false);
}

cc_status_t cc_person_put(cc_context_t *ctx, const cc_person_t *person, cc_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    const char *key;
    int64_t parent;
    cc_status_t status;

    cc_person_check(person, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = refer(ctx, CC_SQL_PARTY_BY_CODE, person->parent_party, "parent_party", "There is no party {}.", &parent,
                   problems);
    if (status != CC_OK) {
        return status;
    }
    key = cc_person_key(pool, person->first_name, person->last_name, person->code);
    if (!person->id) {
        return cc_db_exec(ctx->db, CC_SQL_PERSON_INSERT,
                          CC_ARGS(person->code, person->first_name, person->last_name, cc_sql_id(pool, parent), key),
                          NULL);
    }
    status = cc_db_exec(
        ctx->db, CC_SQL_PERSON_UPDATE,
        CC_ARGS(person->first_name, person->last_name, cc_sql_id(pool, parent), key, cc_text_int(pool, person->id)),
        NULL);
    return status == CC_OK ? cc_keys_rename_person(ctx->db, person->id, key) : status;
}
