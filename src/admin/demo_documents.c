/* Demo documents: a fruit trader's orders over 14 months up to today, what was invoiced of them, what is paid and
 * what is still due. Each order depends on the seed, its customer and its number alone. */
#include "demo_documents.h"

#include "demo_chance.h"

#include "../base/date.h"
#include "../domain/document.h"
#include "../domain/payment.h"
#include "../domain/referred.h"
#include "../store/document_tables.h"

#include <apr_strings.h>
#include <stdio.h>

#define DAYS 425
#define INVOICES_MAX 10000 /* of one customer; the newest */
#define WITH_DOCUMENTS 100 /* so many customers have some */
#define BATCH 500
#define CENT (CC_DECIMAL_ONE / 100)

typedef struct {
    apr_pool_t *pool;
    cc_context_t ctx;
    cc_problems_t *problems;
    int64_t seed;
    const char *dates[DAYS + 1]; /* by age in days */
    /* of the customer at hand */
    const char *customer;
    int64_t customer_id, company_id, orders;
    int place;
    /* of the order at hand */
    uint64_t random;
    apr_array_header_t *lines;
} demo_t;

enum { SALES_ORDER, WEB_ORDER, INVOICE, CREDIT_NOTE };
static const cc_document_type_t types[] = {
    [SALES_ORDER] = {0, "85493adb-ac4e-4b3c-89bc-590c4b22404c", "SalesOrders", "Sales Order"},
    [WEB_ORDER] = {0, "0b7f4c1e-93d5-4a26-8e0f-51c7d2a9b684", "SalesOrders", "Web Order"},
    [INVOICE] = {0, "d2c86f3a-57b1-4e98-a4d0-6f193be7c025", "Invoices", "Invoice"},
    [CREDIT_NOTE] = {0, "71e90ab4-2c6d-4f83-b5a7-c84d0e36f912", "Invoices", "Credit Note"},
};

static const struct {
    const char *code, *name, *unit;
    int cents;
    bool pieces;
} products[] = {
    {"F-01", "Apples", "kg", 189, false},        {"F-02", "Apricots", "kg", 349, false},
    {"F-03", "Blueberries", "kg", 1190, false},  {"F-04", "Cherries", "kg", 649, false},
    {"F-05", "Crate, wooden", "pcs", 420, true}, {"F-06", "Figs", "kg", 899, false},
    {"F-07", "Grapes, white", "kg", 279, false}, {"F-08", "Grapes, red", "kg", 299, false},
    {"F-09", "Lemons", "kg", 215, false},        {"F-10", "Melon", "pcs", 310, true},
    {"F-11", "Oranges", "kg", 165, false},       {"F-12", "Pears", "kg", 225, false},
    {"F-13", "Peaches", "kg", 289, false},       {"F-14", "Plums", "kg", 199, false},
    {"F-15", "Pallet, EUR", "pcs", 1450, true},  {"F-16", "Quinces", "kg", 259, false},
    {"F-17", "Raspberries", "kg", 1350, false},  {"F-18", "Strawberries", "kg", 590, false},
    {"F-19", "Transport", "km", 95, true},       {"F-20", "Watermelon", "pcs", 480, true},
};

static const char *number_of(const demo_t *demo, int64_t order)
{
    return apr_psprintf(demo->pool, "%03d%07" APR_INT64_T_FMT, demo->place, (apr_int64_t)order);
}

static const char *date_at(const demo_t *demo, int age)
{
    return demo->dates[age < 0 ? 0 : age > DAYS ? DAYS : age];
}

/* ---- types ---- */

static cc_status_t put_types(demo_t *demo)
{
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && i < sizeof(types) / sizeof(types[0]); i++) {
        cc_document_type_t type = types[i];
        status = cc_document_type_get(&demo->ctx, &type);
        if (status == CC_NOT_FOUND) {
            status = cc_document_type_put(&demo->ctx, &type, demo->problems);
        }
    }
    return status;
}

/* ---- orders ---- */

/* Adds one to three lines; returns their sum. `sign` is -1 for what is given back. */
static int64_t make_lines(demo_t *demo, int sign)
{
    static const int discounts[] = {0, 0, 0, 0, 5, 10};
    int count = 1 + (int)cc_demo_pick(&demo->random, 3);
    int64_t sum = 0;

    demo->lines = apr_array_make(demo->pool, count, sizeof(cc_document_line_t));
    for (int i = 0; i < count; i++) {
        size_t product = cc_demo_pick(&demo->random, sizeof(products) / sizeof(products[0]));
        int64_t tenths = sign * (int64_t)(1 + cc_demo_pick(&demo->random, 400)) * (products[product].pieces ? 10 : 5);
        int discount = CC_DEMO_PICK(&demo->random, discounts);
        int64_t cents = (tenths * products[product].cents * (100 - discount) + sign * 500) / 1000;
        *(cc_document_line_t *)apr_array_push(demo->lines) =
            (cc_document_line_t){.no = 10 * (i + 1),
                                 .product_code = products[product].code,
                                 .product_name = products[product].name,
                                 .unit = products[product].unit,
                                 .quantity = tenths * (CC_DECIMAL_ONE / 10),
                                 .price = (int64_t)products[product].cents * CENT,
                                 .discount = discount * CENT,
                                 .amount = cents * CENT};
        sum += cents * CENT;
    }
    return sum;
}

