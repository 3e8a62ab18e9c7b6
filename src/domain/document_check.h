/* Checks of fields that orders, invoices and payments share; the problem says what is allowed. */
#ifndef CC_DOCUMENT_CHECK_H
#define CC_DOCUMENT_CHECK_H

#include "context.h"

/** Three letters in upper case, as in ISO 4217. Needed. */
void cc_check_currency(cc_problems_t *problems, const char *field, const char *currency);

/** An amount that is needed. */
void cc_check_amount(cc_problems_t *problems, const char *field, int64_t amount);

/** A document's number is the rest of its address: short enough for any (servers refuse paths of some thousand bytes),
 * no empty parts between slashes, and no "." or "..", which servers and browsers would take out of it. Needed. */
void cc_check_document_no(cc_problems_t *problems, const char *field, const char *document_no);

/** The number of another document; NULL passes. */
void cc_check_reference(cc_problems_t *problems, const char *field, const char *document_no);

/** The ids of a customer and its enterprise company; CC_INVALID and a problem when there is none. */
cc_status_t cc_check_customer(cc_context_t *ctx, const char *number, int64_t *customer_id, int64_t *company_id,
                              cc_problems_t *problems);

/** A record that exists stays with its customer: CC_INVALID and a problem if `present` is another than `given`. */
cc_status_t cc_check_same_customer(const char *present, const char *given, cc_problems_t *problems);

/** The text of a number for SQL; NULL for CC_DECIMAL_NONE. */
const char *cc_sql_decimal(apr_pool_t *pool, int64_t value);

#endif
