#include "schema_lists.h"

#include "schema_steps.h"

/* The whole of an audit's text is long, and so is what a person is called in lists: {part}. */
const char *const cc_schema_version_4[] = {"CREATE INDEX users_by_notes ON users (notes_key{part}, id)",
                                           "CREATE INDEX audit_by_action ON audit (action, id)",
                                           "CREATE INDEX audit_by_result ON audit (result, id)",
                                           "CREATE INDEX audit_by_actor ON audit (actor_key{part}, id)",
                                           "CREATE INDEX audit_by_target ON audit (target_key{part}, id)",
                                           NULL};

/* The texts of grids_backoffice.c, without the names of tables. */
#define LOWER_INDEX(name, table, column) "CREATE INDEX " name " ON " table " (LOWER(" column "), id)"
#define EMPTY(column) "COALESCE(" column ", '')"

#define COUNT_ONE(list, customer)                                                                                      \
    "INSERT INTO list_counts VALUES ('" list "', " customer ", 1) ON CONFLICT DO UPDATE SET count = count + 1; "
#define FORGET_ONE(list, customer)                                                                                     \
    "UPDATE list_counts SET count = count - 1 WHERE list = '" list "' AND customer_id = " customer "; "
#define ALL "0" /* no customer has it */
#define IS_CHANGE "action IN ('access.add', 'access.edit', 'access.remove')"
#define CHANGES(row) row ".customer_id IS NOT NULL AND " row "." IS_CHANGE
/* What a customer's own page shows of the audit. Records of everything else, sign-ins above all, cost nothing more. */
#define CHANGES_INDEX(name, column)                                                                                    \
    "CREATE INDEX audit_changes_by_" name " ON audit (customer_id, " column ", id) WHERE " IS_CHANGE

static const char *const texts[] = {
    "CREATE TABLE list_counts (list TEXT NOT NULL, customer_id INTEGER NOT NULL, count INTEGER NOT NULL, "
    "PRIMARY KEY (list, customer_id)) STRICT, WITHOUT ROWID",
    LOWER_INDEX("users_by_type_key", "users", "user_type"),
    LOWER_INDEX("parties_by_code", "parties", "code"),
    LOWER_INDEX("parties_by_number", "parties", EMPTY("unique_number")),
    LOWER_INDEX("parties_by_vat", "parties", EMPTY("vat_number")),
    LOWER_INDEX("audit_by_customer_key", "audit", EMPTY("customer")),
    LOWER_INDEX("audit_by_detail", "audit", EMPTY("detail")),
    LOWER_INDEX("audit_by_address", "audit", "address"),
    "CREATE INDEX audit_by_before ON audit (before_key, id)",
    "CREATE INDEX audit_by_after ON audit (after_key, id)",
    CHANGES_INDEX("at", "at"),
    CHANGES_INDEX("action", "action"),
    CHANGES_INDEX("result", "result"),
    CHANGES_INDEX("actor", "actor_key"),
    CHANGES_INDEX("target", "target_key"),
    CHANGES_INDEX("before", "before_key"),
    CHANGES_INDEX("after", "after_key"),
    CHANGES_INDEX("address", "LOWER(address)"),
    "CREATE TRIGGER users_counted AFTER INSERT ON users BEGIN " COUNT_ONE("users", ALL) "END",
    "CREATE TRIGGER users_forgotten AFTER DELETE ON users BEGIN " FORGET_ONE("users", ALL) "END",
    "CREATE TRIGGER parties_counted AFTER INSERT ON parties BEGIN " COUNT_ONE("parties", ALL) "END",
    "CREATE TRIGGER parties_forgotten AFTER DELETE ON parties BEGIN " FORGET_ONE("parties", ALL) "END",
    ("CREATE TRIGGER access_counted AFTER INSERT ON external_access BEGIN " COUNT_ONE("access", ALL)
         COUNT_ONE("access", "NEW.customer_id") "END"),
    ("CREATE TRIGGER access_forgotten AFTER DELETE ON external_access BEGIN " FORGET_ONE("access", ALL)
         FORGET_ONE("access", "OLD.customer_id") "END"),
    ("CREATE TRIGGER access_moved AFTER UPDATE OF customer_id ON external_access BEGIN " FORGET_ONE(
        "access", "OLD.customer_id") COUNT_ONE("access", "NEW.customer_id") "END"),
    "CREATE TRIGGER audit_counted AFTER INSERT ON audit BEGIN " COUNT_ONE("audit", ALL) "END",
    ("CREATE TRIGGER audit_change_counted AFTER INSERT ON audit WHEN " CHANGES("NEW") " BEGIN " COUNT_ONE(
        "audit", "NEW.customer_id") "END"),
    NULL};