static const char *status_at(demo_t *demo, int age)
{
    uint32_t chance = cc_demo_pick(&demo->random, 100);

    if (chance < 3) {
        return "Cancelled";
    }
    if (age < 4 || (age < 15 && chance < 30)) {
        return "Ordered";
    }
    return age < 15 || (age < 40 && chance < 20) ? "Shipped" : "Completed";
}

static const char *any_notes(demo_t *demo)
{
    static const char *const notes[] = {"Deliver before 7 a.m.",   "Call on arrival",
                                        "Ripe fruit only, please", "Back door",
                                        "Ordered by phone",        "Together with the next order"};

    return cc_demo_pick(&demo->random, 6) ? NULL : CC_DEMO_PICK(&demo->random, notes);
}

static cc_document_t make_order(demo_t *demo, int64_t number, int age)
{
    cc_document_t order = {.customer_id = demo->customer_id,
                           .company_id = demo->company_id,
                           .customer = demo->customer,
                           .document_no = number_of(demo, number),
                           .date = date_at(demo, age)};

    order.document_type = types[cc_demo_pick(&demo->random, 4) ? SALES_ORDER : WEB_ORDER].code;
    order.currency = cc_demo_pick(&demo->random, 8) ? "EUR" : "USD";
    order.status = status_at(demo, age);
    order.notes = any_notes(demo);
    order.amount = make_lines(demo, 1);
    order.lines = demo->lines;
    return order;
}

/* ---- invoices and payments ---- */

static cc_status_t put_payment(demo_t *demo, const cc_document_t *invoice, int64_t amount, int age)
{
    const cc_payment_t payment = {.external_id = apr_pstrcat(demo->pool, "P", invoice->document_no, NULL),
                                  .customer = demo->customer,
                                  .payment_date = date_at(demo, age),
                                  .paid_amount = amount,
                                  .covered_amount = amount,
                                  .currency = invoice->currency,
                                  .invoice_no = invoice->document_no,
                                  .order_no = invoice->order_no};

    return cc_payment_put(&demo->ctx, NULL, &payment, demo->problems);
}

/* Due a month after the invoice. Some were divided later: their own date is recent, that of the invoice is not. */
static cc_status_t put_due(demo_t *demo, const cc_document_t *invoice, int64_t paid, int age)
{
    int ref = age > 30 && cc_demo_pick(&demo->random, 2) ? (int)cc_demo_pick(&demo->random, 25) : age;
    const cc_due_payment_t due = {.external_id = apr_pstrcat(demo->pool, "D", invoice->document_no, NULL),
                                  .customer = demo->customer,
                                  .ref_document_date = date_at(demo, ref),
                                  .due_date = age > 30 ? date_at(demo, age - 30)
                                                       : cc_date_plus(demo->pool, date_at(demo, age), 30),
                                  .remaining_amount = invoice->amount - paid,
                                  .paid_amount = paid,
                                  .currency = invoice->currency,
                                  .invoice_no = invoice->document_no};

    return cc_due_payment_put(&demo->ctx, NULL, &due, demo->problems);
}

/* Most are paid within some weeks, some in part, some not at all. */
static cc_status_t settle_invoice(demo_t *demo, const cc_document_t *invoice, int age)
{
    int paid_age = age - 3 - (int)cc_demo_pick(&demo->random, 35);
    uint32_t chance = cc_demo_pick(&demo->random, 100);
    int64_t paid = 0;
    cc_status_t status = CC_OK;

    if (paid_age >= 0 && chance >= (age < 120 ? 20 : 4)) {
        return put_payment(demo, invoice, invoice->amount, paid_age);
    }
    if (paid_age >= 0 && chance % 2) {
        paid = invoice->amount / 2 / CENT * CENT;
        status = put_payment(demo, invoice, paid, paid_age);
    }
    return status == CC_OK ? put_due(demo, invoice, paid, age) : status;
}

static cc_status_t put_credit_note(demo_t *demo, cc_document_t invoice, int64_t number, int age)
{
    invoice.document_no = apr_pstrcat(demo->pool, "C", number_of(demo, number) + 1, NULL);
    invoice.document_type = types[CREDIT_NOTE].code;
    invoice.date = date_at(demo, age);
    invoice.amount = make_lines(demo, -1);
    invoice.lines = demo->lines;
    return cc_document_put(&demo->ctx, CC_DOCUMENT_INVOICE, &invoice, demo->problems);
}

