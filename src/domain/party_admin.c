#include "party_admin.h"

#include "../base/text.h"

#include <apr_hash.h>
#include <apr_strings.h>

static cc_status_t customer_row(void *baton, const cc_row_t *row)
{
    cc_party_record_t *record = baton;

    APR_ARRAY_PUSH(record->customers, cc_agreement_t) = (cc_agreement_t){
        .id = cc_row_int(row, 0, 0),
        .number = cc_row_text(row, 1),
        .party = record->party.code,
        .enterprise_company = cc_row_text(row, 2),
        .serviced_by = cc_row_text(row, 3),
        .from_date = cc_row_text(row, 4),
        .thru_date = cc_row_text(row, 5),
    };
    return CC_OK;
}

static cc_status_t version_row(void *baton, const cc_row_t *row)
{
    *(int *)baton = (int)cc_row_int(row, 1, 0);
    return CC_OK;
}

cc_status_t cc_party_record_get(cc_context_t *ctx, const char *code, cc_party_record_t *record)
{
    cc_status_t status;

    record->party.code = code;
    record->customers = apr_array_make(ctx->pool, 4, sizeof(cc_agreement_t));
    status = cc_party_get(ctx, &record->party);
    if (status == CC_OK) {
        status = cc_db_one(ctx->db, CC_SQL_PARTY_VERSION, CC_ARGS(code), version_row, &record->version);
    }
    return status == CC_OK ? cc_db_select(ctx->db, CC_SQL_PARTY_CUSTOMERS,
                                          CC_ARGS(cc_text_int(ctx->pool, record->party.id)), customer_row, record)
                           : status;
}

/* Texts of a batch are gone with it. */
static const char *kept(const apr_array_header_t *array, const cc_row_t *row, int n)
{
    return apr_pstrdup(array->pool, cc_row_text(row, n));
}

static cc_status_t company_row(void *baton, const cc_row_t *row)
{
    apr_array_header_t *companies = baton;

    APR_ARRAY_PUSH(companies, cc_company_t) =
        (cc_company_t){cc_row_int(row, 0, 0), kept(companies, row, 1), kept(companies, row, 2)};
    return CC_OK;
}

static cc_status_t location_row(void *baton, const cc_row_t *row)
{
    apr_array_header_t *locations = baton;

    APR_ARRAY_PUSH(locations, cc_location_t) = (cc_location_t){.id = cc_row_int(row, 0, 0),
                                                               .code = kept(locations, row, 1),
                                                               .name = kept(locations, row, 2),
                                                               .enterprise_company = kept(locations, row, 3)};
    return CC_OK;
}

cc_status_t cc_party_choices(cc_context_t *ctx, apr_array_header_t **companies, apr_array_header_t **locations)
{
    cc_status_t status;

    *companies = apr_array_make(ctx->pool, 4, sizeof(cc_company_t));
    *locations = apr_array_make(ctx->pool, 4, sizeof(cc_location_t));
    status = cc_db_each(ctx->db, CC_SQL_COMPANY_ALL, CC_ARGS("0"), company_row, *companies);
    return status == CC_OK ? cc_db_each(ctx->db, CC_SQL_LOCATION_ALL, CC_ARGS("0"), location_row, *locations) : status;
}

/* ---- JSON for the audit ---- */

static const char *party_json(apr_pool_t *pool, const cc_party_t *party)
{
    return cc_audit_json(pool, json_pack("{s:s, s:s, s:s?, s:s?, s:b, s:s?, s:b}", "code", party->code, "name",
                                         party->name, "unique_number", party->unique_number, "vat_number",
                                         party->vat_number, "vat_registered", party->vat_registered, "address",
                                         party->address, "active", party->active));
}

static const char *agreement_json(apr_pool_t *pool, const cc_agreement_t *agreement)
{
    return cc_audit_json(pool, json_pack("{s:s, s:s, s:s, s:s?, s:s, s:s?}", "number", agreement->number, "party",
                                         agreement->party, "enterprise_company", agreement->enterprise_company,
                                         "serviced_by", agreement->serviced_by, "from_date", agreement->from_date,
                                         "thru_date", agreement->thru_date));
}

static cc_status_t record_change(cc_context_t *ctx, const char *action, const cc_agreement_t *before,
                                 const cc_agreement_t *after)
{
    /* cppcheck-suppress nullPointer; one of the two is there */
    cc_agreement_t found = {.number = (after ? after : before)->number};
    cc_status_t status = after ? cc_agreement_get(ctx, &found) : CC_OK;

    return status == CC_OK
               ? cc_backoffice_audit(ctx, (cc_audit_t){.action = action,
                                                       .customer_id = after ? found.id : before->id,
                                                       .customer = found.number,
                                                       .before = before ? agreement_json(ctx->pool, before) : NULL,
                                                       .after = after ? agreement_json(ctx->pool, after) : NULL})
               : status;
}

