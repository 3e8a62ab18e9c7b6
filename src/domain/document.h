/* Documents of a customer: their types, orders and invoices with lines. What is written here comes from an ERP, by
 * load; what a user may read of it is decided elsewhere.
 *
 * A `get` finds the record by its key and fills in the rest; a `put` runs inside a transaction, checks everything and
 * inserts (id 0) or updates; CC_INVALID comes with problems on the fields of the same names. Amounts, quantities and
 * fractions are millionths, CC_DECIMAL_NONE for none. */
#ifndef CC_DOCUMENT_H
#define CC_DOCUMENT_H

#include "../base/decimal.h"
#include "context.h"

#include <apr_tables.h>

/** So many lines of the longest texts fit into one line of load. */
#define CC_DOCUMENT_LINES_MAX 4000
#define CC_LINE_NO_MAX 1000000000
#define CC_STATUS_MAX 64
#define CC_UNIT_MAX 32

typedef struct {
    int64_t id;
    const char *code;          /**< the key: what other systems call its id */
    const char *entity, *name; /**< of which kind of document ("SalesOrders"), and how people call it */
} cc_document_type_t;

typedef struct {
    int64_t no;                                     /**< 1…CC_LINE_NO_MAX, once in its document */
    const char *product_code, *product_name, *unit; /**< code and unit may be NULL */
    int64_t quantity, price, discount, amount;      /**< discount is a fraction from 0 to 1 */
} cc_document_line_t;

/** The last is how many there are. */
typedef enum { CC_DOCUMENT_ORDER, CC_DOCUMENT_INVOICE, CC_DOCUMENT_KINDS } cc_document_kind_t;

typedef struct {
    int64_t id, customer_id, company_id;
    const char *customer, *document_no; /**< the key; a number names one document of the customer's company */
    const char *document_type;          /**< its code */
    const char *date, *currency;
    int64_t amount;
    const char *status, *notes; /**< of an order; NULL when empty */
    const char *order_no;       /**< of an invoice, or NULL; the order need not be known */
    apr_array_header_t *lines;  /**< of cc_document_line_t, by no; NULL: leave them as they are */
} cc_document_t;

/** "order" */
const char *cc_document_kind_name(cc_document_kind_t kind);

/** What it takes to see documents of this kind. */
cc_right_t cc_document_right(cc_document_kind_t kind);

/** Finds the type by the code that the struct holds and fills in the rest; CC_NOT_FOUND leaves it as it is. */
cc_status_t cc_document_type_get(cc_context_t *ctx, cc_document_type_t *type);

/** Problems are on `id` (the code), `entity`, `name`. */
void cc_document_type_check(const cc_document_type_t *type, cc_problems_t *problems);

/** Inside a transaction: inserts (id 0) or updates. A new name is also written into the documents of this type,
 * wherever they are tables and not views. */
cc_status_t cc_document_type_put(cc_context_t *ctx, const cc_document_type_t *type, cc_problems_t *problems);

/** Finds customer and company, whether there is such a document or not. CC_INVALID: there is no such customer, or the
 *  number is that of a document of another customer of the same company. */
cc_status_t cc_document_get(cc_context_t *ctx, cc_document_kind_t kind, cc_document_t *document,
                            cc_problems_t *problems);

/** The lines of the document with this id, by number. */
cc_status_t cc_document_lines(cc_context_t *ctx, cc_document_kind_t kind, int64_t id, apr_array_header_t **lines);

/** The part of the rules that needs no database; lines may be in any order. */
void cc_document_check(cc_document_kind_t kind, const cc_document_t *document, cc_problems_t *problems);

/** Writes what cc_document_get began. */
cc_status_t cc_document_put(cc_context_t *ctx, cc_document_kind_t kind, const cc_document_t *document,
                            cc_problems_t *problems);

/** Whether the customer has an order or invoice that is a row of ours. */
cc_status_t cc_document_any(cc_context_t *ctx, int64_t customer_id, bool *any);

#endif
