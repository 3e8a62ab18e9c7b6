#include "document.h"

#include "../base/text.h"
#include "../store/rows.h"
#include "../store/document_tables.h"
#include "check.h"
#include "document_check.h"
#include "referred.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* What differs between the kinds. */
static const struct {
    const char *name, *table;
    cc_right_t right;
    cc_sql_t by_no, insert, update, rename_type, batch, of_customer, lines, line_insert, line_delete;
} kinds[CC_DOCUMENT_KINDS] = {
    [CC_DOCUMENT_ORDER] = {"order", "orders", CC_RIGHT_ORDERS, CC_SQL_ORDER_BY_NO, CC_SQL_ORDER_INSERT,
                           CC_SQL_ORDER_UPDATE, CC_SQL_ORDER_RENAME_TYPE, CC_SQL_ORDER_BATCH, CC_SQL_ORDER_OF_CUSTOMER,
                           CC_SQL_ORDER_LINES, CC_SQL_ORDER_LINE_INSERT, CC_SQL_ORDER_LINE_DELETE},
    [CC_DOCUMENT_INVOICE] = {"invoice", "invoices", CC_RIGHT_BILLING, CC_SQL_INVOICE_BY_NO, CC_SQL_INVOICE_INSERT,
                             CC_SQL_INVOICE_UPDATE, CC_SQL_INVOICE_RENAME_TYPE, CC_SQL_INVOICE_BATCH,
                             CC_SQL_INVOICE_OF_CUSTOMER, CC_SQL_INVOICE_LINES, CC_SQL_INVOICE_LINE_INSERT,
                             CC_SQL_INVOICE_LINE_DELETE},
};

const char *cc_document_kind_name(cc_document_kind_t kind)
{
    return kinds[kind].name;
}

cc_right_t cc_document_right(cc_document_kind_t kind)
{
    return kinds[kind].right;
}

/* ---- document types ---- */

static cc_status_t type_row(void *baton, const cc_row_t *row)
{
    cc_document_type_t *type = baton;

    type->id = cc_row_int(row, 0, 0);
    type->entity = cc_row_text(row, 1);
    type->name = cc_row_text(row, 2);
    return CC_OK;
}

cc_status_t cc_document_type_get(cc_context_t *ctx, cc_document_type_t *type)
{
    cc_status_t status;

    if (cc_referred_type(ctx, type)) {
        return CC_OK;
    }
    status = cc_db_one(ctx->db, CC_SQL_DOCUMENT_TYPE_BY_CODE, CC_ARGS(type->code), type_row, type);
    if (status == CC_OK) {
        cc_referred_keep_type(ctx, type);
    }
    return status;
}

/* A thousand documents at a time: SQLite keeps in memory what a statement would undo. */
static cc_status_t rename_in_kind(cc_context_t *ctx, cc_document_kind_t kind, const cc_document_type_t *type)
{
    const char *key = cc_text_key(ctx->pool, type->name), *after = "0";
    int64_t last = 0;
    cc_status_t status = cc_db_number(ctx->db, kinds[kind].batch, CC_ARGS(after), &last);

    while (status == CC_OK && last) {
        const char *to = cc_text_int(ctx->pool, last);
        status = cc_db_exec(ctx->db, kinds[kind].rename_type, CC_ARGS(type->name, key, type->code, after, to), NULL);
        after = to;
        if (status == CC_OK) {
            status = cc_db_number(ctx->db, kinds[kind].batch, CC_ARGS(after), &last);
        }
    }
    return status;
}

/* Documents repeat the name of their type, so that lists sort by it on an index. */
static cc_status_t rename_in_documents(cc_context_t *ctx, const cc_document_type_t *type)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_DOCUMENT_KINDS; i++) {
        bool view;
        status = cc_table_is_view(ctx->db, kinds[i].table, &view);
        if (status == CC_OK && !view) {
            status = rename_in_kind(ctx, i, type);
        }
    }
    return status;
}

