#include "grids.h"

#include "../base/role.h"
#include "sql.h"

#include <stddef.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* What NULL counts as in a column of numbers: less than every value, which the least of 64 bits is alone. PostgreSQL
 * would read it in one piece as a number of more. */
#define CC_GRID_NO_NUMBER "-9223372036854775807 - 1"

/* Ids of documents are compared as {number}: a view's column may be an expression, which SQLite would not convert for.
 */

/* Where a `match` is on an index after customer_id, sorting a page reads only that page. */
static const cc_grid_column_t users[] = {
    {"user", "User", CC_COLUMN_USER, "u.name, u.login, u.user_type", "a.user_key", .right = CC_RIGHT_USERS},
    {"role", "Role", CC_COLUMN_ROLE, "a.role", "a.role", .right = CC_RIGHT_USERS, .counted_by = "kind"},
    {"days_back", "Access Back (days)", CC_COLUMN_NUMBER, "a.days_back", "a.days_key", .right = CC_RIGHT_USERS},
    {"notes", "Notes", CC_COLUMN_TEXT, "a.notes", "a.notes_key", .right = CC_RIGHT_USERS},
};

static const cc_grid_column_t orders[] = {
    {"date", "Date", CC_COLUMN_DATE, "o.date", "o.date", .right = CC_RIGHT_ORDERS, .totalled = true,
     .way = {"orders_by_date"}},
    {"type_name", "Type name", CC_COLUMN_TEXT, "o.type_name", "o.type_key", .right = CC_RIGHT_ORDERS, .choices = true,
     .totalled = true, .way = {"orders_by_type"}},
    {"document_no", "Document No", CC_COLUMN_TEXT, "o.document_no", "o.document_no_key", .right = CC_RIGHT_ORDERS,
     .way = {"orders_by_no", CC_PART_NUMBER}},
    {"amount", "Amount", CC_COLUMN_MONEY, "o.amount", "o.amount", .right = CC_RIGHT_PRICES,
     .way = {"orders_by_amount"}},
    {"status", "Status", CC_COLUMN_TEXT, "o.status", "o.status_key", .right = CC_RIGHT_ORDERS, .choices = true,
     .totalled = true, .way = {"orders_by_status"}},
    {"notes", "Notes", CC_COLUMN_TEXT, "o.notes", "o.notes_key", .right = CC_RIGHT_ORDERS, .hidden = true,
     .way = {"orders_by_notes", CC_PART_NOTES}},
};

static const cc_grid_column_t invoices[] = {
    {"document_no", "Document No", CC_COLUMN_TEXT, "i.document_no", "i.document_no_key", .right = CC_RIGHT_BILLING,
     .way = {"invoices_by_no", CC_PART_NUMBER}},
    {"last_download", "Last download", CC_COLUMN_TIME, "d.at", "COALESCE(d.at, " CC_GRID_NO_NUMBER ")",
     .right = CC_RIGHT_BILLING},
    {"type_name", "Type name", CC_COLUMN_TEXT, "i.type_name", "i.type_key", .right = CC_RIGHT_BILLING, .choices = true,
     .totalled = true, .way = {"invoices_by_type"}},
    {"date", "Date", CC_COLUMN_DATE, "i.date", "i.date", .right = CC_RIGHT_BILLING, .totalled = true,
     .way = {"invoices_by_date"}},
    {"amount", "Amount", CC_COLUMN_MONEY, "i.amount", "i.amount", .right = CC_RIGHT_BILLING,
     .way = {"invoices_by_amount"}},
};

