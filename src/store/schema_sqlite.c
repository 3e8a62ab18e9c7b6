#include "schema_sqlite.h"

#include <stddef.h>

/* What all tables of totals have behind what they are about: a row for each combination of these, and how many
 * documents and how much money it stands for. Amounts are added up in two parts, so that no number of them overflows.
 * Each document counts twice: for its day, and for its month, whose `date` comes after all days ("m2026-11"). So
 * whoever does not ask about days reads few rows: those of whole months, and of the days of one month in which what may
 * be seen begins. */
#define DAY "date TEXT NOT NULL, type_code TEXT NOT NULL, type_key TEXT NOT NULL, status_key TEXT NOT NULL, "
#define SUMS "currency TEXT NOT NULL, count INTEGER NOT NULL, ones INTEGER NOT NULL, millionths INTEGER NOT NULL, "
#define DAY_KEY "date, type_code, type_key, status_key, currency"

/* What has come to nothing is deleted. An index has only these, so that takes no longer however many
 * totals a customer has. */
#define EMPTY(table) "CREATE INDEX " table "_empty ON " table " (count) WHERE count = 0"
#define DROP_EMPTY(table) "DELETE FROM " table " WHERE count = 0; "

const char *const cc_schema_sqlite_common[] = {
    "CREATE TABLE document_totals (kind TEXT NOT NULL, customer_id INTEGER NOT NULL, " DAY SUMS
    "PRIMARY KEY (kind, customer_id, " DAY_KEY ")) STRICT, WITHOUT ROWID",
    EMPTY("document_totals"),
    /* part 0: the whole notes; 1, 2, 3: letters that occur in the number, in the notes, in both; 4: how the amount
     * begins (STEPS), for which there are totals of all time as well */
    "CREATE TABLE document_parts (kind TEXT NOT NULL, customer_id INTEGER NOT NULL, part INTEGER NOT NULL, "
    "text TEXT NOT NULL, " DAY SUMS "PRIMARY KEY (kind, customer_id, part, text, " DAY_KEY ")) STRICT, WITHOUT ROWID",
    EMPTY("document_parts"), NULL};

/* ---- pieces of the triggers ---- */

#define MONTH(row) "'" CC_MONTHS "' || SUBSTR(" row ".date, 1, 7)"
#define SPANS(row) "(SELECT " row ".date AS span UNION ALL SELECT " MONTH(row) ")"

/* `row` is NEW or OLD, `n` 1 or -1: that many documents more. */
#define VALUES(row, status, n)                                                                                         \
    "span, " row ".type_code, " row ".type_key, " status ", " row ".currency, " n ", " n " * (" row                    \
    ".amount / 1000000), " n " * (" row ".amount % 1000000)"
#define COUNT_IN(where)                                                                                                \
    where " ON CONFLICT DO UPDATE SET count = count + excluded.count, ones = ones + excluded.ones, "                   \
          "millionths = millionths + excluded.millionths; "
#define TOTALS(kind, row, status, n)                                                                                   \
    "INSERT INTO document_totals SELECT '" kind "', " row ".customer_id, " VALUES(row, status, n) " FROM " SPANS(row)  \
        COUNT_IN(" WHERE true")

/* What a document has parts of: the part, its text, and the first and the last level at which it is counted. */
#define LEVELS(row)                                                                                                    \
    "(SELECT 1 AS level, " row ".date AS span UNION ALL SELECT 2, " MONTH(row) " UNION ALL SELECT 3, '" CC_ALL_TIME "')"

/* Every letter and every two letters of the number and the notes, and in which of them they are; of three letters only
 * those of the number, by month: there are a thousand of three digits. INSTR finds each where it is for the first time,
 * which takes less than to sort them. */
#define GRAMS(text, sizes)                                                                                             \
    "(SELECT SUBSTR(" text ", n, size) AS gram, n, size FROM " sizes                                                   \
    ", (WITH RECURSIVE place(n) AS (SELECT LENGTH(" text                                                               \
    ") UNION ALL SELECT n - 1 FROM place WHERE n > 1) SELECT n FROM place)) WHERE INSTR(" text                         \
    ", gram) = n AND LENGTH(gram) = size"
