/* ccadmin check, documents: tables hold what load would take; views of the administrator's own hold values of the
 * right kind, as far as a sample shows. */
#include "check.h"

#include "../base/date.h"
#include "../base/decimal.h"
#include "../base/problem.h"
#include "../base/text.h"
#include "../domain/document_check.h"
#include "../store/helpers.h"

#include <apr_strings.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAID_MAX 10 /* lines about one column */

/* ---- columns ---- */

static const char *kind_of(const cc_check_t *check, int table)
{
    return check->view[table] ? "view" : "table";
}

static bool has_any(const cc_document_table_t *table, const bool *has)
{
    bool any = false;

    for (int column = 0; table->values[column].name; column++) {
        any = any || has[column];
    }
    return any;
}

static cc_status_t check_columns(cc_check_t *check, int i)
{
    const cc_document_table_t *table = &cc_document_tables[i];
    bool has[CC_TABLE_VALUES_MAX];
    cc_status_t status = cc_table_columns(check->admin->db, table, has);

    if (status == CC_FAILED) {
        check->broken[i] = true;
        check->problems++;
        printf("%s %s: cannot be read\n", kind_of(check, i), table->name);
        return CC_OK;
    }
    if (status == CC_OK && !check->view[i] && !has_any(table, has)) {
        check->broken[i] = true;
        check->problems++;
        printf("table %s: is missing, init makes another\n", table->name);
        return CC_OK;
    }
    for (int column = 0; status == CC_OK && table->values[column].name; column++) {
        if (!has[column]) {
            check->broken[i] = true;
            check->problems++;
            printf("%s %s: the column %s is missing\n", kind_of(check, i), table->name, table->values[column].name);
        }
    }
    return status;
}

/* ---- values ---- */

typedef struct {
    cc_check_t *check;
    int table;
    int said[CC_TABLE_VALUES_MAX];
    int rows;
    int64_t last;
} values_t;

static bool is_whole(const char *text, int64_t min, int64_t max)
{
    const char *digits = text + (*text == '-');
    long long value;

    if (!*digits || digits[strspn(digits, "0123456789")]) {
        return false;
    }
    errno = 0;
    value = strtoll(text, NULL, 10);
    return errno == 0 && value >= min && value <= max;
}

static bool is_currency(apr_pool_t *pool, const char *text)
{
    cc_problems_t *problems = cc_problems_make(pool);

    cc_check_currency(problems, "currency", text);
    return !cc_problems_any(problems);
}

static const char *wrong_number(apr_pool_t *pool, const char *text)
{
    cc_problems_t *problems = cc_problems_make(pool);

    cc_check_document_no(problems, "document_no", text);
    return cc_problems_any(problems) ? cc_problem_text(pool, &APR_ARRAY_IDX(problems->list, 0, cc_problem_t)) : NULL;
}

/* What is needed instead of this value, or NULL when it is right. */
static const char *wrong(apr_pool_t *pool, const cc_table_value_t *value, const char *text, const char *original)
{
    switch (value->kind) {
    case CC_VALUE_ID: return is_whole(text, 1, INT64_MAX) ? NULL : "a whole number above 0 is needed";
    case CC_VALUE_NUMBER: return is_whole(text, 1, INT64_MAX) ? NULL : "a whole number from 1 on is needed";
    case CC_VALUE_MILLION:
        return is_whole(text, -INT64_MAX, INT64_MAX) ? NULL : "a whole number of millionths is needed";
    case CC_VALUE_FRACTION:
        return is_whole(text, 0, CC_DECIMAL_ONE) ? NULL : "a whole number from 0 to 1000000 is needed";
    case CC_VALUE_DATE: return cc_date_valid(text) ? NULL : "a date such as 2026-01-31 is needed";
    case CC_VALUE_CURRENCY: return is_currency(pool, text) ? NULL : "three upper-case letters are needed";
    case CC_VALUE_KEY:
    case CC_VALUE_FOLDED:
        return !strcmp(text, cc_text_fold(pool, original)) ||
                       (value->kind == CC_VALUE_KEY && !strcmp(text, cc_text_key(pool, original)))
                   ? NULL
                   : "the other column in lower case is needed";
    case CC_VALUE_NO:
    case CC_VALUE_TEXT: break;
    }
    if (!cc_text_is_utf8(text, strlen(text))) {
        return "a text in UTF-8 is needed";
    }
    return value->kind == CC_VALUE_NO ? wrong_number(pool, text) : NULL;
}

static const char *value_of(const cc_row_t *row, const cc_table_value_t *values, const char *name)
{
    for (int i = 0; name && values[i].name; i++) {
        if (!strcmp(values[i].name, name)) {
            return cc_row_text(row, i);
        }
    }
    return NULL;
}

static cc_status_t values_row(void *baton, const cc_row_t *row)
{
    values_t *values = baton;
    cc_check_t *check = values->check;
    const cc_document_table_t *table = &cc_document_tables[values->table];
    apr_pool_t *pool = cc_row_pool(row);

    values->rows++;
    values->last = cc_row_int(row, 0, 0);
    for (int i = 0; table->values[i].name; i++) {
        const cc_table_value_t *value = &table->values[i];
        const char *text = cc_row_text(row, i), *problem;
        if (text) {
            problem = wrong(pool, value, text, value_of(row, table->values, value->of));
        } else {
            problem = value->nullable ? NULL : "it must not be NULL";
        }
        if (problem && ++values->said[i] > SAID_MAX) {
            check->problems++;
        } else if (problem) {
            cc_check_say(check, row, "%s",
                         apr_psprintf(pool, "%s %s, %s %s: %s is %s; %s", kind_of(check, values->table), table->name,
                                      table->values[0].name, cc_row_text(row, 0), value->name,
                                      text ? apr_psprintf(pool, "'%s'", text) : "NULL", problem));
        }
    }
    return CC_OK;
}