/* ---- one row ---- */

static bool is_same(const cc_agreement_t *a, const cc_agreement_t *b)
{
    return cc_text_same(a->enterprise_company, b->enterprise_company) && cc_text_same(a->serviced_by, b->serviced_by) &&
           cc_text_same(a->from_date, b->from_date) && cc_text_same(a->thru_date, b->thru_date);
}

/* Problems of one row get the row's number in their field. */
static void name_problems(cc_problems_t *all, const cc_problems_t *own, int n)
{
    for (int i = 0; i < own->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(own->list, i, cc_problem_t);
        cc_problem_add(all, apr_psprintf(all->pool, "row.%d.%s", n, problem->field), problem->message, problem->arg);
    }
}

static const cc_agreement_t *find(const cc_party_record_t *record, int64_t id)
{
    for (int i = 0; i < record->customers->nelts; i++) {
        const cc_agreement_t *customer = &APR_ARRAY_IDX(record->customers, i, cc_agreement_t);
        if (customer->id == id) {
            return customer;
        }
    }
    return NULL;
}

/* Only where nothing hangs on it: access, an Owner's above all, never goes along with something else. */
static cc_status_t remove_row(cc_context_t *ctx, const cc_agreement_t *customer, cc_problems_t *problems)
{
    const char *id = cc_text_int(ctx->pool, customer->id);
    int64_t rows = 0, documents = 0;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_USED, CC_ARGS(id), &rows);

    if (status == CC_OK) {
        status = cc_db_number(ctx->db, CC_SQL_CUSTOMER_DOCUMENTS, CC_ARGS(id, id, id, id, id), &documents);
    }
    if (status == CC_OK && (rows || documents)) {
        cc_problem_add(problems, "number",
                       rows ? "Users have access to this customer. End the agreement by a last day instead."
                            : "This customer has documents. End the agreement by a last day instead.",
                       NULL);
        return CC_INVALID;
    }
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_CUSTOMER_DELETE, CC_ARGS(id), NULL);
    }
    return status == CC_OK ? record_change(ctx, "customer.remove", customer, NULL) : status;
}

static cc_status_t change_row(cc_context_t *ctx, const cc_customer_row_t *row, cc_customer_outcome_t *outcome,
                              cc_problems_t *problems)
{
    cc_status_t status;

    if (!cc_text_same(row->number, outcome->before.number)) {
        cc_problem_add(problems, "number", "The number of a customer stays as it is.", NULL);
        return CC_INVALID;
    }
    if (is_same(&outcome->before, &outcome->after)) {
        outcome->outcome = CC_ROW_SAME;
        return CC_OK;
    }
    outcome->outcome = CC_ROW_CHANGED;
    status = cc_agreement_put(ctx, &outcome->after, problems);
    return status == CC_OK ? record_change(ctx, "customer.edit", &outcome->before, &outcome->after) : status;
}

static cc_status_t add_row(cc_context_t *ctx, cc_customer_outcome_t *outcome, cc_problems_t *problems)
{
    cc_agreement_t taken = {.number = outcome->after.number};
    cc_status_t status = taken.number ? cc_agreement_get(ctx, &taken) : CC_NOT_FOUND;

    outcome->outcome = CC_ROW_ADDED;
    if (status == CC_OK) {
        cc_problem_add(problems, "number", "There is a customer {} already.", taken.number);
        return CC_INVALID;
    }
    status = status == CC_NOT_FOUND ? cc_agreement_put(ctx, &outcome->after, problems) : status;
    return status == CC_OK ? record_change(ctx, "customer.add", NULL, &outcome->after) : status;
}

static cc_status_t apply_row(cc_context_t *ctx, const cc_party_record_t *record, const cc_customer_row_t *row,
                             cc_customer_outcome_t *outcome, cc_problems_t *problems)
{
    const cc_agreement_t *present = row->id ? find(record, row->id) : NULL;

    outcome->after = (cc_agreement_t){row->id,          row->number,    record->party.code, row->enterprise_company,
                                      row->serviced_by, row->from_date, row->thru_date};
    if (row->id && !present) {
        cc_problem_add(problems, "number", "This row is no longer there. Please open the form again.", NULL);
        return CC_INVALID;
    }
    if (!present) {
        return row->remove ? CC_OK : add_row(ctx, outcome, problems);
    }
    outcome->before = *present;
    if (row->remove) {
        outcome->outcome = CC_ROW_REMOVED;
        return remove_row(ctx, present, problems);
    }
    return change_row(ctx, row, outcome, problems);
}