static const cc_grid_column_t due_payments[] = {
    {"ref_document_date", "Ref document date", CC_COLUMN_DATE, "p.ref_document_date", "p.ref_document_date",
     .right = CC_RIGHT_BILLING},
    {"remaining_amount", "Remaining amount", CC_COLUMN_MONEY, "p.remaining_amount", "p.remaining_amount",
     .right = CC_RIGHT_BILLING},
    {"currency", "Currency", CC_COLUMN_TEXT, "p.currency", "LOWER(p.currency)", .right = CC_RIGHT_BILLING,
     .choices = true},
    {"invoice_no", "Invoice No", CC_COLUMN_TEXT, "p.invoice_no", "p.invoice_no_key", .right = CC_RIGHT_BILLING},
    {"due_date", "Due date", CC_COLUMN_DATE, "p.due_date", "COALESCE(p.due_date, '')", .right = CC_RIGHT_BILLING,
     .hidden = true},
    {"paid_amount", "Paid amount", CC_COLUMN_MONEY, "p.paid_amount", "p.paid_amount", .right = CC_RIGHT_BILLING,
     .hidden = true},
    /* counted from the due date in C; sorting by it is sorting by that date backwards, none at all being last */
    {"overdue_days", "Overdue days", CC_COLUMN_OVERDUE, "p.due_date", "COALESCE(p.due_date, '9999-12-31')",
     .right = CC_RIGHT_BILLING, .hidden = true},
};

static const cc_grid_column_t payments[] = {
    {"payment_date", "Payment date", CC_COLUMN_DATE, "p.payment_date", "p.payment_date", .right = CC_RIGHT_BILLING},
    {"paid_amount", "Paid amount", CC_COLUMN_MONEY, "p.paid_amount", "p.paid_amount", .right = CC_RIGHT_BILLING},
    {"currency", "Currency", CC_COLUMN_TEXT, "p.currency", "LOWER(p.currency)", .right = CC_RIGHT_BILLING,
     .choices = true},
    {"invoice_no", "Invoice number", CC_COLUMN_TEXT, "p.invoice_no", "p.invoice_no_key", .right = CC_RIGHT_BILLING},
    {"invoice_date", "Invoice date", CC_COLUMN_DATE, "i.date", "COALESCE(i.date, '')", .right = CC_RIGHT_BILLING},
    {"invoice_type", "Invoice type", CC_COLUMN_TEXT, "i.type_name", "COALESCE(i.type_key, '')",
     .right = CC_RIGHT_BILLING, .choices = true},
    {"order_no", "Order number", CC_COLUMN_TEXT, "p.order_no", "p.order_no_key", .right = CC_RIGHT_BILLING,
     .hidden = true},
    {"covered_amount", "Covered amount", CC_COLUMN_MONEY, "p.covered_amount",
     "COALESCE(p.covered_amount, " CC_GRID_NO_NUMBER ")", .right = CC_RIGHT_BILLING, .hidden = true},
};

static const char *const changes[] = {CC_CHANGES_OF_ACCESS, NULL};
static const char *const outcomes[] = {"ok", "refused", NULL};

/* Changes of access, those that were refused as well; looking an address up is none. */
static const cc_grid_column_t audit[] = {
    {"at", "Time", CC_COLUMN_TIME, "a.at", "a.at", .right = CC_RIGHT_USERS},
    {"action", "Action", CC_COLUMN_CODE, "a.action", "a.action", .right = CC_RIGHT_USERS, .choices = true,
     .counted_by = "kind", .codes = changes},
    {"result", "Result", CC_COLUMN_CODE, "a.result", "a.result", .right = CC_RIGHT_USERS, .choices = true,
     .counted_by = "result", .codes = outcomes},
    {"actor", "Done by", CC_COLUMN_TEXT, "a.actor", "a.actor_key", .right = CC_RIGHT_USERS},
    {"user", "User", CC_COLUMN_TEXT, "a.target", "a.target_key", .right = CC_RIGHT_USERS},
    {"before", "Before", CC_COLUMN_VALUES, "a.before_values", "a.before_key", .right = CC_RIGHT_USERS},
    {"after", "After", CC_COLUMN_VALUES, "a.after_values", "a.after_key", .right = CC_RIGHT_USERS},
    {"address", "Address", CC_COLUMN_TEXT, "a.address", "LOWER(a.address)", .right = CC_RIGHT_USERS},
};
static const cc_grid_find_t find_audit[] = {
    {.sql = "SELECT rowid FROM audit_search WHERE audit_search MATCH %s",
     .names = {NULL, "action", "result", "actor", "target", "before", "after", "address"}},
    {0},
};
#define AUDIT "audit a WHERE a.customer_id = %lld AND a.action " CC_SQL_CHANGES_OF_ACCESS

