#include "payment.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "check.h"
#include "document_check.h"

/* Customer and id: what both records have in common. */
static cc_status_t check_owner(cc_context_t *ctx, const char *external_id, const char *present, const char *customer,
                               int64_t *customer_id, cc_problems_t *problems)
{
    cc_check_text(problems, "id", external_id, CC_CODE_MAX, false, false);
    cc_check_code(problems, "customer", customer);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    if (present && cc_check_same_customer(present, customer, problems) != CC_OK) {
        return CC_INVALID;
    }
    return cc_check_customer(ctx, customer, customer_id, NULL, problems);
}

/* ---- due payments ---- */

static cc_status_t due_row(void *baton, const cc_row_t *row)
{
    cc_due_payment_t *due = baton;

    due->id = cc_row_int(row, 0, 0);
    due->customer = cc_row_text(row, 1);
    due->ref_document_date = cc_row_text(row, 2);
    due->due_date = cc_row_text(row, 3);
    due->remaining_amount = cc_row_int(row, 4, CC_DECIMAL_NONE);
    due->paid_amount = cc_row_int(row, 5, CC_DECIMAL_NONE);
    due->currency = cc_row_text(row, 6);
    due->invoice_no = cc_row_text(row, 7);
    return CC_OK;
}

cc_status_t cc_due_payment_get(cc_context_t *ctx, cc_due_payment_t *due)
{
    return due->external_id ? cc_db_one(ctx->db, CC_SQL_DUE_PAYMENT_BY_ID, CC_ARGS(due->external_id), due_row, due)
                            : CC_NOT_FOUND;
}

cc_status_t cc_due_payment_put(cc_context_t *ctx, const char *present, const cc_due_payment_t *due,
                               cc_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    const char *remaining = cc_sql_decimal(pool, due->remaining_amount), *paid = cc_sql_decimal(pool, due->paid_amount);
    const char *invoice = cc_sql_text(due->invoice_no), *key = cc_text_fold(pool, invoice);
    int64_t customer;
    cc_status_t status;

    cc_check_date(problems, "ref_document_date", due->ref_document_date, true);
    cc_check_date(problems, "due_date", due->due_date, false);
    cc_check_amount(problems, "remaining_amount", due->remaining_amount);
    cc_check_amount(problems, "paid_amount", due->paid_amount);
    cc_check_currency(problems, "currency", due->currency);
    cc_check_reference(problems, "invoice_no", invoice);
    status = check_owner(ctx, due->external_id, present, due->customer, &customer, problems);
    if (status != CC_OK) {
        return status;
    }
    return due->id ? cc_db_exec(ctx->db, CC_SQL_DUE_PAYMENT_UPDATE,
                                CC_ARGS(due->ref_document_date, due->due_date, remaining, paid, due->currency, invoice,
                                        key, cc_text_int(pool, due->id)),
                                NULL)
                   : cc_db_exec(ctx->db, CC_SQL_DUE_PAYMENT_INSERT,
                                CC_ARGS(due->ref_document_date, due->due_date, remaining, paid, due->currency, invoice,
                                        key, cc_text_int(pool, customer), due->external_id),
                                NULL);
}

/* ---- payments ---- */

static cc_status_t payment_row(void *baton, const cc_row_t *row)
{
    cc_payment_t *payment = baton;

    payment->id = cc_row_int(row, 0, 0);
    payment->customer = cc_row_text(row, 1);
    payment->payment_date = cc_row_text(row, 2);
    payment->paid_amount = cc_row_int(row, 3, CC_DECIMAL_NONE);
    payment->covered_amount = cc_row_int(row, 4, CC_DECIMAL_NONE);
    payment->currency = cc_row_text(row, 5);
    payment->invoice_no = cc_row_text(row, 6);
    payment->order_no = cc_row_text(row, 7);
    return CC_OK;
}

cc_status_t cc_payment_get(cc_context_t *ctx, cc_payment_t *payment)
{
    return payment->external_id
               ? cc_db_one(ctx->db, CC_SQL_PAYMENT_BY_ID, CC_ARGS(payment->external_id), payment_row, payment)
               : CC_NOT_FOUND;
}

cc_status_t cc_payment_put(cc_context_t *ctx, const char *present, const cc_payment_t *payment, cc_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    const char *paid = cc_sql_decimal(pool, payment->paid_amount);
    const char *covered = cc_sql_decimal(pool, payment->covered_amount);
    const char *invoice = cc_sql_text(payment->invoice_no), *invoice_key = cc_text_fold(pool, invoice);
    const char *order = cc_sql_text(payment->order_no), *order_key = cc_text_fold(pool, order);
    int64_t customer;
    cc_status_t status;

    cc_check_date(problems, "payment_date", payment->payment_date, true);
    cc_check_amount(problems, "paid_amount", payment->paid_amount);
    cc_check_currency(problems, "currency", payment->currency);
    cc_check_reference(problems, "invoice_no", invoice);
    cc_check_reference(problems, "order_no", order);
    status = check_owner(ctx, payment->external_id, present, payment->customer, &customer, problems);
    if (status != CC_OK) {
        return status;
    }
    return payment->id
               ? cc_db_exec(ctx->db, CC_SQL_PAYMENT_UPDATE,
                            CC_ARGS(payment->payment_date, paid, covered, payment->currency, invoice, invoice_key,
                                    order, order_key, cc_text_int(pool, payment->id)),
                            NULL)
               : cc_db_exec(ctx->db, CC_SQL_PAYMENT_INSERT,
                            CC_ARGS(payment->payment_date, paid, covered, payment->currency, invoice, invoice_key,
                                    order, order_key, cc_text_int(pool, customer), payment->external_id),
                            NULL);
}
