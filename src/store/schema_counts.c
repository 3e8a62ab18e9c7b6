#include "schema_counts.h"

#include "schema_steps.h"

/* What rows are counted by, as in schema_lists.c, and as what: once at their customer as well, where a list has any. */
#define COUNTED_BY "kind, result, admin, active"
#define KEY "list, customer_id, " COUNTED_BY
#define ALL "0" /* no customer has it */
#define ROWS(list, customer, values, sign, from) "SELECT '" list "', " customer ", " values ", " sign " FROM " from
#define USERS(table, sign)                                                                                             \
    ROWS("users", ALL, "r.user_type, CASE WHEN r.person_id IS NULL THEN 'none' ELSE '' END, r.is_admin, r.active",     \
         sign, table " r")
#define PARTIES(table, sign) ROWS("parties", ALL, "'', '', 0, r.active", sign, table " r")
#define ACCESS(table, sign)                                                                                            \
    ROWS("access", ALL, "r.role, '', 0, 0", sign, table " r")                                                          \
    " UNION ALL " ROWS("access", "r.customer_id", "r.role, '', 0, 0", sign, table " r")
#define AUDIT(table, sign)                                                                                             \
    ROWS("audit", ALL, "r.action, r.result, 0, 0", sign, table " r")                                                   \
    " UNION ALL " ROWS("audit", "r.customer_id", "r.action, r.result, 0, 0", sign,                                     \
                       table " r WHERE r.customer_id IS NOT NULL AND r.action " CC_SQL_CHANGES_OF_ACCESS)
#define SUMS(rows)                                                                                                     \
    "SELECT " KEY ", CAST(SUM(count) AS BIGINT) AS count FROM (" rows ") AS rows_of (" KEY ", count) GROUP BY " KEY    \
    " HAVING SUM(count) <> 0"
#define AND " UNION ALL "

/* By statements, not by rows: a row of PostgreSQL that one transaction changes very often is found more slowly each
 * time. `list_later` is of the transaction of many statements that lets its counts wait. */
#define COLUMNS                                                                                                        \
    "(list TEXT COLLATE \"C\" NOT NULL, customer_id BIGINT NOT NULL, kind TEXT COLLATE \"C\" NOT NULL, "               \
    "result TEXT COLLATE \"C\" NOT NULL, admin BIGINT NOT NULL, active BIGINT NOT NULL, count BIGINT NOT NULL"
#define ADD_UP " ON CONFLICT (" KEY ") DO UPDATE SET count = list_counts.count + excluded.count"
#define COUNT                                                                                                          \
    "CREATE FUNCTION list_count(TEXT, BIGINT, TEXT, TEXT, BIGINT, BIGINT, BIGINT) RETURNS void LANGUAGE plpgsql "      \
    "AS $$ BEGIN IF to_regclass('pg_temp.list_later') IS NULL THEN "                                                   \
    "INSERT INTO list_counts VALUES ($1, $2, $3, $4, $5, $6, $7)" ADD_UP "; "                                          \
    "ELSE INSERT INTO list_later VALUES ($1, $2, $3, $4, $5, $6, $7); END IF; END $$"
/* In the order of the key, so that two who write beside the program change the same rows in the same order. */
#define EACH(rows)                                                                                                     \
    "FOR it IN " SUMS(rows) " ORDER BY " KEY                                                                           \
                            " LOOP PERFORM list_count(it.list, it.customer_id, it.kind, it.result, it.admin, "         \
                            "it.active, it.count); END LOOP; "
#define FUNCTION(list, rows)                                                                                           \
    "CREATE FUNCTION list_count_" list                                                                                 \
    "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ DECLARE it RECORD; BEGIN "                 \
    "IF TG_OP = 'TRUNCATE' THEN DELETE FROM list_counts c WHERE c.list = '" list "'; "                                 \
    "ELSIF TG_OP = 'INSERT' THEN " EACH(rows("added", "1")) "ELSIF TG_OP = 'DELETE' THEN " EACH(rows(                  \
        "removed", "-1")) "ELSE " EACH(rows("added", "1") AND rows("removed", "-1")) "END IF; RETURN NULL; END $$"
#define TRIGGER(list, name, event, table, tables)                                                                      \
    "CREATE TRIGGER " list "_" name " AFTER " event " ON " table " REFERENCING " tables                                \
    " FOR EACH STATEMENT EXECUTE FUNCTION list_count_" list "()"
#define ADDED(list, table) TRIGGER(list, "counted", "INSERT", table, "NEW TABLE AS added")
#define TRIGGERS(list, table)                                                                                          \
    ADDED(list, table), TRIGGER(list, "forgotten", "DELETE", table, "OLD TABLE AS removed"),                           \
        TRIGGER(list, "moved", "UPDATE", table, "OLD TABLE AS removed NEW TABLE AS added"),                            \
        "CREATE TRIGGER " list "_emptied AFTER TRUNCATE ON " table                                                     \
        " FOR EACH STATEMENT EXECUTE FUNCTION list_count_" list "()"
