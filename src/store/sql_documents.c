/* The statements of documents and payments. Their tables may be views that an administrator defined, so rows are
 * taken as they come: lists by id join on the left, which also lets them run along the ids. */
#include "sql.h"

/* Of order_lines and invoice_lines, in the order in which domain/document.c reads and writes them. */
#define LINE "no, product_code, product_name, quantity, unit, price, discount, amount"
#define OF_NO(table) "SELECT id FROM " table " WHERE enterprise_company_id = %lld AND document_no = %s"

#define AT(name) [CC_SQL_##name - CC_SQL_DOCUMENTS]

const cc_statement_t cc_sql_documents[CC_SQL_AUDIT - CC_SQL_DOCUMENTS] = {
    AT(CUSTOMER_COMPANY) = {"cc_customer_company", "SELECT id, enterprise_company_id FROM customers WHERE number = %s"},
    AT(DOCUMENT_TYPE_BY_CODE) = {"cc_document_type_by_code",
                                 "SELECT id, entity, name FROM document_types WHERE code = %s"},
    AT(DOCUMENT_TYPE_INSERT) = {"cc_document_type_insert",
                                "INSERT INTO document_types (code, entity, name) VALUES (%s, %s, %s)"},
    AT(DOCUMENT_TYPE_UPDATE) = {"cc_document_type_update",
                                "UPDATE document_types SET entity = %s, name = %s WHERE id = %lld"},
    AT(DOCUMENT_TYPE_ALL) = {"cc_document_type_all", "SELECT id, code, entity, name FROM document_types "
                                                     "WHERE id > %lld ORDER BY id LIMIT 500"},
    AT(ORDER_BY_NO) = {"cc_order_by_no",
                       "SELECT d.id, c.number, d.type_code, d.date, d.currency, d.amount, d.status, d.notes "
                       "FROM orders d LEFT JOIN customers c ON c.id = d.customer_id "
                       "WHERE d.enterprise_company_id = %lld AND d.document_no = %s"},
    AT(ORDER_INSERT) = {"cc_order_insert",
                        "INSERT INTO orders (type_code, type_name, type_key, date, currency, amount, status, "
                        "status_key, notes, notes_key, enterprise_company_id, customer_id, document_no, "
                        "document_no_key) VALUES (%s, %s, %s, %s, %s, %lld, %s, %s, %s, %s, %lld, %lld, %s, %s)"},
    AT(ORDER_UPDATE) = {"cc_order_update",
                        "UPDATE orders SET type_code = %s, type_name = %s, type_key = %s, date = %s, currency = "
                        "%s, amount = %lld, status = %s, status_key = %s, notes = %s, notes_key = %s "
                        "WHERE id = %lld"},
    AT(ORDER_RENAME_TYPE) = {"cc_order_rename_type",
                             "UPDATE orders SET type_name = %s, type_key = %s WHERE type_code = %s "
                             "AND id > %lld AND id <= %lld"},
    AT(ORDER_BATCH) = {"cc_order_batch",
                       "SELECT MAX(id) FROM (SELECT id FROM orders WHERE id > %lld ORDER BY id LIMIT 1000) batch"},
    AT(ORDER_OF_CUSTOMER) = {"cc_order_of_customer", "SELECT id FROM orders WHERE customer_id = %lld LIMIT 1"},
    AT(ORDER_ALL) = {"cc_order_all",
                     "SELECT d.id, d.document_no, c.number, d.type_code, d.date, d.currency, d.amount, d.status, "
                     "d.notes FROM orders d LEFT JOIN customers c ON c.id = d.customer_id "
                     "WHERE d.id > %lld ORDER BY d.id LIMIT 500"},
    AT(ORDER_LINES) = {"cc_order_lines", "SELECT " LINE " FROM order_lines WHERE order_id = %lld ORDER BY no"},
    AT(ORDER_LINE_INSERT) = {"cc_order_line_insert",
                             "INSERT INTO order_lines (order_id, " LINE ") "
                             "VALUES ((" OF_NO("orders") "), %lld, %s, %s, %lld, %s, %lld, %lld, %lld)"},
    AT(ORDER_LINE_DELETE) = {"cc_order_line_delete", "DELETE FROM order_lines WHERE order_id = %lld"},
    AT(INVOICE_BY_NO) = {"cc_invoice_by_no",
                         "SELECT d.id, c.number, d.type_code, d.date, d.currency, d.amount, d.order_no "
                         "FROM invoices d LEFT JOIN customers c ON c.id = d.customer_id "
                         "WHERE d.enterprise_company_id = %lld AND d.document_no = %s"},
    AT(INVOICE_INSERT) = {"cc_invoice_insert",
                          "INSERT INTO invoices (type_code, type_name, type_key, date, currency, amount, order_no, "
                          "enterprise_company_id, customer_id, document_no, document_no_key) "
                          "VALUES (%s, %s, %s, %s, %s, %lld, %s, %lld, %lld, %s, %s)"},
    AT(INVOICE_UPDATE) = {"cc_invoice_update",
                          "UPDATE invoices SET type_code = %s, type_name = %s, type_key = %s, date = %s, "
                          "currency = %s, amount = %lld, order_no = %s WHERE id = %lld"},
    AT(INVOICE_RENAME_TYPE) = {"cc_invoice_rename_type",
                               "UPDATE invoices SET type_name = %s, type_key = %s WHERE type_code = %s "
                               "AND id > %lld AND id <= %lld"},
    AT(INVOICE_BATCH) = {"cc_invoice_batch",
                         "SELECT MAX(id) FROM (SELECT id FROM invoices WHERE id > %lld ORDER BY id LIMIT 1000) batch"},
    AT(INVOICE_OF_CUSTOMER) = {"cc_invoice_of_customer", "SELECT id FROM invoices WHERE customer_id = %lld LIMIT 1"},
    AT(INVOICE_ALL) = {"cc_invoice_all",
                       "SELECT d.id, d.document_no, c.number, d.type_code, d.date, d.currency, d.amount, "
                       "d.order_no FROM invoices d LEFT JOIN customers c ON c.id = d.customer_id "
                       "WHERE d.id > %lld ORDER BY d.id LIMIT 500"},
    AT(INVOICE_LINES) = {"cc_invoice_lines", "SELECT " LINE " FROM invoice_lines WHERE invoice_id = %lld ORDER BY no"},
    AT(INVOICE_LINE_INSERT) = {"cc_invoice_line_insert",
                               "INSERT INTO invoice_lines (invoice_id, " LINE ") "
                               "VALUES ((" OF_NO("invoices") "), %lld, %s, %s, %lld, %s, %lld, %lld, %lld)"},
    AT(INVOICE_LINE_DELETE) = {"cc_invoice_line_delete", "DELETE FROM invoice_lines WHERE invoice_id = %lld"},
    AT(DUE_PAYMENT_BY_ID) = {"cc_due_payment_by_id",
                             "SELECT d.id, c.number, d.ref_document_date, d.due_date, d.remaining_amount, "
                             "d.paid_amount, d.currency, d.invoice_no FROM due_payments d "
                             "LEFT JOIN customers c ON c.id = d.customer_id WHERE d.external_id = %s"},
    AT(DUE_PAYMENT_INSERT) = {"cc_due_payment_insert",
                              "INSERT INTO due_payments (ref_document_date, due_date, remaining_amount, "
                              "paid_amount, currency, invoice_no, invoice_no_key, customer_id, external_id) "
                              "VALUES (%s, %s, %lld, %lld, %s, %s, %s, %lld, %s)"},
    AT(DUE_PAYMENT_UPDATE) = {"cc_due_payment_update",
                              "UPDATE due_payments SET ref_document_date = %s, due_date = %s, remaining_amount = "
                              "%lld, paid_amount = %lld, currency = %s, invoice_no = %s, invoice_no_key = %s "
                              "WHERE id = %lld"},
    AT(DUE_PAYMENT_ALL) = {"cc_due_payment_all",
                           "SELECT d.id, d.external_id, c.number, d.ref_document_date, d.due_date, "
                           "d.remaining_amount, d.paid_amount, d.currency, d.invoice_no FROM due_payments d "
                           "LEFT JOIN customers c ON c.id = d.customer_id WHERE d.id > %lld "
                           "ORDER BY d.id LIMIT 500"},
    AT(PAYMENT_BY_ID) = {"cc_payment_by_id",
                         "SELECT d.id, c.number, d.payment_date, d.paid_amount, d.covered_amount, d.currency, "
                         "d.invoice_no, d.order_no FROM payments d "
                         "LEFT JOIN customers c ON c.id = d.customer_id WHERE d.external_id = %s"},
    AT(PAYMENT_INSERT) = {"cc_payment_insert",
                          "INSERT INTO payments (payment_date, paid_amount, covered_amount, currency, invoice_no, "
                          "invoice_no_key, order_no, order_no_key, customer_id, external_id) "
                          "VALUES (%s, %lld, %lld, %s, %s, %s, %s, %s, %lld, %s)"},
    AT(PAYMENT_UPDATE) = {"cc_payment_update",
                          "UPDATE payments SET payment_date = %s, paid_amount = %lld, covered_amount = %lld, "
                          "currency = %s, invoice_no = %s, invoice_no_key = %s, order_no = %s, order_no_key = %s "
                          "WHERE id = %lld"},
    AT(PAYMENT_ALL) = {"cc_payment_all",
                       "SELECT d.id, d.external_id, c.number, d.payment_date, d.paid_amount, d.covered_amount, "
                       "d.currency, d.invoice_no, d.order_no FROM payments d "
                       "LEFT JOIN customers c ON c.id = d.customer_id WHERE d.id > %lld ORDER BY d.id LIMIT 500"},

    /* One document for its page. Customer and first visible date are in the statement (COALESCE keeps planners from the
     * date's index, which has every document of the customer); a statement without prices does
     * not name them, so that no mistake elsewhere can show them. */
    AT(SHOW_ORDER) = {"cc_show_order",
                      "SELECT id, document_no, type_code, type_name, date, status, notes, currency FROM orders "
                      "WHERE customer_id = {number} AND document_no = %s AND COALESCE(date, '') >= %s"},
    AT(SHOW_ORDER_PRICES) =
        {"cc_show_order_prices",
         "SELECT id, document_no, type_code, type_name, date, status, notes, currency, amount "
         "FROM orders WHERE customer_id = {number} AND document_no = %s AND COALESCE(date, '') >= %s"},
    AT(SHOW_INVOICE) = {"cc_show_invoice",
                        "SELECT i.id, i.document_no, i.type_code, i.type_name, i.date, i.order_no, d.at, "
                        "i.currency, i.amount FROM invoices i LEFT JOIN invoice_downloads d "
                        "ON d.customer_id = i.customer_id AND d.document_no = i.document_no "
                        "WHERE i.customer_id = {number} AND i.document_no = %s AND COALESCE(i.date, '') >= %s"},
    AT(SHOW_ORDER_LINES) = {"cc_show_order_lines",
                            "SELECT no, product_code, product_name, quantity, unit FROM order_lines "
                            "WHERE order_id = {number} ORDER BY no LIMIT 10000"},
    AT(SHOW_ORDER_LINES_PRICES) = {"cc_show_order_lines_prices",
                                   "SELECT no, product_code, product_name, quantity, unit, price, discount, "
                                   "amount FROM order_lines WHERE order_id = {number} ORDER BY no LIMIT 10000"},
    AT(SHOW_INVOICE_LINES) = {"cc_show_invoice_lines",
                              "SELECT no, product_code, product_name, quantity, unit, price, discount, amount "
                              "FROM invoice_lines WHERE invoice_id = {number} ORDER BY no LIMIT 10000"},
    AT(DOWNLOAD_DELETE) = {"cc_download_delete",
                           "DELETE FROM invoice_downloads WHERE customer_id = %lld AND document_no = %s"},
    AT(DOWNLOAD_INSERT) = {"cc_download_insert", "INSERT INTO invoice_downloads (customer_id, document_no, at) "
                                                 "VALUES (%lld, %s, %lld)"},

    /* ccadmin check: each lists some of what breaks a rule */
    AT(CHECK_ORDER_CUSTOMER) = {"cc_check_order_customer", "SELECT d.document_no FROM orders d LEFT JOIN customers c "
                                                           "ON c.id = d.customer_id WHERE c.id IS NULL LIMIT 100"},
    AT(CHECK_ORDER_COMPANY) = {"cc_check_order_company",
                               "SELECT d.document_no FROM orders d JOIN customers c ON c.id = d.customer_id WHERE "
                               "c.enterprise_company_id <> d.enterprise_company_id LIMIT 100"},
    AT(CHECK_ORDER_TYPE) = {"cc_check_order_type",
                            "SELECT d.document_no FROM orders d LEFT JOIN document_types t ON t.code = d.type_code "
                            "WHERE t.code IS NULL OR t.name <> d.type_name LIMIT 100"},
    AT(CHECK_ORDER_LINE) =
        {"cc_check_order_line",
         "SELECT l.order_id FROM order_lines l LEFT JOIN orders d ON d.id = l.order_id WHERE d.id IS NULL LIMIT 100"},
    AT(CHECK_ORDER_LINE_VALUE) =
        {"cc_check_order_line_value",
         "SELECT l.order_id FROM order_lines l WHERE l.no < 1 OR l.discount < 0 OR l.discount > 1000000 LIMIT 100"},
    AT(CHECK_INVOICE_CUSTOMER) = {"cc_check_invoice_customer",
                                  "SELECT d.document_no FROM invoices d LEFT JOIN customers c ON c.id = d.customer_id "
                                  "WHERE c.id IS NULL LIMIT 100"},
    AT(CHECK_INVOICE_COMPANY) = {"cc_check_invoice_company",
                                 "SELECT d.document_no FROM invoices d JOIN customers c ON c.id = d.customer_id WHERE "
                                 "c.enterprise_company_id <> d.enterprise_company_id LIMIT 100"},
    AT(CHECK_INVOICE_TYPE) = {"cc_check_invoice_type",
                              "SELECT d.document_no FROM invoices d LEFT JOIN document_types t ON t.code = d.type_code "
                              "WHERE t.code IS NULL OR t.name <> d.type_name LIMIT 100"},
    AT(CHECK_INVOICE_LINE) = {"cc_check_invoice_line", "SELECT l.invoice_id FROM invoice_lines l LEFT JOIN invoices d "
                                                       "ON d.id = l.invoice_id WHERE d.id IS NULL LIMIT 100"},
    AT(CHECK_INVOICE_LINE_VALUE) =
        {"cc_check_invoice_line_value",
         "SELECT l.invoice_id FROM invoice_lines l WHERE l.no < 1 OR l.discount < 0 OR l.discount > 1000000 LIMIT 100"},
    AT(CHECK_DUE_PAYMENT_CUSTOMER) =
        {"cc_check_due_payment_customer",
         "SELECT d.id FROM due_payments d LEFT JOIN customers c ON c.id = d.customer_id WHERE c.id IS NULL LIMIT 100"},
    AT(CHECK_PAYMENT_CUSTOMER) =
        {"cc_check_payment_customer",
         "SELECT d.id FROM payments d LEFT JOIN customers c ON c.id = d.customer_id WHERE c.id IS NULL LIMIT 100"},
};