void cc_document_type_check(const cc_document_type_t *type, cc_problems_t *problems)
{
    cc_check_code(problems, "id", type->code);
    cc_check_code(problems, "entity", type->entity);
    cc_check_text(problems, "name", type->name, CC_NAME_MAX, true, false);
}

cc_status_t cc_document_type_put(cc_context_t *ctx, const cc_document_type_t *type, cc_problems_t *problems)
{
    cc_document_type_t present = {.code = type->code};
    cc_status_t status;

    cc_document_type_check(type, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    if (!type->id) {
        return cc_db_exec(ctx->db, CC_SQL_DOCUMENT_TYPE_INSERT, CC_ARGS(type->code, type->entity, type->name), NULL);
    }
    status = cc_document_type_get(ctx, &present);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, CC_SQL_DOCUMENT_TYPE_UPDATE,
                            CC_ARGS(type->entity, type->name, cc_text_int(ctx->pool, type->id)), NULL);
        cc_referred_forget(ctx);
    }
    return status == CC_OK && strcmp(present.name, type->name) != 0 ? rename_in_documents(ctx, type) : status;
}

/* ---- orders and invoices: reading ---- */

typedef struct {
    cc_document_kind_t kind;
    cc_document_t *document;
    const char *customer; /* whose document it is */
} found_t;

static cc_status_t document_row(void *baton, const cc_row_t *row)
{
    found_t *found = baton;
    cc_document_t *document = found->document;

    document->id = cc_row_int(row, 0, 0);
    found->customer = cc_row_text(row, 1);
    document->document_type = cc_row_text(row, 2);
    document->date = cc_row_text(row, 3);
    document->currency = cc_row_text(row, 4);
    document->amount = cc_row_int(row, 5, CC_DECIMAL_NONE);
    if (found->kind == CC_DOCUMENT_ORDER) {
        document->status = cc_sql_text(cc_row_text(row, 6));
        document->notes = cc_row_text(row, 7);
    } else {
        document->order_no = cc_row_text(row, 6);
    }
    return CC_OK;
}

cc_status_t cc_document_get(cc_context_t *ctx, cc_document_kind_t kind, cc_document_t *document,
                            cc_problems_t *problems)
{
    found_t found = {.kind = kind, .document = document};
    cc_status_t status =
        cc_check_customer(ctx, document->customer, &document->customer_id, &document->company_id, problems);

    if (status == CC_OK) {
        status = cc_db_one(ctx->db, kinds[kind].by_no,
                           CC_ARGS(cc_text_int(ctx->pool, document->company_id), document->document_no), document_row,
                           &found);
    }
    if (status == CC_OK) {
        status = cc_check_same_customer(found.customer, document->customer, problems);
    }
    return status == CC_OK ? cc_document_lines(ctx, kind, document->id, &document->lines) : status;
}

static cc_status_t line_row(void *baton, const cc_row_t *row)
{
    *(cc_document_line_t *)apr_array_push(baton) =
        (cc_document_line_t){.no = cc_row_int(row, 0, 0),
                             .product_code = cc_sql_text(cc_row_text(row, 1)),
                             .product_name = cc_row_text(row, 2),
                             .quantity = cc_row_int(row, 3, CC_DECIMAL_NONE),
                             .unit = cc_sql_text(cc_row_text(row, 4)),
                             .price = cc_row_int(row, 5, CC_DECIMAL_NONE),
                             .discount = cc_row_int(row, 6, CC_DECIMAL_NONE),
                             .amount = cc_row_int(row, 7, CC_DECIMAL_NONE)};
    return CC_OK;
}

cc_status_t cc_document_lines(cc_context_t *ctx, cc_document_kind_t kind, int64_t id, apr_array_header_t **lines)
{
    *lines = apr_array_make(ctx->pool, 4, sizeof(cc_document_line_t));
    return cc_db_select(ctx->db, kinds[kind].lines, CC_ARGS(cc_text_int(ctx->pool, id)), line_row, *lines);
}