#define TWO "(SELECT 1 AS size UNION ALL SELECT 2)"
#define THREE "(SELECT 1 AS size UNION ALL SELECT 2 UNION ALL SELECT 3)"
#define LETTERS(number, notes)                                                                                         \
    "SELECT 1 + 2 * (INSTR(" notes ", gram) > 0), gram, 1 + (size > 2), 2 FROM " GRAMS(                                \
        number, THREE) " UNION ALL SELECT 2, gram, 1, 2 FROM " GRAMS(notes, TWO) " AND INSTR(" number ", gram) = 0"
/* Steps of amounts, as domain/grid_amounts.c knows them: a minus or nothing, a letter for how many digits there are, A
 * being one, and none to three of these. So what lies between two amounts is a few steps and what is in the last of
 * them, however many documents there are. Three digits are not counted by day. */
#define STEPS(amount)                                                                                                  \
    "SELECT 4, SUBSTR('-', 1, " amount " < 0) || CHAR(64 + LENGTH(ABS(" amount "))) || SUBSTR(ABS(" amount             \
    "), 1, n), 1 + (n > 2), 3 FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE n "  \
    "<= LENGTH(ABS(" amount "))"

#define PIECES(row, notes)                                                                                             \
    "(SELECT 0 AS part, " notes " AS gram, 1 AS first, 2 AS last UNION ALL " LETTERS(                                  \
        row ".document_no_key", notes) " UNION ALL " STEPS(row ".amount") ")"
#define PARTS(kind, row, status, notes, n)                                                                             \
    "INSERT INTO document_parts SELECT '" kind "', " row                                                               \
    ".customer_id, part, gram, " VALUES(row, status, n) " FROM " PIECES(row, notes) ", " LEVELS(row)                   \
        COUNT_IN(" WHERE level BETWEEN first AND last")

/* The text index. Each of its columns ends with two line feeds, so that every letter, and every two letters, begin one
 * of its words of three; three line feeds are a word that every document has. A table without content gives the text
 * again to forget it. */
#define TEXTS(row, words, notes)                                                                                       \
    row ".id, " row ".document_no_key || char(10, 10), " words " || char(10) || " row                                  \
        ".date || char(10, 10, 10), " notes " || char(10, 10)"
#define INDEX(kind, row, words, notes)                                                                                 \
    "INSERT INTO " kind "_search (rowid, number, words, notes) VALUES (" TEXTS(row, words, notes) "); "
#define FORGET(kind, row, words, notes)                                                                                \
    "INSERT INTO " kind "_search (" kind                                                                               \
    "_search, rowid, number, words, notes) VALUES ('delete', " TEXTS(row, words, notes) "); "

#define MORE(kind, row, status, words, notes)                                                                          \
    TOTALS(kind, row, status, "1") PARTS(kind, row, status, notes, "1") INDEX(kind, row, words, notes)
#define LESS(kind, row, status, words, notes)                                                                          \
    TOTALS(kind, row, status, "-1")                                                                                    \
    PARTS(kind, row, status, notes, "-1")                                                                              \
    DROP_EMPTY("document_totals") DROP_EMPTY("document_parts") FORGET(kind, row, words, notes)

#define TERMS(kind) "CREATE VIRTUAL TABLE " kind "_terms USING fts5vocab('" kind "_search', 'row')"
/* Instead of the index that every database has: with what else totals have, so that those of some amounts, or of an
 * amount within a group, read nothing else. */
#define BY_AMOUNT(kind, status)                                                                                        \
    "CREATE INDEX " kind "_by_amount ON " kind " (customer_id, amount, date DESC, id DESC, " status                    \
    "type_key, type_code, currency)"
#define TABLES(kind)                                                                                                   \
    "CREATE VIRTUAL TABLE " kind                                                                                       \
    "_search USING fts5(number, words, notes, content='', tokenize='trigram', columnsize=0)",                          \
        TERMS(kind)