/* What the counts are of; a list without rows may have none, or 0. */
#define COUNTS                                                                                                         \
    "SELECT 'users' AS list, 0 AS customer_id, COUNT(*) AS count FROM users UNION ALL "                                \
    "SELECT 'parties', 0, COUNT(*) FROM parties UNION ALL SELECT 'access', 0, COUNT(*) FROM external_access "          \
    "UNION ALL SELECT 'audit', 0, COUNT(*) FROM audit "                                                                \
    "UNION ALL SELECT 'access', customer_id, COUNT(*) FROM external_access GROUP BY 2 "                                \
    "UNION ALL SELECT 'audit', a.customer_id, COUNT(*) FROM audit a WHERE " CHANGES("a") " GROUP BY 2"

static const char *const drop[] = {"DROP TABLE IF EXISTS list_counts",
                                   "DROP INDEX IF EXISTS users_by_type_key",
                                   "DROP INDEX IF EXISTS parties_by_code",
                                   "DROP INDEX IF EXISTS parties_by_number",
                                   "DROP INDEX IF EXISTS parties_by_vat",
                                   "DROP INDEX IF EXISTS audit_by_customer_key",
                                   "DROP INDEX IF EXISTS audit_by_detail",
                                   "DROP INDEX IF EXISTS audit_by_address",
                                   "DROP INDEX IF EXISTS audit_by_before",
                                   "DROP INDEX IF EXISTS audit_by_after",
                                   "DROP INDEX IF EXISTS audit_changes_by_at",
                                   "DROP INDEX IF EXISTS audit_changes_by_action",
                                   "DROP INDEX IF EXISTS audit_changes_by_result",
                                   "DROP INDEX IF EXISTS audit_changes_by_actor",
                                   "DROP INDEX IF EXISTS audit_changes_by_target",
                                   "DROP INDEX IF EXISTS audit_changes_by_before",
                                   "DROP INDEX IF EXISTS audit_changes_by_after",
                                   "DROP INDEX IF EXISTS audit_changes_by_address",
                                   "DROP TRIGGER IF EXISTS users_counted",
                                   "DROP TRIGGER IF EXISTS users_forgotten",
                                   "DROP TRIGGER IF EXISTS parties_counted",
                                   "DROP TRIGGER IF EXISTS parties_forgotten",
                                   "DROP TRIGGER IF EXISTS access_counted",
                                   "DROP TRIGGER IF EXISTS access_forgotten",
                                   "DROP TRIGGER IF EXISTS access_moved",
                                   "DROP TRIGGER IF EXISTS audit_counted",
                                   "DROP TRIGGER IF EXISTS audit_change_counted",
                                   NULL};
static const char *const fill[] = {"INSERT INTO list_counts " COUNTS, NULL};

cc_status_t cc_lists_make(cc_db_t *db)
{
    return cc_steps_make(db, drop, texts, fill);
}

cc_status_t cc_lists_judge(cc_db_t *db, const char **problem)
{
    cc_dialect_t dialect;
    int64_t number = 0;
    bool made;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *problem = NULL;
    if (status != CC_OK || dialect != CC_DIALECT_SQLITE) {
        return status;
    }
    status = cc_steps_made(db, texts, &made);
    if (status != CC_OK || !made) {
        *problem = status == CC_OK ? "counts or indexes are missing or of another version" : NULL;
        return status;
    }
    status = cc_steps_ask(db,
                          "SELECT COUNT(*) FROM (SELECT list, customer_id FROM (SELECT list, customer_id, count "
                          "FROM list_counts UNION ALL SELECT list, customer_id, -count FROM (" COUNTS
                          ") rows) both_sides GROUP BY list, customer_id HAVING SUM(count) <> 0) wrong",
                          CC_NO_ARGS, &number);
    *problem = status == CC_OK && number ? "the counts are not those of the rows" : NULL;
    return status;
}