cc_status_t cc_document_any(cc_context_t *ctx, int64_t customer_id, bool *any)
{
    cc_status_t status = CC_OK;

    *any = false;
    for (int i = 0; status == CC_OK && !*any && i < CC_DOCUMENT_KINDS; i++) {
        bool view;
        int rows = 0;
        status = cc_table_is_view(ctx->db, kinds[i].table, &view);
        if (status == CC_OK && !view) {
            status = cc_db_select(ctx->db, kinds[i].of_customer, CC_ARGS(cc_text_int(ctx->pool, customer_id)),
                                  cc_count_row, &rows);
            *any = rows > 0;
        }
    }
    return status;
}

/* ---- checking ---- */

static void check_line_fields(cc_problems_t *problems, const cc_document_line_t *line)
{
    if (line->no < 1 || line->no > CC_LINE_NO_MAX) {
        cc_problem_add(problems, "no", "A whole number from 1 to {} is needed here.",
                       cc_text_int(problems->pool, CC_LINE_NO_MAX));
    }
    cc_check_text(problems, "product_code", line->product_code, CC_CODE_MAX, false, false);
    cc_check_text(problems, "product_name", line->product_name, CC_NAME_MAX, true, false);
    cc_check_text(problems, "unit", line->unit, CC_UNIT_MAX, false, false);
    cc_check_amount(problems, "quantity", line->quantity);
    cc_check_amount(problems, "price", line->price);
    cc_check_amount(problems, "amount", line->amount);
    if (line->discount < 0 || line->discount > CC_DECIMAL_ONE) {
        cc_problem_add(problems, "discount", "A fraction from 0 to 1 is needed here, such as 0.05 for 5 %.", NULL);
    }
}

/* A problem of a line is on its place, counted as in the JSON text. */
static void check_line(cc_problems_t *problems, cc_problems_t *of_line, const cc_document_line_t *line, int index)
{
    check_line_fields(of_line, line);
    for (int i = 0; i < of_line->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(of_line->list, i, cc_problem_t);
        cc_problem_add(problems, apr_psprintf(problems->pool, "lines[%d].%s", index, problem->field), problem->message,
                       problem->arg);
    }
    apr_array_clear(of_line->list);
}

static int compare_numbers(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static void check_lines(cc_problems_t *problems, const apr_array_header_t *lines)
{
    cc_problems_t *of_line = cc_problems_make(problems->pool);
    int64_t *numbers;

    if (lines->nelts > CC_DOCUMENT_LINES_MAX) {
        cc_problem_add(problems, "lines", "At most {} lines are allowed.",
                       cc_text_int(problems->pool, CC_DOCUMENT_LINES_MAX));
        return;
    }
    numbers = apr_palloc(problems->pool, ((size_t)lines->nelts + 1) * sizeof(*numbers));
    for (int i = 0; i < lines->nelts; i++) {
        const cc_document_line_t *line = &APR_ARRAY_IDX(lines, i, cc_document_line_t);
        check_line(problems, of_line, line, i);
        numbers[i] = line->no;
    }
    qsort(numbers, (size_t)lines->nelts, sizeof(*numbers), compare_numbers);
    for (int i = 1; i < lines->nelts; i++) {
        if (numbers[i] == numbers[i - 1]) {
            cc_problem_add(problems, "lines", "Each line needs a number of its own; {} is there twice.",
                           cc_text_int(problems->pool, numbers[i]));
        }
    }
}

void cc_document_check(cc_document_kind_t kind, const cc_document_t *document, cc_problems_t *problems)
{
    cc_check_document_no(problems, "document_no", document->document_no);
    cc_check_code(problems, "customer", document->customer);
    cc_check_code(problems, "document_type", document->document_type);
    cc_check_date(problems, "date", document->date, true);
    cc_check_currency(problems, "currency", document->currency);
    cc_check_amount(problems, "amount", document->amount);
    if (kind == CC_DOCUMENT_ORDER) {
        cc_check_text(problems, "status", document->status, CC_STATUS_MAX, false, false);
        cc_check_text(problems, "notes", document->notes, CC_NOTES_MAX, false, true);
    } else {
        cc_check_reference(problems, "order_no", document->order_no);
    }
    if (document->lines) {
        check_lines(problems, document->lines);
    }
}

/* ---- writing ---- */

/* They find their document by its number, so that nobody needs to ask which id a new one got. */
static cc_status_t write_lines(cc_context_t *ctx, cc_document_kind_t kind, const cc_document_t *document)
{
    apr_pool_t *pool = ctx->pool;
    const char *company = cc_text_int(pool, document->company_id);
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < document->lines->nelts; i++) {
        const cc_document_line_t *line = &APR_ARRAY_IDX(document->lines, i, cc_document_line_t);
        status = cc_db_exec(ctx->db, kinds[kind].line_insert,
                            CC_ARGS(company, document->document_no, cc_text_int(pool, line->no),
                                    line->product_code ? line->product_code : "", line->product_name,
                                    cc_text_int(pool, line->quantity), line->unit ? line->unit : "",
                                    cc_text_int(pool, line->price), cc_text_int(pool, line->discount),
                                    cc_text_int(pool, line->amount)),
                            NULL);
    }
    return status;
}

