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

/* ---- counting a document ---- */

/* Triggers are kept in the memory of each connection, so what counts a document is there once: a view to insert into,
 * as often as it is to count: once more, or, with -1, once less. */
#define COUNTED                                                                                                        \
    "CREATE VIEW document_counted AS SELECT kind, count AS sign, customer_id, date, type_code, type_key, status_key, " \
    "currency, ones AS amount, kind AS number, kind AS notes FROM document_totals"
#define COUNT(kind, sign, row, status, notes)                                                                          \
    "INSERT INTO document_counted SELECT '" kind "', " sign ", " row ".customer_id, " row ".date, " row                \
    ".type_code, " row ".type_key, " status ", " row ".currency, " row ".amount, " row ".document_no_key, " notes

#define MONTH "'" CC_MONTHS "' || SUBSTR(NEW.date, 1, 7)"
#define VALUES                                                                                                         \
    "span, NEW.type_code, NEW.type_key, NEW.status_key, NEW.currency, NEW.sign, NEW.sign * (NEW.amount / 1000000), "   \
    "NEW.sign * (NEW.amount % 1000000)"
#define COUNT_IN                                                                                                       \
    " ON CONFLICT DO UPDATE SET count = count + excluded.count, ones = ones + excluded.ones, "                         \
    "millionths = millionths + excluded.millionths; "
#define TOTALS                                                                                                         \
    "INSERT INTO document_totals SELECT NEW.kind, NEW.customer_id, " VALUES                                            \
    " FROM (SELECT NEW.date AS span UNION ALL SELECT " MONTH ") WHERE true" COUNT_IN

/* What a document has parts of: the part, its text, and the first and the last level at which it is counted. */
#define LEVELS                                                                                                         \
    "(SELECT 1 AS level, NEW.date AS span UNION ALL SELECT 2, " MONTH " UNION ALL SELECT 3, '" CC_ALL_TIME "')"

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
#define LETTERS                                                                                                        \
    "SELECT 1 + 2 * (INSTR(NEW.notes, gram) > 0), gram, 1 + (size > 2), 2 FROM " GRAMS(                                \
        "NEW.number", THREE) " UNION ALL SELECT 2, gram, 1, 2 FROM " GRAMS("NEW.notes",                                \
                                                                           TWO) " AND INSTR(NEW.number, gram) = 0"
/* Steps of amounts, as domain/grid_amounts.c knows them: a minus or nothing, a letter for how many digits there are, A
 * being one, and none to three of these. So what lies between two amounts is a few steps and what is in the last of
 * them, however many documents there are. Three digits are not counted by day. */
#define STEPS                                                                                                          \
    "SELECT 4, SUBSTR('-', 1, NEW.amount < 0) || CHAR(64 + LENGTH(ABS(NEW.amount))) || SUBSTR(ABS(NEW.amount), 1, "    \
    "n), 1 + (n > 2), 3 FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE n "        \
    "<= LENGTH(ABS(NEW.amount))"
#define PARTS                                                                                                          \
    "INSERT INTO document_parts SELECT NEW.kind, NEW.customer_id, part, gram, " VALUES                                 \
    " FROM (SELECT 0 AS part, NEW.notes AS gram, 1 AS first, 2 AS last UNION ALL " LETTERS " UNION ALL " STEPS         \
    "), " LEVELS " WHERE level BETWEEN first AND last" COUNT_IN

/* What has come to nothing is deleted. An index has only these, so that takes no longer however many totals a customer
 * has. */
#define EMPTY(table) "CREATE INDEX " table "_empty ON " table " (count) WHERE count = 0"
#define DROP_EMPTY(table) "DELETE FROM " table " WHERE count = 0 AND NEW.sign < 0; "

#define COUNTING                                                                                                       \
    "CREATE TRIGGER document_counting INSTEAD OF INSERT ON document_counted BEGIN " TOTALS PARTS DROP_EMPTY(           \
        "document_totals") DROP_EMPTY("document_parts") "END"
const char *const cc_schema_sqlite_counting = COUNTING;