#define INSERTED(kind, more) "CREATE TRIGGER " kind "_inserted AFTER INSERT ON " kind " BEGIN " more "END"
/* `more` and `less` are what a new row and an old one make */
#define TRIGGERS(kind, more, less)                                                                                     \
    INSERTED(kind, more), "CREATE TRIGGER " kind "_deleted AFTER DELETE ON " kind " BEGIN " less "END",                \
        "CREATE TRIGGER " kind "_updated AFTER UPDATE ON " kind " BEGIN " less more "END"

#define ORDER_WORDS(row) row ".type_key || char(10) || " row ".status_key"
#define MORE_ORDERS MORE("orders", "NEW", "NEW.status_key", ORDER_WORDS("NEW"), "NEW.notes_key")
#define LESS_ORDERS LESS("orders", "OLD", "OLD.status_key", ORDER_WORDS("OLD"), "OLD.notes_key")
#define MORE_INVOICES MORE("invoices", "NEW", "''", "NEW.type_key", "''")
#define LESS_INVOICES LESS("invoices", "OLD", "''", "OLD.type_key", "''")

/* All that belongs to a table, in the order in which it is made. The last four fill it in: rows that are there already
 * go through a view whose trigger does what the one of the table does. */
#define FILL(kind, more)                                                                                               \
    "CREATE VIEW " kind "_filled AS SELECT * FROM " kind,                                                              \
        "CREATE TRIGGER " kind "_filling INSTEAD OF INSERT ON " kind "_filled BEGIN " more "END",                      \
        "INSERT INTO " kind "_filled SELECT * FROM " kind " ORDER BY customer_id, date, id",                           \
        "DROP VIEW " kind "_filled"
#define DROP_TRIGGERS(kind)                                                                                            \
    "DROP VIEW IF EXISTS " kind "_filled", "DROP TRIGGER IF EXISTS " kind "_inserted",                                 \
        "DROP TRIGGER IF EXISTS " kind "_deleted", "DROP TRIGGER IF EXISTS " kind "_updated"
#define DROP(kind)                                                                                                     \
    DROP_TRIGGERS(kind), "DROP INDEX IF EXISTS " kind "_by_amount", "DROP TABLE IF EXISTS " kind "_terms",             \
        "DROP TABLE IF EXISTS " kind "_search", "DELETE FROM document_totals WHERE kind = '" kind "'",                 \
        "DELETE FROM document_parts WHERE kind = '" kind "'"

static const char *const drop_order_triggers[] = {DROP_TRIGGERS("orders"), NULL};
static const char *const drop_orders[] = {DROP("orders"), NULL};
static const char *const make_orders[] = {TABLES("orders"), BY_AMOUNT("orders", "status_key, "),
                                          TRIGGERS("orders", MORE_ORDERS, LESS_ORDERS), NULL};
static const char *const fill_orders[] = {FILL("orders", MORE_ORDERS), NULL};

static const char *const drop_invoice_triggers[] = {DROP_TRIGGERS("invoices"), NULL};
static const char *const drop_invoices[] = {DROP("invoices"), NULL};
static const char *const make_invoices[] = {TABLES("invoices"), BY_AMOUNT("invoices", ""),
                                            TRIGGERS("invoices", MORE_INVOICES, LESS_INVOICES), NULL};
static const char *const fill_invoices[] = {FILL("invoices", MORE_INVOICES), NULL};

const cc_schema_sqlite_t cc_schema_sqlite[] = {{"orders", drop_order_triggers, drop_orders, make_orders, fill_orders,
                                                TERMS("orders"), INSERTED("orders", MORE_ORDERS)},
                                               {"invoices", drop_invoice_triggers, drop_invoices, make_invoices,
                                                fill_invoices, TERMS("invoices"), INSERTED("invoices", MORE_INVOICES)},
                                               {NULL, NULL, NULL, NULL, NULL, NULL, NULL}};
