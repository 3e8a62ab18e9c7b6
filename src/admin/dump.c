/* ccadmin dump: everything that load takes, in an order in which it takes it, as of one moment. */
#include "admin.h"
#include "load.h"

#include "../base/date.h"
#include "../domain/policy.h"
#include "../store/rows.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    cc_admin_t *admin;
    const cc_record_type_t *type;
    void (*read)(const cc_row_t *row, cc_record_t *record);
} dump_t;

typedef struct {
    void (*read)(const cc_row_t *row, cc_record_t *record);
    cc_sql_t list;
} source_t;

static void read_company(const cc_row_t *row, cc_record_t *record)
{
    record->company.code = cc_row_text(row, 1);
    record->company.name = cc_row_text(row, 2);
}

static void read_location(const cc_row_t *row, cc_record_t *record)
{
    record->location.code = cc_row_text(row, 1);
    record->location.name = cc_row_text(row, 2);
    record->location.enterprise_company = cc_row_text(row, 3);
}

static void read_party(const cc_row_t *row, cc_record_t *record)
{
    record->party = (cc_party_t){.code = cc_row_text(row, 1),
                                 .name = cc_row_text(row, 2),
                                 .unique_number = cc_row_text(row, 3),
                                 .vat_number = cc_row_text(row, 4),
                                 .vat_registered = cc_row_bool(row, 5),
                                 .address = cc_row_text(row, 6),
                                 .active = cc_row_bool(row, 7)};
}

static void read_customer(const cc_row_t *row, cc_record_t *record)
{
    record->customer = (cc_agreement_t){.number = cc_row_text(row, 1),
                                        .party = cc_row_text(row, 2),
                                        .enterprise_company = cc_row_text(row, 3),
                                        .serviced_by = cc_row_text(row, 4),
                                        .from_date = cc_row_text(row, 5),
                                        .thru_date = cc_row_text(row, 6)};
}

static void read_person(const cc_row_t *row, cc_record_t *record)
{
    record->person = (cc_person_t){.code = cc_row_text(row, 1),
                                   .first_name = cc_row_text(row, 2),
                                   .last_name = cc_row_text(row, 3),
                                   .parent_party = cc_row_text(row, 4)};
}

static void read_user(const cc_row_t *row, cc_record_t *record)
{
    cc_user_from_row(row, &record->user.user);
    record->user.password_hash = cc_row_text(row, CC_USER_COLUMNS);
    record->user.created_at = cc_date_utc(cc_row_pool(row), record->user.user.created_at);
}

static void read_access(const cc_row_t *row, cc_record_t *record)
{
    cc_access_t access;

    cc_access_from_row(row, &access);
    record->access = (cc_access_record_t){access.customer.number, access.login, cc_role_code(access.role), access.notes,
                                          access.days_back};
}

static void read_document_type(const cc_row_t *row, cc_record_t *record)
{
    record->document_type =
        (cc_document_type_t){.code = cc_row_text(row, 1), .entity = cc_row_text(row, 2), .name = cc_row_text(row, 3)};
}

/* What an order and an invoice have in common. */
static void read_document(const cc_row_t *row, cc_record_t *record)
{
    record->document = (cc_document_t){.id = cc_row_int(row, 0, 0),
                                       .document_no = cc_row_text(row, 1),
                                       .customer = cc_row_text(row, 2),
                                       .document_type = cc_row_text(row, 3),
                                       .date = cc_row_text(row, 4),
                                       .currency = cc_row_text(row, 5),
                                       .amount = cc_row_int(row, 6, CC_DECIMAL_NONE)};
}

static void read_order(const cc_row_t *row, cc_record_t *record)
{
    read_document(row, record);
    record->document.status = cc_sql_text(cc_row_text(row, 7));
    record->document.notes = cc_row_text(row, 8);
}

static void read_invoice(const cc_row_t *row, cc_record_t *record)
{
    read_document(row, record);
    record->document.order_no = cc_row_text(row, 7);
}

static void read_due_payment(const cc_row_t *row, cc_record_t *record)
{
    record->due_payment = (cc_due_payment_t){.external_id = cc_row_text(row, 1),
                                             .customer = cc_row_text(row, 2),
                                             .ref_document_date = cc_row_text(row, 3),
                                             .due_date = cc_row_text(row, 4),
                                             .remaining_amount = cc_row_int(row, 5, CC_DECIMAL_NONE),
                                             .paid_amount = cc_row_int(row, 6, CC_DECIMAL_NONE),
                                             .currency = cc_row_text(row, 7),
                                             .invoice_no = cc_row_text(row, 8)};
}

