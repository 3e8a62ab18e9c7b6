/* The back office's form of a party with its Customers panel. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/form_rows.h"
#include "../base/text.h"
#include "../domain/party_admin.h"
#include "../store/rows.h"

#include <apr_strings.h>
#include <string.h>

static const char *const row_fields[] = {
    "id", "number", "enterprise_company", "serviced_by", "from_date", "thru_date", "remove", NULL};

static const char *number_text(apr_pool_t *pool, int64_t number)
{
    return number ? cc_text_int(pool, number) : "";
}

static json_t *party_fields(const cc_party_t *party, int version)
{
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:b, s:b, s:i}", "code", party->code, "name", party->name,
                     "unique_number", party->unique_number, "vat_number", party->vat_number, "address", party->address,
                     "vat_registered", party->vat_registered, "active", party->active, "version", version);
}

static json_t *agreement_model(apr_pool_t *pool, const cc_agreement_t *customer)
{
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "id", number_text(pool, customer->id), "number",
                     customer->number, "enterprise_company", customer->enterprise_company, "serviced_by",
                     customer->serviced_by, "from_date", customer->from_date, "thru_date", customer->thru_date);
}

static cc_status_t add_choices(cc_request_t *req, json_t *model)
{
    apr_array_header_t *companies, *locations;
    cc_status_t status = cc_party_choices(&req->ctx, &companies, &locations);
    json_t *first = json_array(), *second = json_array();

    for (int i = 0; status == CC_OK && i < companies->nelts; i++) {
        const cc_company_t *company = &APR_ARRAY_IDX(companies, i, cc_company_t);
        json_array_append_new(first, json_pack("{s:s, s:s}", "value", company->code, "label", company->name));
    }
    for (int i = 0; status == CC_OK && i < locations->nelts; i++) {
        const cc_location_t *location = &APR_ARRAY_IDX(locations, i, cc_location_t);
        json_array_append_new(second, json_pack("{s:s, s:s, s:s}", "value", location->code, "label", location->name,
                                                "company", location->enterprise_company));
    }
    json_object_set_new(model, "companies", first);
    json_object_set_new(model, "locations", second);
    return status;
}

static json_t *stored_rows(apr_pool_t *pool, const cc_party_record_t *record)
{
    json_t *rows = json_array();

    for (int i = 0; i < record->customers->nelts; i++) {
        json_array_append_new(rows, agreement_model(pool, &APR_ARRAY_IDX(record->customers, i, cc_agreement_t)));
    }
    return rows;
}

static json_t *typed_rows(apr_pool_t *pool, const apr_array_header_t *rows)
{
    json_t *list = json_array();

    for (int i = 0; i < rows->nelts; i++) {
        const cc_customer_row_t *row = &APR_ARRAY_IDX(rows, i, cc_customer_row_t);
        json_array_append_new(list, json_pack("{s:i, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:b}", "n", row->n, "id",
                                              number_text(pool, row->id), "number", row->number, "enterprise_company",
                                              row->enterprise_company, "serviced_by", row->serviced_by, "from_date",
                                              row->from_date, "thru_date", row->thru_date, "remove", row->remove));
    }
    return list;
}

static json_t *outcomes_model(apr_pool_t *pool, const apr_array_header_t *outcomes)
{
    static const char *const names[] = {"same", "added", "changed", "removed", "refused"};
    json_t *list = json_array();

    for (int i = 0; outcomes && i < outcomes->nelts; i++) {
        const cc_customer_outcome_t *outcome = &APR_ARRAY_IDX(outcomes, i, cc_customer_outcome_t);
        const char *number = outcome->before.number ? outcome->before.number : outcome->after.number;
        json_array_append_new(list, json_pack("{s:i, s:s, s:s?, s:o, s:o}", "n", outcome->n, "outcome",
                                              names[outcome->outcome], "number", number, "before",
                                              agreement_model(pool, &outcome->before), "after",
                                              agreement_model(pool, &outcome->after)));
    }
    return list;
}

int cc_backoffice_party_get(cc_request_t *req)
{
    cc_party_record_t record = {0};
    json_t *model = json_object();
    cc_status_t status = cc_party_record_get(&req->ctx, req->rest, &record);

    if (status == CC_OK) {
        status = add_choices(req, model);
    }
    if (status != CC_OK) {
        json_decref(model);
        return cc_respond_status(req, status);
    }
    json_object_set_new(model, "party", party_fields(&record.party, record.version));
    json_object_set_new(model, "rows", stored_rows(req->r->pool, &record));
    return cc_respond_form(req, HTTP_OK, "party", model, NULL);
}

/* ---- what was sent ---- */

