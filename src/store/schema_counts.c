#include "schema_counts.h"

#include "rows.h"
#include "schema_steps.h"

/* What rows are counted by, as in schema_lists.c. `row` is NEW, OLD, or the table's other name. */
#define COUNTED_BY "kind, result, admin, active"
#define USER_VALUES(row)                                                                                               \
    row ".user_type, CASE WHEN " row ".person_id IS NULL THEN 'none' ELSE '' END, " row ".is_admin, " row ".active"
#define PARTY_VALUES(row) "'', '', 0, " row ".active"
#define ACCESS_VALUES(row) row ".role, '', 0, 0"
#define AUDIT_VALUES(row) row ".action, " row ".result, 0, 0"
#define ALL "0" /* no customer has it */
#define CHANGES(row) row ".customer_id IS NOT NULL AND " row ".action IN ('access.add', 'access.edit', 'access.remove')"

/* `list_later` is of the transaction that lets its counts wait. */
#define COLUMNS                                                                                                        \
    "(list TEXT COLLATE \"C\" NOT NULL, customer_id BIGINT NOT NULL, kind TEXT COLLATE \"C\" NOT NULL, "               \
    "result TEXT COLLATE \"C\" NOT NULL, admin BIGINT NOT NULL, active BIGINT NOT NULL, count BIGINT NOT NULL"
#define KEY "list, customer_id, " COUNTED_BY
#define ADD_UP " ON CONFLICT (" KEY ") DO UPDATE SET count = list_counts.count + excluded.count"
#define COUNT                                                                                                          \
    "CREATE FUNCTION list_count(TEXT, BIGINT, TEXT, TEXT, BIGINT, BIGINT, BIGINT) RETURNS void LANGUAGE plpgsql "      \
    "AS $$ BEGIN IF to_regclass('pg_temp.list_later') IS NULL THEN "                                                   \
    "INSERT INTO list_counts VALUES ($1, $2, $3, $4, $5, $6, $7)" ADD_UP "; "                                          \
    "ELSE INSERT INTO list_later VALUES ($1, $2, $3, $4, $5, $6, $7); END IF; END $$"
#define ONE(list, customer, values, sign) "PERFORM list_count('" list "', " customer ", " values ", " sign "); "
#define FUNCTION(list, less, more)                                                                                     \
    "CREATE FUNCTION list_count_" list "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "                              \
    "IF TG_OP <> 'INSERT' THEN " less "END IF; IF TG_OP <> 'DELETE' THEN " more "END IF; RETURN NULL; END $$"
#define COUNTED(list, table, events)                                                                                   \
    "CREATE TRIGGER " list "_counted AFTER " events " ON " table " FOR EACH ROW EXECUTE FUNCTION list_count_" list "(" \
    ")"
#define MOVED(list, table, old, new)                                                                                   \
    "CREATE TRIGGER " list "_moved AFTER UPDATE ON " table " FOR EACH ROW WHEN ((" old                                 \
    ") IS DISTINCT FROM (" new ")) EXECUTE FUNCTION list_count_" list "()"
#define OF_ALL(list, values)                                                                                           \
    FUNCTION(list, ONE(list, ALL, values("OLD"), "-1"), ONE(list, ALL, values("NEW"), "1")),                           \
        COUNTED(list, list, "INSERT OR DELETE"), MOVED(list, list, values("OLD"), values("NEW"))

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

/* Roles that have rights on users, as docs/databases.md gives them, have those on the counts as well. */
#define SHARE                                                                                                          \
    "DO $$ DECLARE it RECORD; BEGIN FOR it IN SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE "                        \
    "quote_ident(pg_get_userbyid(grantee)) END AS role, privilege_type AS what FROM pg_class, aclexplode(relacl) "     \
    "WHERE oid = to_regclass('users') AND grantee <> relowner AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', "   \
    "'DELETE') LOOP EXECUTE 'GRANT ' || it.what || ' ON list_counts TO ' || it.role; END LOOP; END $$"

/* Which statements made them; another number where one of these is another one. */
#define VERSION "1"