static void read_payment(const cc_row_t *row, cc_record_t *record)
{
    record->payment = (cc_payment_t){.external_id = cc_row_text(row, 1),
                                     .customer = cc_row_text(row, 2),
                                     .payment_date = cc_row_text(row, 3),
                                     .paid_amount = cc_row_int(row, 4, CC_DECIMAL_NONE),
                                     .covered_amount = cc_row_int(row, 5, CC_DECIMAL_NONE),
                                     .currency = cc_row_text(row, 6),
                                     .invoice_no = cc_row_text(row, 7),
                                     .order_no = cc_row_text(row, 8)};
}

/* A second statement for each document; both read the same snapshot. */
static cc_status_t read_lines(const dump_t *dump, const cc_row_t *row, cc_record_t *record)
{
    cc_context_t ctx = dump->admin->ctx;
    cc_document_kind_t kind = dump->read == read_order ? CC_DOCUMENT_ORDER : CC_DOCUMENT_INVOICE;

    if (dump->read != read_order && dump->read != read_invoice) {
        return CC_OK;
    }
    ctx.pool = cc_row_pool(row);
    return cc_document_lines(&ctx, kind, record->document.id, &record->document.lines);
}

static cc_status_t dump_row(void *baton, const cc_row_t *row)
{
    dump_t *dump = baton;
    cc_record_t record;
    json_t *object;
    cc_status_t status;

    memset(&record, 0, sizeof(record));
    dump->read(row, &record);
    status = read_lines(dump, row, &record);
    if (status != CC_OK) {
        return status;
    }
    object = cc_record_json(dump->type, &record);
    if (!object) {
        cc_admin_fail(dump->admin, "%s %s has a text that is not UTF-8.", dump->type->name, cc_row_text(row, 1));
        return CC_INVALID;
    }
    json_dumpf(object, stdout, JSON_COMPACT);
    json_decref(object);
    putchar('\n');
    return ferror(stdout) ? CC_LIMITED : CC_OK;
}

static cc_status_t dump_type(cc_admin_t *admin, const cc_record_type_t *type, const source_t *source)
{
    dump_t dump = {admin, type, source->read};
    const char *view;
    cc_status_t status = cc_record_view(&admin->ctx, type, &view);

    if (status == CC_OK && view) {
        fprintf(stderr, "ccadmin: %s records are left out: %s is a view in this database.\n", type->name, view);
        return CC_OK;
    }
    return status == CC_OK ? cc_db_each(admin->db, source->list, CC_ARGS("0"), dump_row, &dump) : status;
}

static cc_status_t dump_all(cc_admin_t *admin)
{
    static const source_t sources[CC_RECORD_TYPES] = {
        {read_company, CC_SQL_COMPANY_ALL},
        {read_location, CC_SQL_LOCATION_ALL},
        {read_party, CC_SQL_PARTY_ALL},
        {read_customer, CC_SQL_CUSTOMER_ALL},
        {read_person, CC_SQL_PERSON_ALL},
        {read_user, CC_SQL_USER_ALL},
        {read_access, CC_SQL_ACCESS_LIST},
        {read_document_type, CC_SQL_DOCUMENT_TYPE_ALL},
        {read_order, CC_SQL_ORDER_ALL},
        {read_invoice, CC_SQL_INVOICE_ALL},
        {read_due_payment, CC_SQL_DUE_PAYMENT_ALL},
        {read_payment, CC_SQL_PAYMENT_ALL},
    };
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_RECORD_TYPES; i++) {
        status = dump_type(admin, &cc_record_types[i], &sources[i]);
    }
    return status;
}

int cc_admin_dump(cc_admin_t *admin)
{
    cc_status_t status;

    do {
        status = cc_db_snapshot(admin->db);
    } while (cc_admin_retry(admin, status));
    if (status == CC_OK) {
        status = dump_all(admin);
        cc_db_snapshot_end(admin->db);
    }
    if (ferror(stdout)) {
        return cc_admin_fail(admin, "The output could not be written.");
    }
    return status == CC_INVALID ? CC_EXIT_FAILED : cc_admin_result(admin, status, NULL);
}