static const char *trimmed(const cc_request_t *req, const char *value)
{
    return value ? cc_sql_text(cc_text_trim(req->r->pool, value)) : NULL;
}

static const char *typed(cc_request_t *req, const char *name)
{
    return trimmed(req, cc_request_field(req, name));
}

static const cc_agreement_t *stored_row(const cc_party_record_t *record, int64_t id)
{
    for (int i = 0; id && record->customers && i < record->customers->nelts; i++) {
        const cc_agreement_t *stored = &APR_ARRAY_IDX(record->customers, i, cc_agreement_t);
        if (stored->id == id) {
            return stored;
        }
    }
    return NULL;
}

/* What was not sent stays as it is: no last day at all means an agreement that goes on, which somebody has to ask for.
 */
static void keep_unsent(const cc_form_row_t *sent, const cc_agreement_t *stored, cc_customer_row_t *row)
{
    row->number = sent->values[1] ? row->number : stored->number;
    row->enterprise_company = sent->values[2] ? row->enterprise_company : stored->enterprise_company;
    row->serviced_by = sent->values[3] ? row->serviced_by : stored->serviced_by;
    row->from_date = sent->values[4] ? row->from_date : stored->from_date;
    row->thru_date = sent->values[5] ? row->thru_date : stored->thru_date;
}

/* The rows in which something was typed or chosen, beside those that are stored. */
static apr_array_header_t *read_rows(cc_request_t *req, const cc_party_record_t *record)
{
    const apr_array_header_t *sent = cc_form_rows(req->form, req->r->pool, row_fields, req->problems);
    apr_array_header_t *rows = apr_array_make(req->r->pool, sent->nelts + 1, sizeof(cc_customer_row_t));

    for (int i = 0; i < sent->nelts; i++) {
        const cc_form_row_t *from = &APR_ARRAY_IDX(sent, i, cc_form_row_t);
        cc_customer_row_t row = {.n = from->n,
                                 .number = trimmed(req, from->values[1]),
                                 .enterprise_company = trimmed(req, from->values[2]),
                                 .serviced_by = trimmed(req, from->values[3]),
                                 .from_date = trimmed(req, from->values[4]),
                                 .thru_date = trimmed(req, from->values[5]),
                                 .remove = from->values[6] && !strcmp(from->values[6], "1")};
        const char *id = trimmed(req, from->values[0]);
        const cc_agreement_t *stored;
        if (id && (!cc_text_to_int(id, INT64_MAX, &row.id) || !row.id)) {
            cc_problem_add(req->problems, apr_psprintf(req->r->pool, "row.%d.number", row.n),
                           "This row is no longer there. Please open the form again.", NULL);
        }
        stored = stored_row(record, row.id);
        if (stored) {
            keep_unsent(from, stored, &row);
        }
        if (row.id || row.number || row.enterprise_company || row.serviced_by || row.from_date || row.thru_date) {
            APR_ARRAY_PUSH(rows, cc_customer_row_t) = row;
        }
    }
    return rows;
}

static void compare_row(json_t *present, apr_pool_t *pool, const cc_customer_row_t *row, const cc_agreement_t *stored)
{
    cc_model_compare(present, apr_psprintf(pool, "row.%d.enterprise_company", row->n), row->enterprise_company,
                     stored->enterprise_company);
    cc_model_compare(present, apr_psprintf(pool, "row.%d.serviced_by", row->n), row->serviced_by, stored->serviced_by);
    cc_model_compare(present, apr_psprintf(pool, "row.%d.from_date", row->n), row->from_date, stored->from_date);
    cc_model_compare(present, apr_psprintf(pool, "row.%d.thru_date", row->n), row->thru_date, stored->thru_date);
}