#define COUNTS(sign)                                                                                                   \
    USERS("users", sign) AND PARTIES("parties", sign)                                                                  \
    AND ACCESS("external_access", sign)                                                                                \
    AND AUDIT("audit", sign)

/* Roles that may read one of the lists may read the counts, and those that may change one may change them: triggers do
 * so in their name. */
#define SHARE                                                                                                          \
    "DO $$ DECLARE it RECORD; BEGIN FOR it IN SELECT DISTINCT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE "               \
    "quote_ident(pg_get_userbyid(grantee)) END AS role, CASE privilege_type WHEN 'SELECT' THEN 'SELECT' "              \
    "ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS what FROM pg_class, "                                                \
    "LATERAL (SELECT * FROM aclexplode(relacl) UNION ALL SELECT (aclexplode(attacl)).* FROM pg_attribute "             \
    "WHERE attrelid = pg_class.oid) acl WHERE pg_class.oid IN (to_regclass('users'), to_regclass('parties'), "         \
    "to_regclass('external_access'), to_regclass('audit')) AND grantee <> relowner AND privilege_type IN ('SELECT', "  \
    "'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE') LOOP EXECUTE 'GRANT ' || it.what || ' ON list_counts TO ' || it.role; " \
    "END LOOP; END $$"

/* Which statements made them; another number where one of these is another one. */
#define VERSION "2"

static const char *const steps[] = {
    cc_steps_our_schema, "DROP TABLE IF EXISTS list_counts", "DROP FUNCTION IF EXISTS list_count_users() CASCADE",
    "DROP FUNCTION IF EXISTS list_count_parties() CASCADE", "DROP FUNCTION IF EXISTS list_count_access() CASCADE",
    "DROP FUNCTION IF EXISTS list_count_audit() CASCADE",
    "DROP FUNCTION IF EXISTS list_count(TEXT, BIGINT, TEXT, TEXT, BIGINT, BIGINT, BIGINT)",
    /* room for the next versions of rows that each change makes another one of */
    "CREATE TABLE list_counts " COLUMNS ", PRIMARY KEY (" KEY ")) WITH (fillfactor = 50)",
    "COMMENT ON TABLE list_counts IS '" VERSION "'", COUNT, FUNCTION("users", USERS), TRIGGERS("users", "users"),
    FUNCTION("parties", PARTIES), TRIGGERS("parties", "parties"), FUNCTION("access", ACCESS),
    TRIGGERS("access", "external_access"), FUNCTION("audit", AUDIT), ADDED("audit", "audit"),
    "INSERT INTO list_counts " SUMS(COUNTS("1")), SHARE, NULL};

/* Who may make no table of their own counts at once. */
#define LATER(block) "DO $$ BEGIN IF " block "; END IF; END $$"
static const char *const hold[] = {LATER("has_database_privilege(current_database(), 'TEMP') THEN "
                                         "CREATE TEMP TABLE list_later " COLUMNS ") ON COMMIT DROP"),
                                   NULL};
static const char *const release[] = {LATER("to_regclass('pg_temp.list_later') IS NOT NULL THEN INSERT INTO "
                                            "list_counts " SUMS("SELECT " KEY ", count FROM list_later") ADD_UP
                                            "; DROP TABLE pg_temp.list_later"),
                                      NULL};

#define ENABLED(table, names) "(tgrelid = to_regclass('" table "') AND tgname IN (" names "))"
#define OF(list) "'" list "_counted', '" list "_forgotten', '" list "_moved', '" list "_emptied'"
#define TRIGGERS_MISSING                                                                                               \
    "SELECT 13 - COUNT(*) FROM pg_catalog.pg_trigger WHERE tgenabled IN ('O', 'A') AND (" ENABLED(                     \
        "users",                                                                                                       \
        OF("users")) " OR " ENABLED("parties",                                                                         \
                                    OF("parties")) " OR " ENABLED("external_access",                                   \
                                                                  OF("access")) " OR " ENABLED("audit",                \
                                                                                               "'audit_counted'") ")"
#define MADE                                                                                                           \
    "SELECT COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('list_counts') AND obj_description(oid, "        \
    "'pg_class') = '" VERSION "'"
#define WRONG "SELECT COUNT(*) FROM (" SUMS("SELECT " KEY ", count FROM list_counts UNION ALL " COUNTS("-1")) ") wrong"

cc_status_t cc_counts_make(cc_db_t *db)
{
    return cc_steps_run_on(db, CC_DIALECT_PGSQL, steps);
}

cc_status_t cc_counts_hold(cc_db_t *db)
{
    return cc_steps_run_on(db, CC_DIALECT_PGSQL, hold);
}

cc_status_t cc_counts_release(cc_db_t *db)
{
    return cc_steps_run_on(db, CC_DIALECT_PGSQL, release);
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
