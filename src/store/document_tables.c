#include "document_tables.h"

#include <apr_strings.h>
#include <strings.h>

#define NEEDED(name, kind)                                                                                             \
    {                                                                                                                  \
        name, CC_VALUE_##kind, false, NULL                                                                             \
    }
#define NULLABLE(name, kind)                                                                                           \
    {                                                                                                                  \
        name, CC_VALUE_##kind, true, NULL                                                                              \
    }
#define KEY(name, of)                                                                                                  \
    {                                                                                                                  \
        name, CC_VALUE_KEY, false, of                                                                                  \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, CC_VALUE_TEXT, false, NULL                                                                               \
    }

static const cc_table_value_t types[] = {NEEDED("id", ID), NEEDED("code", TEXT), NEEDED("entity", TEXT),
                                         NEEDED("name", TEXT), END};

/* What orders and invoices have in common, but for currency and amount, which come behind the status */
#define DOCUMENT                                                                                                       \
    NEEDED("id", ID), NEEDED("enterprise_company_id", ID), NEEDED("customer_id", ID), NEEDED("document_no", NO),       \
        KEY("document_no_key", "document_no"), NEEDED("type_code", TEXT), NEEDED("type_name", TEXT),                   \
        KEY("type_key", "type_name"), NEEDED("date", DATE)

static const cc_table_value_t orders[] = {DOCUMENT,
                                          NEEDED("status", TEXT),
                                          KEY("status_key", "status"),
                                          NEEDED("currency", CURRENCY),
                                          NEEDED("amount", MILLION),
                                          NULLABLE("notes", TEXT),
                                          {"notes_key", CC_VALUE_FOLDED, false, "notes"},
                                          END};

static const cc_table_value_t invoices[] = {DOCUMENT, NEEDED("currency", CURRENCY), NEEDED("amount", MILLION),
                                            NULLABLE("order_no", TEXT), END};

/* What the lines of orders and invoices have in common */
#define LINE                                                                                                           \
    NEEDED("no", NUMBER), NEEDED("product_code", TEXT), NEEDED("product_name", TEXT), NEEDED("quantity", MILLION),     \
        NEEDED("unit", TEXT), NEEDED("price", MILLION), NEEDED("discount", FRACTION), NEEDED("amount", MILLION), END

static const cc_table_value_t order_lines[] = {NEEDED("order_id", ID), LINE};
static const cc_table_value_t invoice_lines[] = {NEEDED("invoice_id", ID), LINE};

static const cc_table_value_t due_payments[] = {NEEDED("id", ID),
                                                NULLABLE("external_id", TEXT),
                                                NEEDED("customer_id", ID),
                                                NEEDED("ref_document_date", DATE),
                                                NULLABLE("due_date", DATE),
                                                NEEDED("remaining_amount", MILLION),
                                                NEEDED("paid_amount", MILLION),
                                                NEEDED("currency", CURRENCY),
                                                NULLABLE("invoice_no", TEXT),
                                                KEY("invoice_no_key", "invoice_no"),
                                                END};

static const cc_table_value_t payments[] = {NEEDED("id", ID),
                                            NULLABLE("external_id", TEXT),
                                            NEEDED("customer_id", ID),
                                            NEEDED("payment_date", DATE),
                                            NEEDED("paid_amount", MILLION),
                                            NULLABLE("covered_amount", MILLION),
                                            NEEDED("currency", CURRENCY),
                                            NULLABLE("invoice_no", TEXT),
                                            KEY("invoice_no_key", "invoice_no"),
                                            NULLABLE("order_no", TEXT),
                                            KEY("order_no_key", "order_no"),
                                            END};

const cc_document_table_t cc_document_tables[CC_DOCUMENT_TABLES] = {
    {"document_types", types, "cc_check_document_types"},
    {"orders", orders, "cc_check_orders"},
    {"order_lines", order_lines, "cc_check_order_lines"},
    {"invoices", invoices, "cc_check_invoices"},
    {"invoice_lines", invoice_lines, "cc_check_invoice_lines"},
    {"due_payments", due_payments, "cc_check_due_payments"},
    {"payments", payments, "cc_check_payments"},
};

cc_status_t cc_table_is_view(cc_db_t *db, const char *name, bool *view)
{
    int64_t count = 0;
    cc_status_t status = cc_db_number(db, CC_SQL_SCHEMA_VIEW, CC_ARGS(name), &count);

    *view = count > 0;
    return status;
}

cc_status_t cc_table_has_index(cc_db_t *db, const char *name, const char *index, bool *has)
{
    int64_t count = 0;
    cc_status_t status = cc_db_number(db, CC_SQL_SCHEMA_INDEX, CC_ARGS(name, index), &count);

    *has = count > 0;
    return status;
}

cc_status_t cc_table_any_view(cc_db_t *db, const char **name)
{
    cc_status_t status = CC_OK;

    *name = NULL;
    for (int i = 0; status == CC_OK && !*name && i < CC_DOCUMENT_TABLES; i++) {
        bool view;
        status = cc_table_is_view(db, cc_document_tables[i].name, &view);
        *name = status == CC_OK && view ? cc_document_tables[i].name : NULL;
    }
    return status;
}

typedef struct {
    const cc_table_value_t *values;
    bool *has;
} columns_t;

static cc_status_t column_row(void *baton, const cc_row_t *row)
{
    const columns_t *columns = baton;
    const char *name = cc_row_text(row, 0);

    for (int i = 0; name && columns->values[i].name; i++) {
        columns->has[i] = columns->has[i] || !strcasecmp(columns->values[i].name, name);
    }
    return CC_OK;
}

cc_status_t cc_table_columns(cc_db_t *db, const cc_document_table_t *table, bool *has)
{
    columns_t columns = {table->values, has};

    for (int i = 0; table->values[i].name; i++) {
        has[i] = false;
    }
    return cc_db_select(db, CC_SQL_SCHEMA_COLUMNS, CC_ARGS(table->name), column_row, &columns);
}

static const char *column_list(apr_pool_t *pool, const cc_document_table_t *table)
{
    const char *list = table->values[0].name;

    for (int i = 1; table->values[i].name; i++) {
        list = apr_pstrcat(pool, list, ", ", table->values[i].name, NULL);
    }
    return list;
}

cc_status_t cc_table_sample(cc_db_t *db, const cc_document_table_t *table, cc_row_fn fn, void *baton)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *sql =
        apr_pstrcat(pool, "SELECT ", column_list(pool, table), " FROM ", table->name, " LIMIT 1000", NULL);

    return cc_db_select_text(db, table->label, sql, CC_NO_ARGS, fn, baton);
}

cc_status_t cc_table_batch(cc_db_t *db, const cc_document_table_t *table, int64_t after, cc_row_fn fn, void *baton)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *sql = apr_pstrcat(pool, "SELECT ", column_list(pool, table), " FROM ", table->name,
                                  " WHERE id > %lld ORDER BY id LIMIT 500", NULL);

    return cc_db_select_text(db, table->label, sql, CC_ARGS(apr_psprintf(pool, "%" APR_INT64_T_FMT, after)), fn, baton);
}
