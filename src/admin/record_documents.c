/* Records of documents and payments: their fields, and the use cases behind them. */
#include "load.h"

#include "../store/rows.h"

#include <stddef.h>

#define FIELD(name, kind, member, key)                                                                                 \
    {                                                                                                                  \
        name, kind, offsetof(cc_record_t, member), key                                                                 \
    }
#define KEY(name, member) FIELD(name, CC_FIELD_TEXT, member, CC_KEY)
#define OPTIONAL_KEY(name, member) FIELD(name, CC_FIELD_TEXT, member, CC_KEY_OPTIONAL)
#define TEXT(name, member) FIELD(name, CC_FIELD_TEXT, member, CC_NOT_KEY)
#define MONEY(name, member) FIELD(name, CC_FIELD_MONEY, member, CC_NOT_KEY)
#define LINES(name, member) FIELD(name, CC_FIELD_LINES, member, CC_NOT_KEY)
#define END FIELD(NULL, CC_FIELD_TEXT, document.id, CC_NOT_KEY)

const cc_field_t cc_fields_of_document_type[] = {KEY("id", document_type.code), TEXT("entity", document_type.entity),
                                                 TEXT("name", document_type.name), END};

const cc_field_t cc_fields_of_order[] = {KEY("document_no", document.document_no),
                                         KEY("customer", document.customer),
                                         TEXT("document_type", document.document_type),
                                         TEXT("date", document.date),
                                         TEXT("status", document.status),
                                         TEXT("currency", document.currency),
                                         MONEY("amount", document.amount),
                                         TEXT("notes", document.notes),
                                         LINES("lines", document.lines),
                                         END};

const cc_field_t cc_fields_of_invoice[] = {KEY("document_no", document.document_no),
                                           KEY("customer", document.customer),
                                           TEXT("document_type", document.document_type),
                                           TEXT("date", document.date),
                                           TEXT("currency", document.currency),
                                           MONEY("amount", document.amount),
                                           TEXT("order_no", document.order_no),
                                           LINES("lines", document.lines),
                                           END};

const cc_field_t cc_fields_of_due_payment[] = {OPTIONAL_KEY("id", due_payment.external_id),
                                               TEXT("customer", due_payment.customer),
                                               TEXT("ref_document_date", due_payment.ref_document_date),
                                               TEXT("due_date", due_payment.due_date),
                                               MONEY("remaining_amount", due_payment.remaining_amount),
                                               MONEY("paid_amount", due_payment.paid_amount),
                                               TEXT("currency", due_payment.currency),
                                               TEXT("invoice_no", due_payment.invoice_no),
                                               END};

const cc_field_t cc_fields_of_payment[] = {OPTIONAL_KEY("id", payment.external_id),
                                           TEXT("customer", payment.customer),
                                           TEXT("payment_date", payment.payment_date),
                                           MONEY("paid_amount", payment.paid_amount),
                                           MONEY("covered_amount", payment.covered_amount),
                                           TEXT("currency", payment.currency),
                                           TEXT("invoice_no", payment.invoice_no),
                                           TEXT("order_no", payment.order_no),
                                           END};

const cc_record_t cc_fresh_document = {.document = {.amount = CC_DECIMAL_NONE}};
const cc_record_t cc_fresh_due_payment = {.due_payment = {.remaining_amount = CC_DECIMAL_NONE}};
const cc_record_t cc_fresh_payment = {.payment = {.paid_amount = CC_DECIMAL_NONE, .covered_amount = CC_DECIMAL_NONE}};

cc_status_t cc_document_type_record_get(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)
{
    (void)problems;
    return cc_document_type_get(ctx, &record->document_type);
}

cc_status_t cc_document_type_record_put(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,
                                        cc_problems_t *problems)
{
    (void)before;
    return cc_document_type_put(ctx, &record->document_type, problems);
}

void cc_document_type_record_check(const cc_record_t *record, cc_problems_t *problems)
{
    cc_document_type_check(&record->document_type, problems);
}

cc_status_t cc_document_type_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->document_type =
        (cc_document_type_t){.code = cc_row_text(row, 1), .entity = cc_row_text(row, 2), .name = cc_row_text(row, 3)};
    return CC_OK;
}