/* All rows of a table that has ids; lines are held to their types by the database. */
static cc_status_t check_rows(values_t *values)
{
    cc_db_t *db = values->check->admin->db;
    apr_pool_t *batch, *before = cc_db_pool(db);
    cc_status_t status = CC_OK;

    apr_pool_create(&batch, values->check->admin->pool);
    do {
        apr_pool_clear(batch);
        cc_db_set_pool(db, batch);
        values->rows = 0;
        status = cc_table_batch(db, &cc_document_tables[values->table], values->last, values_row, values);
        values->check->documents += values->rows;
    } while (status == CC_OK && values->rows > 0);
    cc_db_set_pool(db, before);
    apr_pool_destroy(batch);
    return status;
}

static cc_status_t check_sample(values_t *values)
{
    const cc_document_table_t *table = &cc_document_tables[values->table];
    cc_status_t status = cc_table_sample(values->check->admin->db, table, values_row, values);

    if (status == CC_FAILED) {
        values->check->broken[values->table] = true;
        values->check->problems++;
        printf("view %s: cannot be read\n", table->name);
        status = CC_OK;
    }
    values->check->documents += values->rows;
    return status;
}

cc_status_t cc_check_views(cc_check_t *check)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_DOCUMENT_TABLES; i++) {
        values_t values = {.check = check, .table = i};
        status = cc_table_is_view(check->admin->db, cc_document_tables[i].name, &check->view[i]);
        if (status == CC_OK) {
            status = check_columns(check, i);
        }
        if (status == CC_OK && check->view[i] && !check->broken[i]) {
            status = check_sample(&values);
        }
    }
    return status;
}

/* ---- what belongs together ---- */

static int table_of(const char *name)
{
    int i = 0;

    while (strcmp(cc_document_tables[i].name, name) != 0) {
        i++;
    }
    return i;
}

static cc_status_t check_statements(cc_check_t *check)
{
    static const struct {
        cc_sql_t sql;
        const char *tables[2];
        const char *format;
    } statements[] = {
        {CC_SQL_CHECK_ORDER_CUSTOMER, {"orders", "orders"}, "order %s: there is no such customer"},
        {CC_SQL_CHECK_ORDER_COMPANY, {"orders", "orders"}, "order %s: another enterprise company than its customer's"},
        {CC_SQL_CHECK_ORDER_TYPE, {"orders", "document_types"}, "order %s: there is no such document type and name"},
        {CC_SQL_CHECK_ORDER_LINE, {"orders", "order_lines"}, "order lines: there is no order with the id %s"},
        {CC_SQL_CHECK_ORDER_LINE_VALUE,
         {"order_lines", "order_lines"},
         "order lines: number or discount is out of range, order id %s"},
        {CC_SQL_CHECK_INVOICE_CUSTOMER, {"invoices", "invoices"}, "invoice %s: there is no such customer"},
        {CC_SQL_CHECK_INVOICE_COMPANY,
         {"invoices", "invoices"},
         "invoice %s: another enterprise company than its customer's"},
        {CC_SQL_CHECK_INVOICE_TYPE,
         {"invoices", "document_types"},
         "invoice %s: there is no such document type and name"},
        {CC_SQL_CHECK_INVOICE_LINE, {"invoices", "invoice_lines"}, "invoice lines: there is no invoice with the id %s"},
        {CC_SQL_CHECK_INVOICE_LINE_VALUE,
         {"invoice_lines", "invoice_lines"},
         "invoice lines: number or discount is out of range, invoice id %s"},
        {CC_SQL_CHECK_DUE_PAYMENT_CUSTOMER,
         {"due_payments", "due_payments"},
         "due payment with the id %s: there is no such customer"},
        {CC_SQL_CHECK_PAYMENT_CUSTOMER, {"payments", "payments"}, "payment with the id %s: there is no such customer"},
    };
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && i < sizeof(statements) / sizeof(statements[0]); i++) {
        if (!check->broken[table_of(statements[i].tables[0])] && !check->broken[table_of(statements[i].tables[1])]) {
            check->format = statements[i].format;
            status = cc_db_select(check->admin->db, statements[i].sql, CC_NO_ARGS, cc_check_problem_row, check);
        }
    }
    return status;
}

static void say_helpers(void *baton, const char *kind, const char *problem)
{
    cc_check_t *check = baton;

    check->problems++;
    printf("table %s: %s; \"ccadmin init\" makes them anew\n", kind, problem);
}

cc_status_t cc_check_helpers(cc_check_t *check)
{
    return check->broken[table_of("orders")] || check->broken[table_of("invoices")]
               ? CC_OK
               : cc_helpers_check(check->admin->db, say_helpers, check);
}

cc_status_t cc_check_documents(cc_check_t *check)
{
    cc_status_t status = check_statements(check);

    for (int i = 0; status == CC_OK && i < CC_DOCUMENT_TABLES; i++) {
        values_t values = {.check = check, .table = i};
        bool has_id = !strcmp(cc_document_tables[i].values[0].name, "id");
        if (has_id && !check->view[i] && !check->broken[i]) {
            status = check_rows(&values);
        }
    }
    return status;
}
