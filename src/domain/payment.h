/* What a customer has to pay, and has paid. Written by load; `get` and `put` as in document.h. Records may carry an
 * id of the system they come from; one without is a new record each time. */
#ifndef CC_PAYMENT_H
#define CC_PAYMENT_H

#include "../base/decimal.h"
#include "context.h"

typedef struct {
    int64_t id, customer_id;
    const char *external_id; /**< the key, or NULL */
    const char *customer;
    const char *ref_document_date, *due_date; /**< due_date may be NULL */
    int64_t remaining_amount, paid_amount;
    const char *currency;
    const char *invoice_no; /**< or NULL; the invoice need not be known */
} cc_due_payment_t;

typedef struct {
    int64_t id, customer_id;
    const char *external_id; /**< the key, or NULL */
    const char *customer;
    const char *payment_date;
    int64_t paid_amount, covered_amount; /**< covered_amount may be CC_DECIMAL_NONE */
    const char *currency;
    const char *invoice_no, *order_no; /**< or NULL; need not be known */
} cc_payment_t;

/** By external_id; CC_NOT_FOUND without one. Fills in the customer as well. */
cc_status_t cc_due_payment_get(cc_context_t *ctx, cc_due_payment_t *due);
cc_status_t cc_payment_get(cc_context_t *ctx, cc_payment_t *payment);

/** `present` is the customer of the record that is updated, NULL for a new one: it cannot become another. */
cc_status_t cc_due_payment_put(cc_context_t *ctx, const char *present, const cc_due_payment_t *due,
                               cc_problems_t *problems);
cc_status_t cc_payment_put(cc_context_t *ctx, const char *present, const cc_payment_t *payment,
                           cc_problems_t *problems);

#endif
