#include "schema_finds.h"

#include "schema_steps.h"

/* Two line feeds behind a text make each of its letters, and each two, begin a word of three. Texts of the audit go
 * without: each sign-in writes some, and would take a tenth more instructions to be recorded. */
#define END " || char(10, 10)"
#define THEN END ", "

/* For every index: the columns, the table, and the texts of a row of it as they are searched, which are the `match` of
 * the columns of grids.c and grids_backoffice.c, of days the `value`. `row` is NEW, OLD, or the table itself. */
#define USERS(row) row ".login_key" THEN row ".name_key" THEN "LOWER(" row ".user_type)" THEN row ".notes_key" END
#define PERSONS(row) row ".person_key" END
#define PARTIES(row) row ".code_key" THEN row ".name_key" THEN row ".number_key" THEN row ".vat_key" END
/* A customer's id in one word, of letters that nobody has (cc_grid_find_customer_word). */
#define LETTER(number) "57344 + (" number ") % 4096"
#define CUSTOMER_WORD(id) "char(" LETTER(id " >> 24") ", " LETTER(id " >> 12") ", " LETTER(id) ")"
#define ACCESS(row)                                                                                                    \
    CUSTOMER_WORD(row ".customer_id")                                                                                  \
    ", " row ".user_key" THEN "COALESCE(" row ".days_back, '')" THEN row ".notes_key" END
#define AUDIT(row)                                                                                                     \
    row ".action, " row ".result, " row ".actor_key, " row ".customer_key, " row ".target_key, " row                   \
        ".before_key, " row ".after_key, " row ".detail_key, LOWER(" row ".address)"

#define USERS_COLUMNS "login, name, user_type, notes"
#define PARTIES_COLUMNS "code, name, unique_number, vat_number"
#define ACCESS_COLUMNS "customer, user, days_back, notes"
#define AUDIT_COLUMNS "action, result, actor, customer, target, before, after, detail, address"

/* A table without content gives the text again to forget it. */
#define ADD(index, columns, row, texts)                                                                                \
    "INSERT INTO " index "_search (rowid, " columns ") VALUES (" row ".id, " texts "); "
#define FORGET(index, columns, row, texts)                                                                             \
    "INSERT INTO " index "_search (" index "_search, rowid, " columns ") VALUES ('delete', " row ".id, " texts "); "

#define TABLE(index, columns)                                                                                          \
    "CREATE VIRTUAL TABLE " index "_search USING fts5(" columns                                                        \
    ", content='', tokenize='trigram case_sensitive 1', columnsize=0)",                                                \
        "CREATE VIRTUAL TABLE " index "_search_words USING fts5vocab('" index "_search', 'col')"
/* Whether the index has, or is to have at once, the text of a row: see cc_finds_hold. */
#define FOLLOWS(index, id) "NOT EXISTS (SELECT 1 FROM search_later WHERE name = '" index "' AND " id " > after)"
#define TRIGGERS(index, table, columns, texts)                                                                         \
    "CREATE TRIGGER " index "_search_more AFTER INSERT ON " table                                                      \
    " WHEN " FOLLOWS(index, "NEW.id") " BEGIN " ADD(index, columns, "NEW", texts("NEW")) "END",                        \
        "CREATE TRIGGER " index "_search_less AFTER DELETE ON " table                                                  \
        " WHEN " FOLLOWS(index, "OLD.id") " BEGIN " FORGET(index, columns, "OLD", texts("OLD")) "END",                 \
        "CREATE TRIGGER " index "_search_other AFTER UPDATE ON " table                                                 \
        " WHEN (OLD.id, " texts("OLD") ") IS NOT (NEW.id, " texts("NEW") ") AND " FOLLOWS(                             \
            index, "OLD.id") " BEGIN " FORGET(index, columns, "OLD", texts("OLD"))                                     \
            ADD(index, columns, "NEW", texts("NEW")) "END"
