#include "schema_lists.h"

#include "schema_steps.h"

const char *const cc_schema_version_4[] = {
    "CREATE INDEX users_by_notes ON users (notes_key, id)",   "CREATE INDEX audit_by_action ON audit (action, id)",
    "CREATE INDEX audit_by_result ON audit (result, id)",     "CREATE INDEX audit_by_actor ON audit (actor_key, id)",
    "CREATE INDEX audit_by_target ON audit (target_key, id)", NULL};

/* The texts of grids_backoffice.c, without the names of tables. */
#define LOWER_INDEX(name, table, column) "CREATE INDEX " name " ON " table " (LOWER(" column "), id)"

#define ALL "0" /* no customer has it */
/* What rows are counted by: four values, which for a list with fewer are empty or 0; the result of a user is 'none'
 * without a person. All rows of a list are the sum of a few counts, and so are those that a filter of such a value
 * finds. */
#define COUNTED_BY "kind, result, admin, active"
#define USER_VALUES(row) row ".user_type, IIF(" row ".person_id IS NULL, 'none', ''), " row ".is_admin, " row ".active"
#define PARTY_VALUES(row) "'', '', 0, " row ".active"
#define ACCESS_VALUES(row) row ".role, '', 0, 0"
#define AUDIT_VALUES(row) row ".action, " row ".result, 0, 0"

#define COUNT_ONE(list, customer, values)                                                                              \
    "INSERT INTO list_counts VALUES ('" list "', " customer ", " values                                                \
    ", 1) ON CONFLICT DO UPDATE SET count = count + 1; "
#define FORGET_ONE(list, customer, values)                                                                             \
    "UPDATE list_counts SET count = count - 1 WHERE list = '" list "' AND customer_id = " customer " AND (" COUNTED_BY \
    ") = (" values "); "
/* Of one list without customers. */
#define COUNTING(list, values, columns)                                                                                \
    "CREATE TRIGGER " list "_counted AFTER INSERT ON " list " BEGIN " COUNT_ONE(list, ALL, values("NEW")) "END",       \
        "CREATE TRIGGER " list "_forgotten AFTER DELETE ON " list                                                      \
        " BEGIN " FORGET_ONE(list, ALL, values("OLD")) "END",                                                          \
        "CREATE TRIGGER " list "_moved AFTER UPDATE OF " columns " ON " list                                           \
        " WHEN (" values("OLD") ") IS NOT (" values("NEW") ") BEGIN " FORGET_ONE(list, ALL, values("OLD"))             \
            COUNT_ONE(list, ALL, values("NEW")) "END"
#define COUNT_ACCESS                                                                                                   \
    COUNT_ONE("access", ALL, ACCESS_VALUES("NEW")) COUNT_ONE("access", "NEW.customer_id", ACCESS_VALUES("NEW"))
#define FORGET_ACCESS                                                                                                  \
    FORGET_ONE("access", ALL, ACCESS_VALUES("OLD")) FORGET_ONE("access", "OLD.customer_id", ACCESS_VALUES("OLD"))
#define IS_CHANGE "action " CC_SQL_CHANGES_OF_ACCESS
#define CHANGES(row) row ".customer_id IS NOT NULL AND " row "." IS_CHANGE
/* What a customer's own page shows of the audit. Records of everything else, sign-ins above all, cost nothing more. */
#define CHANGES_INDEX(name, column)                                                                                    \
    "CREATE INDEX audit_changes_by_" name " ON audit (customer_id, " column ", id) WHERE " IS_CHANGE