/* Checked before they are sorted, so that a problem names the line by its place in the text. */
static cc_status_t settle(cc_document_kind_t kind, cc_record_t *record, cc_problems_t *problems)
{
    cc_document_check(kind, &record->document, problems);
    if (record->document.lines) {
        cc_lines_sort(record->document.lines);
    }
    return CC_OK;
}

/* Lines that are still those that were read need not be written again. */
static cc_status_t put(cc_context_t *ctx, cc_document_kind_t kind, const cc_record_t *before, cc_record_t *record,
                       cc_problems_t *problems)
{
    if (before && cc_lines_same(before->document.lines, record->document.lines)) {
        record->document.lines = NULL;
    }
    return cc_document_put(ctx, kind, &record->document, problems);
}

#define DOCUMENT_RECORD(name, kind)                                                                                    \
    cc_status_t cc_##name##_record_get(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)                \
    {                                                                                                                  \
        return cc_document_get(ctx, kind, &record->document, problems);                                                \
    }                                                                                                                  \
    cc_status_t cc_##name##_record_settle(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,           \
                                          cc_problems_t *problems)                                                     \
    {                                                                                                                  \
        (void)ctx;                                                                                                     \
        (void)before;                                                                                                  \
        return settle(kind, record, problems);                                                                         \
    }                                                                                                                  \
    cc_status_t cc_##name##_record_put(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,              \
                                       cc_problems_t *problems)                                                        \
    {                                                                                                                  \
        return put(ctx, kind, before, record, problems);                                                               \
    }
DOCUMENT_RECORD(order, CC_DOCUMENT_ORDER)
DOCUMENT_RECORD(invoice, CC_DOCUMENT_INVOICE)

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

cc_status_t cc_order_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    read_document(row, record);
    record->document.status = cc_sql_text(cc_row_text(row, 7));
    record->document.notes = cc_row_text(row, 8);
    return cc_document_lines(ctx, CC_DOCUMENT_ORDER, record->document.id, &record->document.lines);
}

cc_status_t cc_invoice_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    read_document(row, record);
    record->document.order_no = cc_row_text(row, 7);
    return cc_document_lines(ctx, CC_DOCUMENT_INVOICE, record->document.id, &record->document.lines);
}

#define PAYMENT_RECORD(name)                                                                                           \
    cc_status_t cc_##name##_record_get(cc_context_t *ctx, cc_record_t *record, cc_problems_t *problems)                \
    {                                                                                                                  \
        (void)problems;                                                                                                \
        return cc_##name##_get(ctx, &record->name);                                                                    \
    }                                                                                                                  \
    cc_status_t cc_##name##_record_put(cc_context_t *ctx, const cc_record_t *before, cc_record_t *record,              \
                                       cc_problems_t *problems)                                                        \
    {                                                                                                                  \
        return cc_##name##_put(ctx, before ? before->name.customer : NULL, &record->name, problems);                   \
    }
PAYMENT_RECORD(due_payment)
PAYMENT_RECORD(payment)

cc_status_t cc_due_payment_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->due_payment = (cc_due_payment_t){.external_id = cc_row_text(row, 1),
                                             .customer = cc_row_text(row, 2),
                                             .ref_document_date = cc_row_text(row, 3),
                                             .due_date = cc_row_text(row, 4),
                                             .remaining_amount = cc_row_int(row, 5, CC_DECIMAL_NONE),
                                             .paid_amount = cc_row_int(row, 6, CC_DECIMAL_NONE),
                                             .currency = cc_row_text(row, 7),
                                             .invoice_no = cc_row_text(row, 8)};
    return CC_OK;
}

cc_status_t cc_payment_record_read(cc_context_t *ctx, const cc_row_t *row, cc_record_t *record)
{
    (void)ctx;
    record->payment = (cc_payment_t){.external_id = cc_row_text(row, 1),
                                     .customer = cc_row_text(row, 2),
                                     .payment_date = cc_row_text(row, 3),
                                     .paid_amount = cc_row_int(row, 4, CC_DECIMAL_NONE),
                                     .covered_amount = cc_row_int(row, 5, CC_DECIMAL_NONE),
                                     .currency = cc_row_text(row, 6),
                                     .invoice_no = cc_row_text(row, 7),
                                     .order_no = cc_row_text(row, 8)};
    return CC_OK;
}