#define INDEX(index, table, columns, texts) TABLE(index, columns), TRIGGERS(index, table, columns, texts)
/* After which row the rest is to be indexed; with nothing held, all are. */
#define AFTER(index) "COALESCE((SELECT after FROM search_later WHERE name = '" index "'), -9223372036854775808)"
#define FILL(index, table, columns, texts)                                                                             \
    "INSERT INTO " index "_search (rowid, " columns                                                                    \
    ") SELECT id, " texts(table) " FROM " table " WHERE id > " AFTER(index) " ORDER BY id"
#define DROP(index)                                                                                                    \
    "DROP TABLE IF EXISTS " index "_search_words", "DROP TABLE IF EXISTS " index "_search",                            \
        "DROP TRIGGER IF EXISTS " index "_search_more", "DROP TRIGGER IF EXISTS " index "_search_less",                \
        "DROP TRIGGER IF EXISTS " index "_search_other"

/* A customer is shown by the name of a party, which has few customers. */
#define CUSTOMER_KEY(name, number) name ".name_key || ' #' || " number ".number_key"
#define CUSTOMER(name, number) CUSTOMER_KEY(name, number) END
#define OF_CUSTOMER(row) CUSTOMER("p", row) " FROM parties p WHERE p.id = " row ".party_id; "
#define ADD_CUSTOMER "INSERT INTO customers_search (rowid, text) SELECT NEW.id, " OF_CUSTOMER("NEW")
#define FORGET_CUSTOMER                                                                                                \
    "INSERT INTO customers_search (customers_search, rowid, text) SELECT 'delete', OLD.id, " OF_CUSTOMER("OLD")

static const char *const texts[] = {
    "CREATE TABLE search_later (name TEXT PRIMARY KEY, after INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    INDEX("users", "users", USERS_COLUMNS, USERS),
    INDEX("persons", "persons", "text", PERSONS),
    INDEX("parties", "parties", PARTIES_COLUMNS, PARTIES),
    INDEX("access", "external_access", ACCESS_COLUMNS, ACCESS),
    INDEX("audit", "audit", AUDIT_COLUMNS, AUDIT),
    TABLE("customers", "text"),
    "CREATE TRIGGER customers_search_more AFTER INSERT ON customers WHEN " FOLLOWS(
        "customers", "NEW.id") " BEGIN " ADD_CUSTOMER "END",
    "CREATE TRIGGER customers_search_less AFTER DELETE ON customers WHEN " FOLLOWS(
        "customers", "OLD.id") " BEGIN " FORGET_CUSTOMER "END",
    ("CREATE TRIGGER customers_search_other AFTER UPDATE OF id, party_id, number_key ON customers "
     "WHEN " FOLLOWS("customers", "OLD.id") " BEGIN " FORGET_CUSTOMER ADD_CUSTOMER "END"),
    ("CREATE TRIGGER customers_search_name AFTER UPDATE OF name_key ON parties WHEN OLD.name_key "
     "<> NEW.name_key BEGIN "
     "INSERT INTO customers_search (customers_search, rowid, text) SELECT 'delete', "
     "c.id, " CUSTOMER("OLD", "c") " FROM customers c WHERE c.party_id = NEW.id AND " FOLLOWS(
         "customers", "c.id") "; "
                              "INSERT INTO customers_search (rowid, text) SELECT c.id, " CUSTOMER(
                                  "NEW", "c") " FROM customers c WHERE c.party_id = NEW.id "
                                              "AND " FOLLOWS("customers", "c.id") "; END"),
    NULL};

static const char *const drop[] = {DROP("users"),
                                   DROP("user_keys"), /* of version 5 */
                                   DROP("persons"),
                                   DROP("parties"),
                                   DROP("access"),
                                   DROP("audit"),
                                   DROP("customers"),
                                   "DROP TRIGGER IF EXISTS customers_search_name",
                                   "DROP TABLE IF EXISTS search_later",
                                   NULL};

