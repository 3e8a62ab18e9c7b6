#include "schema_sqlite.h"

#include <stddef.h>

const char *const cc_schema_sqlite_common[] = {
    "CREATE TABLE document_totals (kind TEXT NOT NULL, customer_id INTEGER NOT NULL, date TEXT NOT NULL, type_code "
    "TEXT "
    "NOT NULL, type_key TEXT NOT NULL, status_key TEXT NOT NULL, currency TEXT NOT NULL, count INTEGER NOT NULL, "
    "ones INTEGER NOT NULL, millionths INTEGER NOT NULL, PRIMARY KEY (kind, customer_id, date, type_code, type_key, "
    "status_key, currency)) "
    "STRICT, WITHOUT ROWID",
    NULL};

/* Pieces of the triggers: one document more, one less. `row` is NEW or OLD. Amounts are added up in two parts, so that
 * no number of them overflows. */
#define ADD(kind, row, status)                                                                                         \
    "INSERT INTO document_totals VALUES ('" kind "', " row ".customer_id, " row ".date, " row ".type_code, " row       \
    ".type_key, " status ", " row ".currency, 1, " row ".amount / 1000000, " row ".amount % 1000000) ON CONFLICT DO "  \
    "UPDATE SET count = count + 1, ones = ones + excluded.ones, millionths = millionths + excluded.millionths; "
#define WHERE(kind, row, status)                                                                                       \
    "WHERE kind = '" kind "' AND customer_id = " row ".customer_id AND date = " row ".date AND type_code = " row       \
    ".type_code AND type_key = " row ".type_key AND status_key = " status " AND currency = " row ".currency"
#define TAKE(kind, row, status)                                                                                        \
    "UPDATE document_totals SET count = count - 1, ones = ones - " row                                                 \
    ".amount / 1000000, millionths = millionths - " row ".amount % 1000000 " WHERE(                                    \
        kind, row, status) "; "                                                                                        \
                           "DELETE FROM document_totals " WHERE(kind, row, status) " AND count = 0; "

/* The text of a document: its parts stand on lines of their own, so that nothing is found across two of them. A table
 * without content gives the text again to forget it. */
#define INDEX(kind, row, text) "INSERT INTO " kind "_search (rowid, text) VALUES (" row ".id, " text "); "
#define FORGET(kind, row, text)                                                                                        \
    "INSERT INTO " kind "_search (" kind "_search, rowid, text) VALUES ('delete', " row ".id, " text "); "

#define TABLE(kind)                                                                                                    \
    "CREATE VIRTUAL TABLE " kind "_search USING fts5(text, content='', tokenize='trigram', columnsize=0)"
#define TRIGGERS(kind, new_status, old_status, new_text, old_text)                                                     \
    "CREATE TRIGGER " kind "_inserted AFTER INSERT ON " kind " BEGIN " ADD(kind, "NEW", new_status)                    \
        INDEX(kind, "NEW", new_text) "END",                                                                            \
        "CREATE TRIGGER " kind "_deleted AFTER DELETE ON " kind " BEGIN " TAKE(kind, "OLD", old_status)                \
            FORGET(kind, "OLD", old_text) "END",                                                                       \
        "CREATE TRIGGER " kind "_updated AFTER UPDATE ON " kind " BEGIN " TAKE(kind, "OLD", old_status)                \
            FORGET(kind, "OLD", old_text) ADD(kind, "NEW", new_status) INDEX(kind, "NEW", new_text) "END"

#define ORDER_TEXT(row)                                                                                                \
    row ".document_no_key || char(10) || " row ".type_key || char(10) || " row ".status_key || char(10) || " row       \
        ".notes_key || char(10) || " row ".date"
#define INVOICE_TEXT(row) row ".document_no_key || char(10) || " row ".type_key || char(10) || " row ".date"

const char *const cc_schema_sqlite_orders[] = {
    TABLE("orders"), TRIGGERS("orders", "NEW.status_key", "OLD.status_key", ORDER_TEXT("NEW"), ORDER_TEXT("OLD")),
    NULL};

const char *const cc_schema_sqlite_invoices[] = {
    TABLE("invoices"), TRIGGERS("invoices", "''", "''", INVOICE_TEXT("NEW"), INVOICE_TEXT("OLD")), NULL};
