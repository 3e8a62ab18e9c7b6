/* Orders, invoices, due payments and payment history: lists, single documents, and their downloads. */
#include "pages.h"

#include "model.h"
#include "respond.h"

#include "../base/decimal.h"
#include "../base/text.h"
#include "../domain/document_show.h"

#include <http_protocol.h>

int cc_orders_get(cc_request_t *req)
{
    return req->config->settings->orders_enabled ? cc_respond_list(req, "orders")
                                                 : cc_respond_error(req, HTTP_NOT_FOUND, NULL);
}

int cc_invoices_get(cc_request_t *req)
{
    return cc_respond_list(req, "invoices");
}

int cc_due_payments_get(cc_request_t *req)
{
    return cc_respond_list(req, "due-payments");
}

int cc_payment_history_get(cc_request_t *req)
{
    return cc_respond_list(req, "payment-history");
}

/* ---- one document ---- */

/* A number as {text, value}: text for people, value for machines. */
static void set_decimal(const cc_request_t *req, json_t *object, const char *name, const char *value)
{
    if (value) {
        json_object_set_new(object, name,
                            json_pack("{s:s, s:s}", "text",
                                      cc_decimal_group(req->r->pool, value, req->view.user->language), "value", value));
    }
}

/* A page script has only so much memory, and views may have documents of any number of lines. */
#define LINES_ON_A_PAGE 1000

/* The lines of the page that is asked for: { total, page, pages, rows }. */
static json_t *lines_model(const cc_request_t *req, const cc_shown_document_t *document)
{
    int total = document->lines->nelts, pages = total > LINES_ON_A_PAGE ? (total - 1) / LINES_ON_A_PAGE + 1 : 1;
    int64_t asked = 1;
    json_t *lines = json_array();

    if (!cc_text_to_int(cc_form_get(req->query, "page"), INT32_MAX, &asked) || asked < 1) {
        asked = 1;
    }
    asked = asked > pages ? pages : asked; /* as lists do */
    for (int i = (int)(asked - 1) * LINES_ON_A_PAGE; i < total && i < (int)asked * LINES_ON_A_PAGE; i++) {
        const cc_shown_line_t *line = &APR_ARRAY_IDX(document->lines, i, cc_shown_line_t);
        json_t *model = json_object();
        cc_model_set(model, "no", line->no);
        cc_model_set(model, "product_code", line->product_code);
        cc_model_set(model, "product_name", line->product_name);
        cc_model_set(model, "unit", line->unit);
        set_decimal(req, model, "quantity", line->quantity);
        set_decimal(req, model, "price", line->price);
        set_decimal(req, model, "discount", line->discount);
        set_decimal(req, model, "amount", line->amount);
        json_array_append_new(lines, model);
    }
    return json_pack("{s:i, s:I, s:i, s:o}", "total", total, "page", (json_int_t)asked, "pages", pages, "rows", lines);
}

static json_t *document_model(const cc_request_t *req, const cc_shown_document_t *document)
{
    json_t *model = json_object();

    cc_model_set(model, "document_no", document->document_no);
    cc_model_set(model, "date", document->date);
    cc_model_set(model, "type_name", document->type_name);
    cc_model_set(model, "status", document->status);
    cc_model_set(model, "currency", document->currency);
    cc_model_set(model, "notes", document->notes);
    cc_model_set(model, "order_no", document->order_no);
    cc_model_set(model, "last_download", document->last_download);
    set_decimal(req, model, "amount", document->amount);
    json_object_set_new(model, "has_lines", json_boolean(document->has_lines));
    json_object_set_new(model, "lines", lines_model(req, document));
    return json_pack("{s:o, s:b}", "document", model, "prices", document->prices);
}

static int csv(cc_request_t *req, const cc_shown_document_t *document)
{
    static const char *const titles[] = {"No",   "Product code", "Product name", "Quantity",
                                         "Unit", "Price",        "Discount",     "Amount"};
    int columns = document->prices ? 8 : 5;

    cc_respond_csv_begin(req, "lines");
    for (int i = 0; i < columns; i++) {
        cc_respond_csv_cell(req, i, titles[i]);
    }
    cc_respond_csv_end_row(req);
    for (int n = 0; n < document->lines->nelts; n++) {
        const cc_shown_line_t *line = &APR_ARRAY_IDX(document->lines, n, cc_shown_line_t);
        const char *const cells[] = {line->no,   line->product_code, line->product_name, line->quantity,
                                     line->unit, line->price,        line->discount,     line->amount};
        for (int i = 0; i < columns; i++) {
            cc_respond_csv_cell(req, i, cells[i] ? cells[i] : "");
        }
        cc_respond_csv_end_row(req);
    }
    return OK;
}

static int show(cc_request_t *req, cc_document_kind_t kind, const char *page)
{
    cc_shown_document_t document;
    cc_status_t status = cc_document_show(&req->ctx, &req->view, kind, req->rest, &document);

    if (status == CC_NOT_FOUND) {
        return cc_respond_error(req, HTTP_NOT_FOUND, "document");
    }
    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    if (!cc_respond_wants_csv(req)) {
        return cc_respond_page(req, HTTP_OK, page, json_pack("{s:o}", "model", document_model(req, &document)));
    }
    if (kind == CC_DOCUMENT_INVOICE && !req->r->header_only) {
        cc_invoice_downloaded(&req->ctx, &req->view, document.document_no); /* not worth failing the download for */
    }
    cc_db_release(req->ctx.db);
    return csv(req, &document);
}

int cc_order_get(cc_request_t *req)
{
    return req->config->settings->orders_enabled ? show(req, CC_DOCUMENT_ORDER, "order")
                                                 : cc_respond_error(req, HTTP_NOT_FOUND, "document");
}

int cc_invoice_get(cc_request_t *req)
{
    return show(req, CC_DOCUMENT_INVOICE, "invoice");
}