static const char *const fill[] = {FILL("users", "users", USERS_COLUMNS, USERS),
                                   FILL("persons", "persons", "text", PERSONS),
                                   FILL("parties", "parties", PARTIES_COLUMNS, PARTIES),
                                   FILL("access", "external_access", ACCESS_COLUMNS, ACCESS),
                                   FILL("audit", "audit", AUDIT_COLUMNS, AUDIT),
                                   "INSERT INTO customers_search (rowid, text) SELECT c.id, " CUSTOMER(
                                       "p", "c") " FROM customers c CROSS JOIN parties p WHERE p.id = c.party_id AND "
                                                 "c.id > " AFTER("customers") " ORDER BY c.id",
                                   NULL};

/* Tables whose rows are held, by the names of their indexes. */
#define LAST(index, table) "INSERT OR REPLACE INTO search_later SELECT '" index "', COALESCE(MAX(id), 0) FROM " table
static const char *const mark[] = {LAST("users", "users"),
                                   LAST("persons", "persons"),
                                   LAST("parties", "parties"),
                                   LAST("access", "external_access"),
                                   LAST("audit", "audit"),
                                   LAST("customers", "customers"),
                                   NULL};
static const char *const go_on[] = {"DELETE FROM search_later", NULL};

/* A text has as many words as letters; one of the audit, but for the last two. Rows are compared by their sums. */
#define WORDS(text) "LENGTH(" text ")"
#define WORDS_OF_AUDIT(text) "MAX(LENGTH(" text ") - 2, 0)"
#define JUDGED(index, words, from)                                                                                     \
    "SELECT (SELECT COALESCE(SUM(" words "), 0) FROM " from ") <> (SELECT COALESCE(SUM(cnt), 0) FROM " index           \
    "_search_words)"
#define AND " + "

static const char *const judged[] = {
    JUDGED("users", WORDS("login_key") AND WORDS("name_key") AND WORDS("user_type") AND WORDS("notes_key"), "users"),
    JUDGED("persons", WORDS("person_key"), "persons"),
    JUDGED("parties", WORDS("code_key") AND WORDS("name_key") AND WORDS("number_key") AND WORDS("vat_key"), "parties"),
    JUDGED("access", "1" AND WORDS("user_key") AND WORDS("COALESCE(days_back, '')") AND WORDS("notes_key"),
           "external_access"),
    JUDGED("audit",
           WORDS_OF_AUDIT("action") AND WORDS_OF_AUDIT("result") AND WORDS_OF_AUDIT("actor_key")
               AND WORDS_OF_AUDIT("customer_key") AND WORDS_OF_AUDIT("target_key") AND WORDS_OF_AUDIT("before_key")
                   AND WORDS_OF_AUDIT("after_key") AND WORDS_OF_AUDIT("detail_key") AND WORDS_OF_AUDIT("address"),
           "audit"),
    JUDGED("customers", WORDS(CUSTOMER_KEY("p", "c")), "customers c JOIN parties p ON p.id = c.party_id"),
    NULL};

cc_status_t cc_finds_make(cc_db_t *db)
{
    return cc_steps_make(db, drop, texts, fill);
}

cc_status_t cc_finds_hold(cc_db_t *db)
{
    return cc_steps_run_on(db, CC_DIALECT_SQLITE, mark);
}

cc_status_t cc_finds_write(cc_db_t *db)
{
    cc_status_t status = cc_steps_run_on(db, CC_DIALECT_SQLITE, fill);

    return status == CC_OK ? cc_steps_run_on(db, CC_DIALECT_SQLITE, mark) : status;
}

cc_status_t cc_finds_release(cc_db_t *db)
{
    cc_status_t status = cc_steps_run_on(db, CC_DIALECT_SQLITE, fill);

    return status == CC_OK ? cc_steps_run_on(db, CC_DIALECT_SQLITE, go_on) : status;
}

cc_status_t cc_finds_judge(cc_db_t *db, const char **problem)
{
    static const cc_steps_kept_t kept = {texts, "text indexes are missing or of another version", judged,
                                         "the text indexes are not of the texts of the rows"};

    return cc_steps_judge(db, &kept, problem);
}
