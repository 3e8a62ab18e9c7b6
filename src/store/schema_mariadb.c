#include "schema_mariadb.h"

#include "schema_steps.h"

static cc_status_t is_mariadb(cc_db_t *db, bool *mariadb)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *mariadb = status == CC_OK && dialect == CC_DIALECT_MYSQL;
    return status;
}

/* ---- keys ---- */

/* No column of a view, which may stand in for documents. */
#define COLUMNS                                                                                                        \
    "SELECT COUNT(*) FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = "          \
    "c.table_schema AND t.table_name = c.table_name WHERE t.table_schema = DATABASE() AND t.table_type = "             \
    "'BASE TABLE' AND "
#define TEXT(column) "c.data_type = 'text' AND c.column_name = '" column "'"
#define IS_TEXT(table, column) COLUMNS "t.table_name = '" table "' AND " TEXT(column)
#define WHOLE_KEY(column) "MODIFY " column " VARCHAR(700) NOT NULL"
/* Keys of documents were folded texts of any length; now they are as others (cc_text_key). */
#define CUT(table, column) "UPDATE " table " SET " column " = LEFT(" column ", 600) WHERE CHAR_LENGTH(" column ") > 600"
/* MariaDB reads a row by its id for 2 us: what is summed up is read from the index alone. */
#define SUMS(table) ", ADD INDEX IF NOT EXISTS " table "_sums (customer_id, currency, date, amount)"
/* Where another index is better, as for few days, groups of what may be longer than this are kept in a file. */
#define CURRENCY "MODIFY currency VARCHAR(255) NOT NULL"
#define IS_OLD(table, column)                                                                                          \
    COLUMNS "t.table_name = '" table                                                                                   \
            "' AND (" TEXT(column) " OR c.column_name = 'currency' AND c.character_maximum_length > 255)"
#define ANEW(index, columns) ", DROP INDEX IF EXISTS " index ", ADD INDEX " index " (" columns ")"

/* What older versions, and schema.c, make as texts, with indexes of their beginnings. */
static const struct {
    const char *old, *change[5];
} keys[] = {
    {IS_TEXT("external_access", "user_key"),
     {"ALTER TABLE external_access MODIFY user_key VARCHAR(700) NOT NULL, MODIFY notes_key VARCHAR(700) NOT NULL "
      "DEFAULT ''" ANEW("external_access_by_user", "customer_id, user_key, id") ANEW("external_access_by_notes",
                                                                                     "customer_id, notes_key, id")
          ANEW("external_access_all_by_user", "user_key, id") ANEW("external_access_all_by_notes", "notes_key, id")}},
    {IS_TEXT("users", "user_key"),
     {"ALTER TABLE users MODIFY user_key VARCHAR(700) NOT NULL, MODIFY name_key VARCHAR(700) NOT NULL DEFAULT '', "
      "MODIFY notes_key VARCHAR(700) NOT NULL DEFAULT ''" ANEW("users_user_key", "user_key")
          ANEW("users_by_name", "name_key, id") ANEW("users_by_notes", "notes_key, id")}},
    {IS_TEXT("parties", "name_key"),
     {"ALTER TABLE parties MODIFY name_key VARCHAR(700) NOT NULL DEFAULT ''" ANEW("parties_by_name", "name_key, id")}},
    {IS_TEXT("audit", "actor_key"),
     {"ALTER TABLE audit MODIFY actor_key VARCHAR(700) NOT NULL DEFAULT '', MODIFY target_key VARCHAR(700) NOT NULL "
      "DEFAULT ''" ANEW("audit_by_actor", "actor_key, id") ANEW("audit_by_target", "target_key, id")}},
    {IS_OLD("orders", "status_key"),
     {CUT("orders", "document_no_key"), CUT("orders", "type_key"), CUT("orders", "status_key"),
      "ALTER TABLE orders " CURRENCY ", " WHOLE_KEY("document_no_key") ", " WHOLE_KEY("type_key") ", " WHOLE_KEY(
          "status_key") ANEW("orders_by_no", "customer_id, document_no_key, date, id")
          ANEW("orders_by_type", "customer_id, type_key, date, id")
              ANEW("orders_by_status", "customer_id, status_key, date, id") SUMS("orders")}},
    {IS_OLD("invoices", "type_key"),
     {CUT("invoices", "document_no_key"), CUT("invoices", "type_key"),
      "ALTER TABLE invoices " CURRENCY ", " WHOLE_KEY("document_no_key") ", " WHOLE_KEY("type_key")
          ANEW("invoices_by_no", "customer_id, document_no_key, date, id")
              ANEW("invoices_by_type", "customer_id, type_key, date, id") SUMS("invoices")}}};
#define KEYS ((int)(sizeof(keys) / sizeof(keys[0])))