/* Rows are judged against the party as it was read, so each of its customers comes once. */
static bool is_repeated(apr_hash_t *seen, const cc_customer_row_t *row)
{
    bool repeated = row->id && apr_hash_get(seen, &row->id, sizeof(row->id));

    apr_hash_set(seen, &row->id, sizeof(row->id), row);
    return repeated;
}

/* All rows are judged, so that every problem is told at once; the first failure of another kind ends it. */
static cc_status_t apply_rows(cc_context_t *ctx, const cc_party_record_t *record, const apr_array_header_t *rows,
                              apr_array_header_t *outcomes, cc_problems_t *problems)
{
    apr_hash_t *seen = apr_hash_make(ctx->pool);
    cc_status_t result = CC_OK;

    for (int i = 0; i < rows->nelts; i++) {
        cc_problems_t *own = cc_problems_make(ctx->pool);
        cc_customer_outcome_t *outcome = apr_array_push(outcomes);
        const cc_customer_row_t *row = &APR_ARRAY_IDX(rows, i, cc_customer_row_t);
        cc_status_t status;

        *outcome = (cc_customer_outcome_t){.n = row->n};
        if (is_repeated(seen, row)) {
            cc_problem_add(own, "number", "This row is no longer there. Please open the form again.", NULL);
            status = CC_INVALID;
        } else {
            status = apply_row(ctx, record, row, outcome, own);
        }
        if (status == CC_INVALID) {
            outcome->outcome = CC_ROW_REFUSED;
            name_problems(problems, own, outcome->n);
            result = CC_INVALID;
        } else if (status != CC_OK) {
            return status;
        }
    }
    return result;
}

/* ---- the whole form ---- */

static bool same_party(const cc_party_t *a, const cc_party_t *b)
{
    return cc_text_same(a->name, b->name) && cc_text_same(a->unique_number, b->unique_number) &&
           cc_text_same(a->vat_number, b->vat_number) && cc_text_same(a->address, b->address) &&
           a->vat_registered == b->vat_registered && a->active == b->active;
}

static cc_status_t save_party(cc_context_t *ctx, const cc_party_record_t *record, const cc_party_t *changes,
                              cc_problems_t *problems)
{
    cc_party_t party = *changes;
    cc_status_t status;

    party.id = record->party.id;
    if (same_party(&record->party, &party)) {
        return CC_OK;
    }
    status = cc_party_put(ctx, &party, problems);
    return status == CC_OK ? cc_backoffice_audit(ctx, (cc_audit_t){.action = "party.edit",
                                                                   .target = party.code,
                                                                   .before = party_json(ctx->pool, &record->party),
                                                                   .after = party_json(ctx->pool, &party)})
                           : status;
}

static bool has_removed(const apr_array_header_t *outcomes)
{
    bool removed = false;

    for (int i = 0; i < outcomes->nelts; i++) {
        removed = removed || APR_ARRAY_IDX(outcomes, i, cc_customer_outcome_t).outcome == CC_ROW_REMOVED;
    }
    return removed;
}

static cc_status_t save(cc_context_t *ctx, const cc_party_t *party, int version, const apr_array_header_t *rows,
                        apr_array_header_t *outcomes, cc_problems_t *problems)
{
    cc_party_record_t record = {0};
    int64_t id = 0;
    cc_status_t status = cc_db_number(ctx->db, CC_SQL_PARTY_LOCK, CC_ARGS(party->code), &id), rows_status;

    if (status == CC_OK) {
        status = cc_party_record_get(ctx, party->code, &record);
    }
    if (status == CC_OK && record.version != version) {
        status = CC_CONFLICT;
    }
    if (status != CC_OK) {
        return status;
    }
    status = save_party(ctx, &record, party, problems);
    if (status != CC_OK && status != CC_INVALID) {
        return status;
    }
    rows_status = apply_rows(ctx, &record, rows, outcomes, problems);
    if (rows_status == CC_OK && status == CC_OK && has_removed(outcomes)) {
        rows_status = cc_db_exec(ctx->db, CC_SQL_PARTY_TOUCH, CC_ARGS(cc_text_int(ctx->pool, id)), NULL);
    }
    return rows_status == CC_OK ? status : rows_status;
}

cc_status_t cc_party_admin_save(cc_context_t *ctx, const cc_party_t *party, int version, const apr_array_header_t *rows,
                                bool preview, apr_array_header_t **outcomes, cc_problems_t *problems)
{
    const cc_audit_t refused = {.action = "party.edit", .target = party->code};
    cc_status_t status = cc_backoffice_begin(ctx, 0);

    *outcomes = apr_array_make(ctx->pool, 4, sizeof(cc_customer_outcome_t));
    if (status != CC_OK) {
        return status;
    }
    status = save(ctx, party, version, rows, *outcomes, problems);
    if (preview) {
        cc_db_rollback(ctx->db);
        return status;
    }
    return cc_backoffice_end(ctx, status, &refused);
}
