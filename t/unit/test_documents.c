/* The rules for documents that need no database: each field, each line, and where a problem is said to be. */
#include "base/problem.h"
#include "domain/document.h"

#include "tap.h"

#include <apr_general.h>

static const cc_document_line_t good_line = {
    .no = 1, .product_name = "Apples", .quantity = 1, .price = 0, .amount = -1};
static const cc_document_t good = {.customer = "00028",
                                   .document_no = "1",
                                   .document_type = "T",
                                   .date = "2026-02-28",
                                   .currency = "EUR",
                                   .amount = 0};

/* The only field with a problem, or "" for none, "several" for more. */
static const char *field(apr_pool_t *pool, cc_document_kind_t kind, const cc_document_t *document)
{
    cc_problems_t *problems = cc_problems_make(pool);

    cc_document_check(kind, document, problems);
    return problems->list->nelts == 0   ? ""
           : problems->list->nelts == 1 ? APR_ARRAY_IDX(problems->list, 0, cc_problem_t).field
                                        : "several";
}

static void test_fields(apr_pool_t *pool)
{
    static const char long_text[] = "0123456789012345678901234567890123456789012345678901234567890123456";
    cc_document_t d;

#define CHECK(kind, change, want)                                                                                      \
    d = good;                                                                                                          \
    change;                                                                                                            \
    is_str(field(pool, CC_DOCUMENT_##kind, &d), want, #kind ": " #change)

    CHECK(ORDER, (void)0, "");
    CHECK(INVOICE, (void)0, "");
    CHECK(ORDER, d.document_no = NULL, "document_no");
    CHECK(ORDER, d.document_no = " ", "document_no");
    CHECK(ORDER, d.document_no = long_text, "document_no");
    CHECK(ORDER, d.document_no = "A/1 \xd0\x96", "");
    CHECK(ORDER, d.customer = NULL, "customer");
    CHECK(ORDER, d.document_type = NULL, "document_type");
    CHECK(ORDER, d.date = NULL, "date");
    CHECK(ORDER, d.date = "2026-02-29", "date");
    CHECK(ORDER, d.currency = NULL, "currency");
    CHECK(ORDER, d.currency = "EU", "currency");
    CHECK(ORDER, d.currency = "EUR ", "currency");
    CHECK(ORDER, d.currency = "eUR", "currency");
    CHECK(ORDER, d.amount = CC_DECIMAL_NONE, "amount");
    CHECK(ORDER, d.amount = -INT64_MAX, "");
    CHECK(ORDER, d.status = "Shipped", "");
    CHECK(ORDER, d.status = long_text, "status");
    CHECK(ORDER, d.status = "a\nb", "status");
    CHECK(ORDER, d.notes = "a\nb", "");
    CHECK(ORDER, d.notes = "\xe2\x80\xae", "notes");
    CHECK(INVOICE, d.order_no = "X", "");
    CHECK(INVOICE, d.order_no = long_text, "order_no");
#undef CHECK
}

static void test_lines(apr_pool_t *pool)
{
    cc_document_t document = good;
    cc_document_line_t *line;

#define CHECK(change, want)                                                                                            \
    document.lines = apr_array_make(pool, 2, sizeof(cc_document_line_t));                                              \
    APR_ARRAY_PUSH(document.lines, cc_document_line_t) = good_line;                                                    \
    line = apr_array_push(document.lines);                                                                             \
    *line = good_line;                                                                                                 \
    line->no = 2;                                                                                                      \
    change;                                                                                                            \
    is_str(field(pool, CC_DOCUMENT_INVOICE, &document), want, "line: " #change)

    CHECK((void)0, "");
    CHECK(line->no = 0, "lines[1].no");
    CHECK(line->no = -1, "lines[1].no");
    CHECK(line->no = CC_LINE_NO_MAX, "");
    CHECK(line->no = CC_LINE_NO_MAX + 1, "lines[1].no");
    CHECK(line->no = 1, "lines");
    CHECK(line->product_name = NULL, "lines[1].product_name");
    CHECK(line->product_code = "\t", "lines[1].product_code");
    CHECK(line->unit = "123456789012345678901234567890123", "lines[1].unit");
    CHECK(line->quantity = CC_DECIMAL_NONE, "lines[1].quantity");
    CHECK(line->price = CC_DECIMAL_NONE, "lines[1].price");
    CHECK(line->amount = CC_DECIMAL_NONE, "lines[1].amount");
    CHECK(line->discount = CC_DECIMAL_NONE, "lines[1].discount");
    CHECK(line->discount = -1, "lines[1].discount");
    CHECK(line->discount = 0, "");
    CHECK(line->discount = CC_DECIMAL_ONE, "");
    CHECK(line->discount = CC_DECIMAL_ONE + 1, "lines[1].discount");
#undef CHECK

    document.lines = apr_array_make(pool, 1, sizeof(cc_document_line_t));
    is_str(field(pool, CC_DOCUMENT_ORDER, &document), "", "no lines");
    for (int i = 1; i <= CC_DOCUMENT_LINES_MAX; i++) {
        line = apr_array_push(document.lines);
        *line = good_line;
        line->no = i;
    }
    is_str(field(pool, CC_DOCUMENT_ORDER, &document), "", "as many lines as are allowed");
    APR_ARRAY_PUSH(document.lines, cc_document_line_t) = good_line;
    is_str(field(pool, CC_DOCUMENT_ORDER, &document), "lines", "one more");
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_fields(pool);
    test_lines(pool);
    apr_pool_destroy(pool);
    apr_terminate();
    return done();
}