static cc_status_t make_keys(cc_db_t *db)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < KEYS; i++) {
        int64_t old;
        status = cc_steps_ask(db, keys[i].old, CC_NO_ARGS, &old);
        if (status == CC_OK && old) {
            status = cc_steps_run(db, keys[i].change);
        }
    }
    return status;
}

static cc_status_t have_old_keys(cc_db_t *db, bool *have)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && !*have && i < KEYS; i++) {
        int64_t old;
        status = cc_steps_ask(db, keys[i].old, CC_NO_ARGS, &old);
        *have = status == CC_OK && old;
    }
    return status;
}

/* ---- counts ---- */

/* What rows are counted by, as in schema_lists.c. */
#define ALL "0" /* no customer has it */
#define COUNTED_BY "kind, result, admin, active"
#define KEY "list, customer_id, " COUNTED_BY
#define USER_VALUES(row)                                                                                               \
    row ".user_type, CASE WHEN " row ".person_id IS NULL THEN 'none' ELSE '' END, " row ".is_admin, " row ".active"
#define PARTY_VALUES(row) "'', '', 0, " row ".active"
#define ACCESS_VALUES(row) row ".role, '', 0, 0"
#define AUDIT_VALUES(row) row ".action, " row ".result, 0, 0"
#define CHANGES(row) row ".customer_id IS NOT NULL AND " row ".action " CC_SQL_CHANGES_OF_ACCESS

#define ADD(list, customer, values)                                                                                    \
    "INSERT INTO list_counts VALUES ('" list "', " customer ", " values                                                \
    ", 1) ON DUPLICATE KEY UPDATE count = count + 1; "
#define TAKE(list, customer, values)                                                                                   \
    "UPDATE list_counts SET count = count - 1 WHERE list = '" list "' AND customer_id = " customer " AND (" COUNTED_BY \
    ") = (" values "); "
#define ADD_ACCESS ADD("access", ALL, ACCESS_VALUES("NEW")) ADD("access", "NEW.customer_id", ACCESS_VALUES("NEW"))
#define TAKE_ACCESS TAKE("access", ALL, ACCESS_VALUES("OLD")) TAKE("access", "OLD.customer_id", ACCESS_VALUES("OLD"))
#define ADD_AUDIT                                                                                                      \
    ADD("audit", ALL, AUDIT_VALUES("NEW"))                                                                             \
    "IF " CHANGES("NEW") " THEN " ADD("audit", "NEW.customer_id", AUDIT_VALUES("NEW")) "END IF; "
#define TRIGGER(name, event, table, what)                                                                              \
    "CREATE TRIGGER " name " AFTER " event " ON " table " FOR EACH ROW BEGIN " what "END"
#define MOVED(name, table, old, new, what)                                                                             \
    TRIGGER(name, "UPDATE", table, "IF (" old ") <> (" new ") THEN " what "END IF; ")
#define COUNTING(list, values)                                                                                         \
    TRIGGER(list "_counted", "INSERT", list, ADD(list, ALL, values("NEW"))),                                           \
        TRIGGER(list "_forgotten", "DELETE", list, TAKE(list, ALL, values("OLD"))),                                    \
        MOVED(list "_moved", list, values("OLD"), values("NEW"),                                                       \
              TAKE(list, ALL, values("OLD")) ADD(list, ALL, values("NEW")))

#define ROWS(list, customer, values, sign, from)                                                                       \
    "SELECT '" list "' AS list, " customer " AS customer_id, " values ", " sign "COUNT(*) AS count FROM " from         \
    " GROUP BY 1, 2, 3, 4, 5, 6"
#define COUNTS(sign)                                                                                                   \
    ROWS("users", ALL, USER_VALUES("u"), sign, "users u")                                                              \
    " UNION ALL " ROWS("parties", ALL, PARTY_VALUES("p"), sign, "parties p") " UNION ALL " ROWS(                       \
        "access", ALL, ACCESS_VALUES("a"), sign,                                                                       \
        "external_access a") " UNION ALL " ROWS("access", "a.customer_id", ACCESS_VALUES("a"), sign,                   \
                                                "external_access a") " UNION ALL " ROWS("audit", ALL,                  \
                                                                                        AUDIT_VALUES("a"), sign,       \
                                                                                        "audit a") " UNION "           \
                                                                                                   "ALL " ROWS(        \
                                                                                                       "audit",        \
                                                                                                       "a.customer_"   \
                                                                                                       "id",           \
                                                                                                       AUDIT_VALUES(   \
                                                                                                           "a"),       \
                                                                                                       sign,           \
                                                                                                       "audit a "      \
                                                                                                       "WHERE"         \
                                                                                                       " " CHANGES(    \
                                                                                                           "a"))