static const cc_grid_def_t grids[] = {
    {
        .name = "users",
        .id = "a.id",
        .owner = "a.user_id",
        .from = "external_access a JOIN users u ON u.id = a.user_id WHERE a.customer_id = %lld",
        .plain = "external_access a WHERE a.customer_id = %lld",
        .counted = "list_counts WHERE list = 'access' AND customer_id = {number}",
        .scope = "c",
        .right = CC_RIGHT_USERS,
        .count = COUNT(users),
        .columns = users,
        .finds = cc_grid_find_customer,
    },
    {
        .name = "orders",
        .id = "o.id",
        .from = "orders o WHERE o.customer_id = {number} AND o.date >= %s",
        .date_scope = "o.date >= %s",
        .kind = "orders",
        .scope = "cv",
        .type = "o.type_code",
        .types = CC_TYPES_ORDERS,
        .currency = "o.currency",
        .right = CC_RIGHT_ORDERS,
        .count = COUNT(orders),
        .columns = orders,
        .descending = true,
    },
    {
        .name = "invoices",
        .id = "i.id",
        .from = "invoices i LEFT JOIN invoice_downloads d ON d.customer_id = i.customer_id "
                "AND d.document_no = i.document_no WHERE i.customer_id = {number} AND i.date >= %s",
        .date_scope = "i.date >= %s",
        .kind = "invoices",
        .scope = "cv",
        .type = "i.type_code",
        .types = CC_TYPES_INVOICES,
        .currency = "i.currency",
        .right = CC_RIGHT_BILLING,
        .count = COUNT(invoices),
        .columns = invoices,
        .sort = 3,
        .descending = true,
    },
    {
        .name = "due-payments",
        .id = "p.id",
        .from = "due_payments p WHERE p.customer_id = {number} AND p.ref_document_date >= %s",
        .scope = "cv",
        .currency = "p.currency",
        .right = CC_RIGHT_BILLING,
        .count = COUNT(due_payments),
        .columns = due_payments,
    },
    {
        /* At most the 1,000 newest. The invoice's date and type only where the invoice itself may be seen. Its date is
         * compared by an expression: SQLite would take the index of dates for it, and read for each payment all
         * invoices of the customer. */
        .name = "payment-history",
        .id = "p.id",
        .from = "(SELECT id, customer_id, payment_date, paid_amount, covered_amount, currency, invoice_no, "
                "invoice_no_key, order_no, order_no_key, %s AS since FROM payments WHERE customer_id = {number} AND "
                "payment_date >= %s ORDER BY payment_date DESC, id DESC LIMIT 1000) p LEFT JOIN invoices i "
                "ON i.customer_id = p.customer_id AND i.document_no = p.invoice_no AND COALESCE(i.date, '') >= "
                "p.since{types} "
                "WHERE 1 = 1",
        .scope = "vcm",
        .type = "i.type_code",
        .types = CC_TYPES_INVOICES,
        .currency = "p.currency",
        .right = CC_RIGHT_BILLING,
        .count = COUNT(payments),
        .columns = payments,
        .descending = true,
    },
    {
        .name = "audit",
        .id = "a.id",
        .from = AUDIT,
        .plain = AUDIT,
        .counted = "list_counts WHERE list = 'audit' AND customer_id = {number}",
        .scope = "c",
        .right = CC_RIGHT_USERS,
        .count = COUNT(audit),
        .columns = audit,
        .finds = find_audit,
        .descending = true,
    },
    {0},
};

cc_grid_way_t cc_grid_way(const cc_grid_def_t *def, int n)
{
    return def->columns[n].way;
}

const char *cc_grid_key(const cc_grid_def_t *def)
{
    return def->key ? def->key : def->name;
}

const cc_grid_def_t *cc_grid_def(const char *key)
{
    bool back_office = !strncmp(key, CC_GRID_BACK_OFFICE, sizeof(CC_GRID_BACK_OFFICE) - 1);

    for (const cc_grid_def_t *def = back_office ? cc_grids_back_office : grids; def->name; def++) {
        if (!strcmp(cc_grid_key(def), key)) {
            return def;
        }
    }
    return NULL;
}