const char *const cc_schema_sqlite_common[] = {
    "CREATE TABLE document_totals (kind TEXT NOT NULL, customer_id INTEGER NOT NULL, " DAY SUMS
    "PRIMARY KEY (kind, customer_id, " DAY_KEY ")) STRICT, WITHOUT ROWID",
    EMPTY("document_totals"),
    /* part 0: the whole notes; 1, 2, 3: letters that occur in the number, in the notes, in both; 4: how the amount
     * begins (STEPS), for which there are totals of all time as well */
    "CREATE TABLE document_parts (kind TEXT NOT NULL, customer_id INTEGER NOT NULL, part INTEGER NOT NULL, "
    "text TEXT NOT NULL, " DAY SUMS "PRIMARY KEY (kind, customer_id, part, text, " DAY_KEY ")) STRICT, WITHOUT ROWID",
    EMPTY("document_parts"), COUNTED, COUNTING, NULL};

/* The text index. Each of its columns ends with two line feeds, so that every letter, and every two letters, begin one
 * of its words of three; three line feeds are a word that every document has. A table without content gives the text
 * again to forget it. */
#define TEXTS(row, words, notes)                                                                                       \
    row ".id, " row ".document_no_key || char(10, 10), " words " || char(10) || " row                                  \
        ".date || char(10, 10, 10), " notes " || char(10, 10)"
#define INDEX(kind, row, words, notes)                                                                                 \
    "INSERT INTO " kind "_search (rowid, number, words, notes) SELECT " TEXTS(row, words, notes)
#define FORGET(kind, row, words, notes)                                                                                \
    "INSERT INTO " kind "_search (" kind                                                                               \
    "_search, rowid, number, words, notes) VALUES ('delete', " TEXTS(row, words, notes) "); "

#define MORE(kind, row, status, words, notes)                                                                          \
    COUNT(kind, "1", row, status, notes) "; " INDEX(kind, row, words, notes) "; "
#define LESS(kind, row, status, words, notes) COUNT(kind, "-1", row, status, notes) "; " FORGET(kind, row, words, notes)

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

/* All that belongs to a table, in the order in which it is made; then what is there already is counted and indexed. */
#define FILL(kind, status, words, notes)                                                                               \
    COUNT(kind, "1", "o", status, notes)                                                                               \
    " FROM " kind " o ORDER BY o.customer_id, o.date, o.id",                                                           \
        INDEX(kind, "o", words, notes) " FROM " kind " o ORDER BY o.id"
#define DROP_TRIGGERS(kind)                                                                                            \
    "DROP TRIGGER IF EXISTS " kind "_inserted", "DROP TRIGGER IF EXISTS " kind "_deleted",                             \
        "DROP TRIGGER IF EXISTS " kind "_updated"
#define DROP(kind)                                                                                                     \
    DROP_TRIGGERS(kind), "DROP INDEX IF EXISTS " kind "_by_amount", "DROP TABLE IF EXISTS " kind "_terms",             \
        "DROP TABLE IF EXISTS " kind "_search", "DELETE FROM document_totals WHERE kind = '" kind "'",                 \
        "DELETE FROM document_parts WHERE kind = '" kind "'"

static const char *const drop_order_triggers[] = {DROP_TRIGGERS("orders"), NULL};
static const char *const drop_orders[] = {DROP("orders"), NULL};
static const char *const make_orders[] = {TABLES("orders"), BY_AMOUNT("orders", "status_key, "),
                                          TRIGGERS("orders", MORE_ORDERS, LESS_ORDERS), NULL};
static const char *const fill_orders[] = {FILL("orders", "o.status_key", ORDER_WORDS("o"), "o.notes_key"), NULL};

static const char *const drop_invoice_triggers[] = {DROP_TRIGGERS("invoices"), NULL};
static const char *const drop_invoices[] = {DROP("invoices"), NULL};
static const char *const make_invoices[] = {TABLES("invoices"), BY_AMOUNT("invoices", ""),
                                            TRIGGERS("invoices", MORE_INVOICES, LESS_INVOICES), NULL};
static const char *const fill_invoices[] = {FILL("invoices", "''", "o.type_key", "''"), NULL};

const cc_schema_sqlite_t cc_schema_sqlite[] = {{"orders", drop_order_triggers, drop_orders, make_orders, fill_orders,
                                                TERMS("orders"), INSERTED("orders", MORE_ORDERS)},
                                               {"invoices", drop_invoice_triggers, drop_invoices, make_invoices,
                                                fill_invoices, TERMS("invoices"), INSERTED("invoices", MORE_INVOICES)},
                                               {NULL, NULL, NULL, NULL, NULL, NULL, NULL}};
