#include "document_show.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/text.h"

#include <apr_strings.h>
#include <string.h>

/* Without prices and with them. Whoever may see invoices may see prices. */
static const struct {
    cc_sql_t header[2], lines[2];
} shows[CC_DOCUMENT_KINDS] = {
    [CC_DOCUMENT_ORDER] = {{CC_SQL_SHOW_ORDER, CC_SQL_SHOW_ORDER_PRICES},
                           {CC_SQL_SHOW_ORDER_LINES, CC_SQL_SHOW_ORDER_LINES_PRICES}},
    [CC_DOCUMENT_INVOICE] = {{CC_SQL_SHOW_INVOICE, CC_SQL_SHOW_INVOICE},
                             {CC_SQL_SHOW_INVOICE_LINES, CC_SQL_SHOW_INVOICE_LINES}},
};

typedef struct {
    cc_shown_document_t *document;
    cc_document_kind_t kind;
    int64_t id;
    const char *type_code;
} header_t;

static const char *decimal(const cc_row_t *row, int n, int decimals)
{
    const char *value = cc_row_text(row, n);

    return value ? cc_decimal_text(cc_row_pool(row), apr_atoi64(value), decimals) : NULL;
}

static cc_status_t header_row(void *baton, const cc_row_t *row)
{
    header_t *header = baton;
    cc_shown_document_t *document = header->document;
    bool invoice = header->kind == CC_DOCUMENT_INVOICE;

    header->id = cc_row_int(row, 0, 0);
    document->document_no = cc_row_text(row, 1);
    header->type_code = cc_row_text(row, 2);
    document->type_name = cc_row_text(row, 3);
    document->date = cc_row_text(row, 4);
    if (invoice) {
        int64_t at = cc_row_int(row, 6, 0);
        document->order_no = cc_row_text(row, 5);
        document->last_download = at ? cc_date_utc(cc_row_pool(row), at) : NULL;
    } else {
        document->status = cc_row_text(row, 5);
        document->notes = cc_row_text(row, 6);
    }
    document->currency = cc_row_text(row, 7);
    document->amount = document->prices ? decimal(row, 8, CC_DECIMALS_OF_MONEY) : NULL;
    return CC_OK;
}

static cc_status_t line_row(void *baton, const cc_row_t *row)
{
    cc_shown_document_t *document = baton;
    cc_shown_line_t *line = apr_array_push(document->lines);

    *line = (cc_shown_line_t){.no = cc_row_text(row, 0),
                              .product_code = cc_row_text(row, 1),
                              .product_name = cc_row_text(row, 2),
                              .quantity = decimal(row, 3, 0),
                              .unit = cc_row_text(row, 4)};
    if (document->prices) {
        line->price = decimal(row, 5, CC_DECIMALS_OF_MONEY);
        line->discount = decimal(row, 6, 0);
        line->amount = decimal(row, 7, CC_DECIMALS_OF_MONEY);
    }
    return CC_OK;
}

static bool is_offered(const char *const *types, const char *code)
{
    bool offered = types == NULL;

    for (; types && *types; types++) {
        offered = offered || !strcmp(*types, code ? code : "");
    }
    return offered;
}

static cc_status_t read_header(cc_context_t *ctx, const cc_view_t *view, const char *document_no, header_t *header)
{
    const cc_settings_t *settings = view->settings;
    cc_status_t status = cc_db_one(ctx->db, shows[header->kind].header[header->document->prices],
                                   CC_ARGS(cc_text_int(ctx->pool, view->current->customer.id), document_no,
                                           view->visible_since ? view->visible_since : "0001-01-01"),
                                   header_row, header);

    if (status == CC_OK &&
        !is_offered(header->kind == CC_DOCUMENT_ORDER ? settings->order_types : settings->invoice_types,
                    header->type_code)) {
        status = CC_NOT_FOUND;
    }
    return status;
}

cc_status_t cc_document_show(cc_context_t *ctx, const cc_view_t *view, cc_document_kind_t kind, const char *document_no,
                             cc_shown_document_t *document)
{
    header_t header = {document, kind, 0, NULL};
    cc_status_t status;

    memset(document, 0, sizeof(*document));
    if (!view->current || !cc_policy_allows(view->current->role, cc_document_right(kind))) {
        return CC_REFUSED;
    }
    document->prices = cc_policy_allows(view->current->role, CC_RIGHT_PRICES);
    document->has_lines = !view->settings->hide_lines;
    document->lines = apr_array_make(ctx->pool, 8, sizeof(cc_shown_line_t));
    status = read_header(ctx, view, document_no, &header);
    if (status == CC_OK && document->has_lines) {
        status = cc_db_select(ctx->db, shows[kind].lines[document->prices], CC_ARGS(cc_text_int(ctx->pool, header.id)),
                              line_row, document);
    }
    return status;
}

cc_status_t cc_settings_usable(cc_context_t *ctx, const cc_settings_t *settings)
{
    cc_document_type_t type = {.code = settings->new_order_document_type};
    cc_status_t status;

    if (settings->new_order_enabled != (type.code != NULL)) {
        return CC_INVALID;
    }
    status = type.code ? cc_document_type_get(ctx, &type) : CC_OK;
    if (status == CC_NOT_FOUND || (status == CC_OK && type.code && strcmp(type.entity, "SalesOrders") != 0)) {
        return CC_INVALID;
    }
    return status;
}

cc_status_t cc_invoice_downloaded(cc_context_t *ctx, const cc_view_t *view, const char *document_no)
{
    const char *customer = cc_text_int(ctx->pool, view->current->customer.id);
    cc_status_t status = cc_db_begin(ctx->db); /* another time would be too late */

    if (status != CC_OK) {
        return status;
    }
    status = cc_db_exec(ctx->db, CC_SQL_DOWNLOAD_DELETE, CC_ARGS(customer, document_no), NULL);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_DOWNLOAD_INSERT,
                            CC_ARGS(customer, document_no, cc_text_int(ctx->pool, ctx->now)), NULL);
    }
    return cc_db_end(ctx->db, status);
}