/* Which statements made them; another number where one of these is another one. */
#define VERSION "1"
#define COUNTED(name) "'" name "_counted', '" name "_forgotten', '" name "_moved'"
#define NAMES COUNTED("users") ", " COUNTED("parties") ", " COUNTED("access") ", 'audit_counted'"
#define FORGET(name)                                                                                                   \
    "DROP TRIGGER IF EXISTS " name "_counted", "DROP TRIGGER IF EXISTS " name "_forgotten",                            \
        "DROP TRIGGER IF EXISTS " name "_moved"

static const char *const steps[] = {
    /* that logins are unique does not tell MariaDB that the id needs no sorting */
    "CREATE INDEX IF NOT EXISTS users_by_login ON users (login_key, id)",
    FORGET("users"),
    FORGET("parties"),
    FORGET("access"),
    "DROP TRIGGER IF EXISTS audit_counted",
    "DROP TABLE IF EXISTS list_counts",
    ("CREATE TABLE list_counts (list VARCHAR(16) NOT NULL, customer_id BIGINT NOT NULL, kind VARCHAR(255) NOT NULL, "
     "result VARCHAR(64) NOT NULL, admin BIGINT NOT NULL, active BIGINT NOT NULL, count BIGINT NOT NULL, PRIMARY KEY "
     "(" KEY ")) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ROW_FORMAT=DYNAMIC COMMENT '" VERSION
     "'"),
    COUNTING("users", USER_VALUES),
    COUNTING("parties", PARTY_VALUES),
    TRIGGER("access_counted", "INSERT", "external_access", ADD_ACCESS),
    TRIGGER("access_forgotten", "DELETE", "external_access", TAKE_ACCESS),
    MOVED("access_moved", "external_access", "OLD.customer_id, OLD.role", "NEW.customer_id, NEW.role",
          TAKE_ACCESS ADD_ACCESS),
    TRIGGER("audit_counted", "INSERT", "audit", ADD_AUDIT),
    NULL};

/* The triggers count already, but not what was there before. */
static const char *const fill[] = {"DELETE FROM list_counts", "INSERT INTO list_counts " COUNTS(""), NULL};

#define MADE                                                                                                           \
    "SELECT (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = "         \
    "'list_counts' AND table_comment = '" VERSION "') + (SELECT COUNT(*) FROM information_schema.triggers WHERE "      \
    "trigger_schema = DATABASE() AND trigger_name IN (" NAMES "))"
#define WHOLE 11
/* Triggers run as the account that made them; without it every change is refused. An account that has no rights on the
 * accounts themselves sees itself alone. */
#define FOREIGN                                                                                                        \
    "SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name IN (" NAMES   \
    ") AND definer NOT IN (SELECT REPLACE(grantee, '''', '') FROM information_schema.user_privileges)"
#define WRONG                                                                                                          \
    "SELECT COUNT(*) FROM (SELECT list FROM (SELECT * FROM list_counts UNION ALL " COUNTS(                             \
        "-") ") both_sides "                                                                                           \
             "GROUP BY " KEY " HAVING SUM(count) <> 0) wrong"

cc_status_t cc_mariadb_make(cc_db_t *db)
{
    bool mariadb;
    cc_status_t status = is_mariadb(db, &mariadb);

    if (status != CC_OK || !mariadb) {
        return status;
    }
    status = make_keys(db);
    if (status == CC_OK) {
        status = cc_steps_run(db, steps);
    }
    if (status == CC_OK) {
        status = cc_steps_go_on(db);
    }
    return status == CC_OK ? cc_steps_run(db, fill) : status;
}

cc_status_t cc_mariadb_judge(cc_db_t *db, const char **problem)
{
    bool mariadb, old = false;
    int64_t made = 0, wrong = 0, foreign = 0;
    cc_status_t status = is_mariadb(db, &mariadb);

    *problem = NULL;
    if (status != CC_OK || !mariadb) {
        return status;
    }
    status = cc_steps_ask(db, MADE, CC_NO_ARGS, &made);
    if (status == CC_OK) {
        status = have_old_keys(db, &old);
    }
    if (status == CC_OK) {
        status = cc_steps_ask(db, FOREIGN, CC_NO_ARGS, &foreign);
    }
    if (status == CC_OK && made == WHOLE && !foreign) {
        status = cc_steps_ask(db, WRONG, CC_NO_ARGS, &wrong);
    }
    if (status == CC_OK && (made != WHOLE || old)) {
        *problem = "counts or keys are missing or of another version";
    } else if (status == CC_OK && foreign) {
        *problem = "triggers run as an account that is gone, or that this one cannot see";
    } else if (status == CC_OK && wrong) {
        *problem = "the counts are not those of the rows";
    }
    return status;
}