static cc_status_t put_invoice(demo_t *demo, const cc_document_t *order, int64_t number, int age)
{
    cc_document_t invoice = *order;
    cc_status_t status;

    age -= (int)cc_demo_pick(&demo->random, 4);
    if (order->status[0] == 'C' ? order->status[1] == 'a' : order->status[0] == 'O') {
        return CC_OK; /* cancelled, or not shipped yet */
    }
    invoice.document_type = types[INVOICE].code;
    invoice.date = date_at(demo, age);
    invoice.order_no = order->document_no;
    status = cc_document_put(&demo->ctx, CC_DOCUMENT_INVOICE, &invoice, demo->problems);
    if (status == CC_OK) {
        status = settle_invoice(demo, &invoice, age);
    }
    return status == CC_OK && age > 10 && cc_demo_pick(&demo->random, 25) == 0
               ? put_credit_note(demo, invoice, number, age - 7)
               : status;
}

/* ---- customers ---- */

static cc_status_t put_order(demo_t *demo, int64_t number)
{
    int age = (int)(DAYS * (demo->orders - number) / demo->orders);
    cc_document_t order, present;
    cc_status_t status;

    demo->random = ((uint64_t)demo->seed << 40) ^ ((uint64_t)demo->place << 32) ^ (uint64_t)number;
    age -= age > 2 ? (int)cc_demo_pick(&demo->random, 3) : 0;
    order = make_order(demo, number, age);
    present = (cc_document_t){.customer = order.customer, .document_no = order.document_no};
    status = cc_document_get(&demo->ctx, CC_DOCUMENT_ORDER, &present, demo->problems);
    if (status != CC_NOT_FOUND) {
        return status;
    }
    status = cc_document_put(&demo->ctx, CC_DOCUMENT_ORDER, &order, demo->problems);
    return status == CC_OK && demo->orders - number < INVOICES_MAX ? put_invoice(demo, &order, number, age) : status;
}

/* Problems live as long as a batch, the first of them longer. */
static void begin_batch(demo_t *demo)
{
    apr_pool_clear(demo->pool);
    demo->problems = cc_problems_make(demo->pool);
}

static cc_status_t end_batch(demo_t *demo, cc_status_t status, cc_problems_t *problems)
{
    for (int i = 0; i < demo->problems->list->nelts; i++) {
        const cc_problem_t *problem = &APR_ARRAY_IDX(demo->problems->list, i, cc_problem_t);
        cc_problem_add(problems, apr_pstrdup(problems->pool, problem->field), problem->message,
                       problem->arg ? apr_pstrdup(problems->pool, problem->arg) : NULL);
    }
    return status;
}

static cc_status_t put_customer(demo_t *demo)
{
    cc_document_t any = {.customer = demo->customer, .document_no = "?"};
    cc_status_t status = cc_document_get(&demo->ctx, CC_DOCUMENT_ORDER, &any, demo->problems);

    demo->customer_id = any.customer_id;
    demo->company_id = any.company_id;
    status = status == CC_NOT_FOUND ? CC_OK : status;
    for (int64_t i = 1; status == CC_OK && i <= demo->orders; i++) {
        status = put_order(demo, i);
        if (status == CC_OK && i % BATCH == 0) {
            begin_batch(demo);
        }
    }
    return status;
}

/* The second customer has what a large one is compared with. */
static int64_t orders_of(int place, int64_t orders)
{
    return place == 0 ? orders : place == 1 ? (orders > 1000 ? 1000 : (orders + 1) / 2) : place == 2 ? 12 : 3;
}

cc_status_t cc_demo_documents(cc_admin_t *admin, apr_pool_t *pool, const char *const *customers, int64_t count,
                              int64_t orders, int64_t seed, cc_problems_t *problems)
{
    demo_t demo = {.pool = pool, .ctx = admin->ctx, .seed = seed};
    const char *view = NULL;
    cc_status_t status = cc_table_any_view(admin->db, &view);

    if (status != CC_OK || view) {
        if (view) {
            fprintf(stderr, "ccadmin: no documents were made: %s is a view in this database.\n", view);
        }
        return status;
    }
    demo.ctx.pool = pool;
    demo.ctx.referred = cc_referred_make(admin->pool);
    for (int age = 0; age <= DAYS; age++) {
        demo.dates[age] = cc_date_minus(admin->pool, admin->ctx.today, age);
    }
    begin_batch(&demo);
    status = put_types(&demo);
    for (int i = 0; status == CC_OK && i < count && i < WITH_DOCUMENTS; i++) {
        demo.place = i;
        demo.customer = customers[i];
        demo.orders = orders_of(i, orders);
        status = put_customer(&demo);
    }
    return end_batch(&demo, status, problems);
}