static json_t *present_values(const cc_request_t *req, const cc_party_t *sent, const apr_array_header_t *rows,
                              const cc_party_record_t *record)
{
    json_t *present = json_object();

    cc_model_compare(present, "name", sent->name, record->party.name);
    cc_model_compare(present, "unique_number", sent->unique_number, record->party.unique_number);
    cc_model_compare(present, "vat_number", sent->vat_number, record->party.vat_number);
    cc_model_compare(present, "address", sent->address, record->party.address);
    cc_model_compare(present, "vat_registered", sent->vat_registered ? "yes" : "no",
                     record->party.vat_registered ? "yes" : "no");
    cc_model_compare(present, "active", sent->active ? "yes" : "no", record->party.active ? "yes" : "no");
    for (int i = 0; i < rows->nelts; i++) {
        const cc_customer_row_t *row = &APR_ARRAY_IDX(rows, i, cc_customer_row_t);
        const cc_agreement_t *stored = stored_row(record, row->id);
        if (stored) {
            compare_row(present, req->r->pool, row, stored);
        }
    }
    return present;
}

/* The form as typed: a preview, a refusal, or a conflict. */
static int show_typed(cc_request_t *req, int status, const cc_party_t *sent, const apr_array_header_t *rows,
                      const apr_array_header_t *outcomes)
{
    apr_pool_t *pool = req->r->pool;
    cc_party_record_t record = {0};
    json_t *model = json_object(), *form;
    cc_status_t read = cc_party_record_get(&req->ctx, req->rest, &record);

    if (read == CC_OK) {
        read = add_choices(req, model);
    }
    if (read != CC_OK) {
        json_decref(model);
        return cc_respond_status(req, read);
    }
    form = cc_model_form(req, status == HTTP_CONFLICT ? present_values(req, sent, rows, &record) : NULL);
    if (status == HTTP_CONFLICT) {
        json_object_set_new(json_object_get(form, "values"), "version", json_string(cc_text_int(pool, record.version)));
    }
    json_object_set_new(model, "party", party_fields(&record.party, record.version));
    json_object_set_new(model, "rows", typed_rows(pool, rows));
    if (status != HTTP_CONFLICT && outcomes) {
        json_object_set_new(model, "outcomes", outcomes_model(pool, outcomes));
    }
    return cc_respond_page(req, status, "party", json_pack("{s:o, s:o}", "form", form, "model", model));
}

int cc_backoffice_party_post(cc_request_t *req)
{
    cc_party_t party = {.code = req->rest,
                        .name = typed(req, "name"),
                        .unique_number = typed(req, "unique_number"),
                        .vat_number = typed(req, "vat_number"),
                        .address = typed(req, "address"),
                        .vat_registered = !strcmp(cc_request_field(req, "vat_registered"), "1"),
                        .active = !strcmp(cc_request_field(req, "active"), "1")};
    bool preview = !strcmp(cc_request_field(req, "preview"), "1");
    int version = cc_request_version(req);
    cc_party_record_t record = {0};
    apr_array_header_t *rows, *outcomes = NULL;
    cc_status_t status = cc_party_record_get(&req->ctx, req->rest, &record);

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    rows = read_rows(req, &record);
    if (cc_problems_any(req->problems)) {
        status = CC_INVALID;
    } else if (record.version != version) {
        status = CC_CONFLICT; /* what the rows were completed by is not what the form was made of */
    } else {
        status = cc_party_admin_save(&req->ctx, &party, version, rows, preview, &outcomes, req->problems);
    }
    if (status == CC_CONFLICT) {
        return show_typed(req, HTTP_CONFLICT, &party, rows, NULL);
    }
    if (preview && (status == CC_OK || status == CC_INVALID) && outcomes) {
        return show_typed(req, HTTP_OK, &party, rows, outcomes);
    }
    if (status == CC_INVALID) {
        return show_typed(req, HTTP_UNPROCESSABLE_ENTITY, &party, rows, outcomes);
    }
    return status == CC_OK ? cc_respond_redirect(req, cc_respond_url(req, "/parties"), "party-saved")
                           : cc_respond_status(req, status);
}
