/* The gate to one document: what of it may leave the store for a user. Customer, days back and document types decide
 * whether it exists for them at all; the role decides about prices, which are not even asked for below L30. */
#ifndef CC_DOCUMENT_SHOW_H
#define CC_DOCUMENT_SHOW_H

#include "document.h"
#include "view.h"

/** A line as shown; numbers are exact decimal text. Prices are NULL where they may not be seen. */
typedef struct {
    const char *no, *product_code, *product_name, *quantity, *unit;
    const char *price, *discount, *amount;
} cc_shown_line_t;

typedef struct {
    const char *document_no, *type_name, *date, *currency;
    const char *status, *notes; /**< of an order */
    const char *order_no;       /**< of an invoice, or NULL */
    const char *last_download;  /**< of an invoice: UTC, or NULL for never */
    const char *amount;         /**< NULL where it may not be seen */
    bool prices;                /**< may prices be seen? */
    bool has_lines;             /**< false: the site hides them */
    apr_array_header_t *lines;  /**< of cc_shown_line_t */
} cc_shown_document_t;

/** Reads a document of the view's current customer. CC_NOT_FOUND alike for one that does not exist, belongs to another
 *  customer, is older than the user may see, or is of a type that the site leaves out; CC_REFUSED without the right. */
cc_status_t cc_document_show(cc_context_t *ctx, const cc_view_t *view, cc_document_kind_t kind, const char *document_no,
                             cc_shown_document_t *document);

/** CC_INVALID (error CC009) when the settings name a document type for new orders that does not exist or is none of
 *  sales orders, or only one of NewOrderDocumentType and IsNewOrderEnabled. Asks the database only when the type is
 * set. */
cc_status_t cc_settings_usable(cc_context_t *ctx, const cc_settings_t *settings);

/** Notes that the invoice was downloaded now. */
cc_status_t cc_invoice_downloaded(cc_context_t *ctx, const cc_view_t *view, const char *document_no);

#endif