/* The arguments of both statements begin alike; an update ends with the id, an insert with the key. */
static cc_args_t arguments(apr_pool_t *pool, cc_document_kind_t kind, const cc_document_t *document,
                           const cc_document_type_t *type, const char **values)
{
    const char *status = document->status ? document->status : "";
    int n = 0;

    values[n++] = type->code;
    values[n++] = type->name;
    values[n++] = cc_text_key(pool, type->name);
    values[n++] = document->date;
    values[n++] = document->currency;
    values[n++] = cc_text_int(pool, document->amount);
    if (kind == CC_DOCUMENT_ORDER) {
        values[n++] = status;
        values[n++] = cc_text_key(pool, status);
        values[n++] = cc_sql_text(document->notes);
        values[n++] = cc_text_fold(pool, document->notes);
    } else {
        values[n++] = cc_sql_text(document->order_no);
    }
    if (document->id) {
        values[n++] = cc_text_int(pool, document->id);
    } else {
        values[n++] = cc_text_int(pool, document->company_id);
        values[n++] = cc_text_int(pool, document->customer_id);
        values[n++] = document->document_no;
        values[n++] = cc_text_key(pool, document->document_no);
    }
    return (cc_args_t){n, values};
}

static cc_status_t refer_type(cc_context_t *ctx, cc_document_type_t *type, cc_problems_t *problems)
{
    cc_status_t status = cc_document_type_get(ctx, type);

    if (status == CC_NOT_FOUND) {
        cc_problem_add(problems, "document_type", "There is no document type {}.", type->code);
        status = CC_INVALID;
    }
    return status;
}

cc_status_t cc_document_put(cc_context_t *ctx, cc_document_kind_t kind, const cc_document_t *document,
                            cc_problems_t *problems)
{
    cc_document_type_t type = {.code = document->document_type};
    const char *values[16];
    cc_status_t status;

    cc_document_check(kind, document, problems);
    if (cc_problems_any(problems)) {
        return CC_INVALID;
    }
    status = refer_type(ctx, &type, problems);
    if (status == CC_OK) {
        status = cc_db_exec(ctx->db, document->id ? kinds[kind].update : kinds[kind].insert,
                            arguments(ctx->pool, kind, document, &type, values), NULL);
    }
    if (status != CC_OK || !document->lines) {
        return status;
    }
    if (document->id) {
        status = cc_db_exec(ctx->db, kinds[kind].line_delete, CC_ARGS(cc_text_int(ctx->pool, document->id)), NULL);
    }
    return status == CC_OK ? write_lines(ctx, kind, document) : status;
}