static const char *const steps[] = {
    "DROP TABLE IF EXISTS list_counts", "DROP FUNCTION IF EXISTS list_count_users() CASCADE",
    "DROP FUNCTION IF EXISTS list_count_parties() CASCADE", "DROP FUNCTION IF EXISTS list_count_access() CASCADE",
    "DROP FUNCTION IF EXISTS list_count_audit() CASCADE",
    "DROP FUNCTION IF EXISTS list_count(TEXT, BIGINT, TEXT, TEXT, BIGINT, BIGINT, BIGINT)",
    /* room for the next versions of rows that each change makes another one of */
    "CREATE TABLE list_counts " COLUMNS ", PRIMARY KEY (" KEY ")) WITH (fillfactor = 50)",
    "COMMENT ON TABLE list_counts IS '" VERSION "'", COUNT, OF_ALL("users", USER_VALUES),
    OF_ALL("parties", PARTY_VALUES),
    FUNCTION("access",
             ONE("access", ALL, ACCESS_VALUES("OLD"), "-1")
                 ONE("access", "OLD.customer_id", ACCESS_VALUES("OLD"), "-1"),
             ONE("access", ALL, ACCESS_VALUES("NEW"), "1") ONE("access", "NEW.customer_id", ACCESS_VALUES("NEW"), "1")),
    COUNTED("access", "external_access", "INSERT OR DELETE"),
    MOVED("access", "external_access", "OLD.customer_id, OLD.role", "NEW.customer_id, NEW.role"),
    FUNCTION("audit", "",
             ONE("audit", ALL, AUDIT_VALUES("NEW"), "1") "IF " CHANGES("NEW") " THEN " ONE(
                 "audit", "NEW.customer_id", AUDIT_VALUES("NEW"), "1") "END IF; "),
    COUNTED("audit", "audit", "INSERT"), "INSERT INTO list_counts " COUNTS, SHARE, NULL};

static const char *const hold[] = {"CREATE TEMP TABLE list_later " COLUMNS ") ON COMMIT DROP", NULL};
static const char *const release[] = {"INSERT INTO list_counts SELECT " KEY ", SUM(count) FROM list_later GROUP BY " KEY
                                      " HAVING SUM(count) <> 0" ADD_UP,
                                      "DROP TABLE pg_temp.list_later", NULL};

#define TRIGGERS_MISSING                                                                                               \
    "SELECT 7 - COUNT(*) FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND ((tgrelid = "      \
    "to_regclass('users') AND tgname IN ('users_counted', 'users_moved')) OR (tgrelid = to_regclass('parties') AND "   \
    "tgname IN ('parties_counted', 'parties_moved')) OR (tgrelid = to_regclass('external_access') AND tgname IN "      \
    "('access_counted', 'access_moved')) OR (tgrelid = to_regclass('audit') AND tgname = 'audit_counted'))"
#define MADE                                                                                                           \
    "SELECT COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('list_counts') AND obj_description(oid, "        \
    "'pg_class') = '" VERSION "'"
#define WRONG                                                                                                          \
    "SELECT COUNT(*) FROM (SELECT list FROM (SELECT " KEY ", count FROM list_counts UNION ALL SELECT " KEY             \
    ", -count FROM (" COUNTS ") AS made (" KEY ", count)) AS both_sides GROUP BY " KEY                                 \
    " HAVING SUM(count) <> 0) wrong"

/* One of the lists of statements, on PostgreSQL. */
static cc_status_t on_pgsql(cc_db_t *db, const char *const *statements)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    return status == CC_OK && dialect == CC_DIALECT_PGSQL ? cc_steps_run(db, statements) : status;
}

cc_status_t cc_counts_make(cc_db_t *db)
{
    return on_pgsql(db, steps);
}

cc_status_t cc_counts_hold(cc_db_t *db)
{
    return on_pgsql(db, hold);
}

cc_status_t cc_counts_release(cc_db_t *db)
{
    return on_pgsql(db, release);
}

cc_status_t cc_counts_judge(cc_db_t *db, const char **problem)
{
    int64_t made = 0, missing = 0, wrong = 0;
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *problem = NULL;
    if (status != CC_OK || dialect != CC_DIALECT_PGSQL) {
        return status;
    }
    status = cc_steps_ask(db, MADE, CC_NO_ARGS, &made);
    if (status == CC_OK) {
        status = cc_steps_ask(db, TRIGGERS_MISSING, CC_NO_ARGS, &missing);
    }
    if (status == CC_OK && made && !missing) {
        status = cc_steps_ask(db, WRONG, CC_NO_ARGS, &wrong);
    }
    if (status == CC_OK && (!made || missing)) {
        *problem = "counts are missing or of another version";
    } else if (status == CC_OK && wrong) {
        *problem = "the counts are not those of the rows";
    }
    return status;
}