/* With a second column behind the role: who has one may stand together anywhere in the order of lists. */
static const char *const texts[] = {
    "CREATE TABLE list_counts (list TEXT NOT NULL, customer_id INTEGER NOT NULL, kind TEXT NOT NULL, "
    "result TEXT NOT NULL, admin INTEGER NOT NULL, active INTEGER NOT NULL, count INTEGER NOT NULL, "
    "PRIMARY KEY (list, customer_id, " COUNTED_BY ")) STRICT, WITHOUT ROWID",
    "CREATE INDEX external_access_by_role_user ON external_access (customer_id, role, user_key, id)",
    "CREATE INDEX external_access_by_role_customer ON external_access (role, customer_key, id)",
    LOWER_INDEX("users_by_type_key", "users", "user_type"),
    "CREATE INDEX audit_by_detail ON audit (detail_key, id)",
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
    COUNTING("users", USER_VALUES, "user_type, person_id, is_admin, active"),
    COUNTING("parties", PARTY_VALUES, "active"),
    "CREATE TRIGGER access_counted AFTER INSERT ON external_access BEGIN " COUNT_ACCESS "END",
    "CREATE TRIGGER access_forgotten AFTER DELETE ON external_access BEGIN " FORGET_ACCESS "END",
    ("CREATE TRIGGER access_moved AFTER UPDATE OF customer_id, role ON external_access "
     "WHEN (OLD.customer_id, OLD.role) IS NOT (NEW.customer_id, NEW.role) BEGIN " FORGET_ACCESS COUNT_ACCESS "END"),
    "CREATE TRIGGER audit_counted AFTER INSERT ON audit BEGIN " COUNT_ONE("audit", ALL, AUDIT_VALUES("NEW")) "END",
    ("CREATE TRIGGER audit_change_counted AFTER INSERT ON audit WHEN " CHANGES("NEW") " BEGIN " COUNT_ONE(
        "audit", "NEW.customer_id", AUDIT_VALUES("NEW")) "END"),
    NULL};

/* What the counts are of; without such rows there may be none, or 0. */
#define COUNTS_OF(list, customer, values, from)                                                                        \
    "SELECT '" list "' AS list, " customer " AS customer_id, " values ", COUNT(*) AS count FROM " from                 \
    " GROUP BY 2, 3, 4, 5, 6"
#define AND_OF(list, customer, values, from) " UNION ALL " COUNTS_OF(list, customer, values, from)
#define COUNTS                                                                                                         \
    COUNTS_OF("users", ALL, USER_VALUES("u"), "users u")                                                               \
    AND_OF("parties", ALL, PARTY_VALUES("p"), "parties p")                                                             \
    AND_OF("access", ALL, ACCESS_VALUES("a"), "external_access a")                                                     \
    AND_OF("access", "a.customer_id", ACCESS_VALUES("a"), "external_access a")                                         \
    AND_OF("audit", ALL, AUDIT_VALUES("a"), "audit a")                                                                 \
    AND_OF("audit", "a.customer_id", AUDIT_VALUES("a"), "audit a WHERE " CHANGES("a"))

static const char *const drop[] = {"DROP TABLE IF EXISTS list_counts",
                                   "DROP INDEX IF EXISTS external_access_by_role_user",
                                   "DROP INDEX IF EXISTS external_access_by_role_customer",
                                   "DROP INDEX IF EXISTS users_by_type_key",
                                   "DROP INDEX IF EXISTS persons_by_key",
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
                                   "DROP TRIGGER IF EXISTS users_moved",
                                   "DROP TRIGGER IF EXISTS parties_counted",
                                   "DROP TRIGGER IF EXISTS parties_forgotten",
                                   "DROP TRIGGER IF EXISTS parties_moved",
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

static const char *const wrong[] = {
    "WITH made(list, customer_id, " COUNTED_BY ", count) AS (" COUNTS "), "
    "both_sides AS (SELECT * FROM list_counts UNION ALL SELECT list, customer_id, " COUNTED_BY
    ", -count FROM made) SELECT COUNT(*) FROM (SELECT list FROM both_sides GROUP BY list, "
    "customer_id, " COUNTED_BY " HAVING SUM(count) <> 0) wrong",
    NULL};

cc_status_t cc_lists_judge(cc_db_t *db, const char **problem)
{
    static const cc_steps_kept_t kept = {texts, "counts or indexes are missing or of another version", wrong,
                                         "the counts are not those of the rows"};

    return cc_steps_judge(db, &kept, problem);
}
