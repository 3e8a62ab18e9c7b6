#include "schema_audit.h"

#include "../base/text.h"
#include "audit_chain.h"

#include <apr_strings.h>

/* {long} is folded text of any length, which therefore has no index.
 *
 * audit: who, what and the values as folded text, in which lists search; the customer's number is kept as it was, like
 * the name of the user. audit_pair finds the changes of a row of access after a day (ccadmin access --at).
 * audit_head is locked and moved by whoever appends, so that the chain has no forks. */
const char *const cc_schema_version_3[] = {
    "ALTER TABLE audit ADD COLUMN customer {key}", "ALTER TABLE audit ADD COLUMN actor_key {key} NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN target_key {key} NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN before_key {long} NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN after_key {long} NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN previous_hash {key} NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN hash {key} NOT NULL DEFAULT ''",
    "CREATE INDEX audit_pair ON audit (customer_id, user_id, at)",
    ("CREATE TABLE audit_head (id {int} NOT NULL PRIMARY KEY CHECK (id = 1), records {int} NOT NULL, "
     "hash {key} NOT NULL){end}"),
    ("INSERT INTO audit_head (id, records, hash) VALUES (1, 0, "
     "'0000000000000000000000000000000000000000000000000000000000000000')"),

    /* Of a customer's set of external access rows: whoever changes one of them raises it. */
    "ALTER TABLE customers ADD COLUMN access_version {int} NOT NULL DEFAULT 1",

    "ALTER TABLE users ADD COLUMN name_key {key} NOT NULL DEFAULT ''",
    "ALTER TABLE users ADD COLUMN notes_key {key} NOT NULL DEFAULT ''",
    "ALTER TABLE parties ADD COLUMN name_key {key} NOT NULL DEFAULT ''",
    "CREATE INDEX users_by_name ON users (name_key, id)", "CREATE INDEX users_by_type ON users (user_type, id)",
    "CREATE INDEX users_by_admin ON users (is_admin, id)", "CREATE INDEX users_by_active ON users (active, id)",
    "CREATE INDEX parties_by_name ON parties (name_key, id)", "CREATE INDEX parties_by_active ON parties (active, id)",
    "CREATE INDEX external_access_all_by_user ON external_access (user_key, id)",
    "CREATE INDEX external_access_all_by_role ON external_access (role, id)",
    "CREATE INDEX external_access_all_by_days ON external_access (days_key, id)",
    "CREATE INDEX external_access_all_by_notes ON external_access (notes_key, id)", NULL};

#define ONLY "the audit is append-only: its records cannot be "

/* REPLACE INTO deletes without asking the trigger of deletions, so an id that is taken is refused as well. */
static const char *const sqlite_triggers[] = {
    "CREATE TRIGGER IF NOT EXISTS audit_not_changed BEFORE UPDATE ON audit BEGIN "
    "SELECT RAISE(ABORT, '" ONLY "changed'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_not_deleted BEFORE DELETE ON audit BEGIN "
    "SELECT RAISE(ABORT, '" ONLY "deleted'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_not_replaced BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN "
    "SELECT RAISE(ABORT, '" ONLY "replaced'); END",
    NULL};

static const char *const pgsql_triggers[] = {
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''" ONLY "%'', TG_ARGV[0]; END'",
    "CREATE OR REPLACE TRIGGER audit_not_changed BEFORE UPDATE ON audit FOR EACH ROW "
    "EXECUTE FUNCTION audit_refuse('changed')",
    "CREATE OR REPLACE TRIGGER audit_not_deleted BEFORE DELETE ON audit FOR EACH ROW "
    "EXECUTE FUNCTION audit_refuse('deleted')",
    "CREATE OR REPLACE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT "
    "EXECUTE FUNCTION audit_refuse('deleted')",
    NULL};

/* REPLACE INTO asks the trigger of deletions. */
static const char *const mysql_triggers[] = {
    "CREATE OR REPLACE TRIGGER audit_not_changed BEFORE UPDATE ON audit FOR EACH ROW "
    "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" ONLY "changed'",
    "CREATE OR REPLACE TRIGGER audit_not_deleted BEFORE DELETE ON audit FOR EACH ROW "
    "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" ONLY "deleted'",
    NULL};

static const struct {
    const char *const *sql;
    int count;
} triggers[CC_DIALECTS] = {[CC_DIALECT_SQLITE] = {sqlite_triggers, 3},
                           [CC_DIALECT_PGSQL] = {pgsql_triggers, 3},
                           [CC_DIALECT_MYSQL] = {mysql_triggers, 2}};

/* MariaDB shows everybody a trigger that is gone for a moment: there what is hashed stays as it is even then. */
#define HASHED(row)                                                                                                    \
    "(" row ".id, " row ".at, " row ".action, " row ".result, " row ".actor_id, " row ".actor, " row ".address, " row  \
    ".customer_id, " row ".customer, " row ".user_id, " row ".target, " row ".before_values, " row                     \
    ".after_values, " row ".detail, " row ".previous_hash, " row ".hash)"
static const char *const loose[CC_DIALECTS] = {
    [CC_DIALECT_SQLITE] = "DROP TRIGGER IF EXISTS audit_not_changed",
    [CC_DIALECT_PGSQL] = "DROP TRIGGER IF EXISTS audit_not_changed ON audit",
    [CC_DIALECT_MYSQL] = "CREATE OR REPLACE TRIGGER audit_not_changed BEFORE UPDATE ON audit FOR EACH ROW IF NOT "
                         "(" HASHED("OLD") " <=> " HASHED("NEW") ") THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = "
                                                                 "'" ONLY "changed'; END IF"};

cc_status_t cc_schema_loosen_audit(cc_db_t *db)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    return status == CC_OK ? cc_db_direct(db, "cc_schema_step", loose[dialect]) : status;
}

cc_status_t cc_schema_audit_unprotected(cc_db_t *db, int *missing)
{
    int64_t present = 0;
    cc_dialect_t dialect = CC_DIALECT_SQLITE;
    cc_status_t status = cc_db_dialect(db, &dialect);

    if (status == CC_OK) {
        status = cc_db_number(db, CC_SQL_AUDIT_TRIGGERS, CC_NO_ARGS, &present);
    }
    *missing = triggers[dialect].count - (int)present;
    return status;
}

cc_status_t cc_schema_tighten_audit(cc_db_t *db)
{
    cc_dialect_t dialect = CC_DIALECT_SQLITE;
    cc_status_t status = cc_db_dialect(db, &dialect);

    for (const char *const *sql = triggers[dialect].sql; status == CC_OK && *sql; sql++) {
        status = cc_db_direct(db, "cc_schema_step", *sql);
    }
    return status;
}

cc_status_t cc_schema_protect_audit(cc_db_t *db, int *made)
{
    cc_status_t status = cc_schema_audit_unprotected(db, made);

    return status == CC_OK && *made ? cc_schema_tighten_audit(db) : status;
}

/* ---- what is there already ---- */

typedef struct {
    cc_db_t *db;
    cc_sql_t update;
    cc_audit_head_t head;
    char hash[65];
} upgrade_t;

static cc_status_t name_row(void *baton, const cc_row_t *row)
{
    upgrade_t *upgrade = baton;
    apr_pool_t *pool = cc_row_pool(row);
    const char *id = cc_row_text(row, 0), *name_key = cc_text_key(pool, cc_row_text(row, 1));

    return upgrade->update == CC_SQL_UPGRADE_USER
               ? cc_db_exec(upgrade->db, upgrade->update, CC_ARGS(name_key, cc_text_key(pool, cc_row_text(row, 2)), id),
                            NULL)
               : cc_db_exec(upgrade->db, upgrade->update, CC_ARGS(name_key, id), NULL);
}

static cc_status_t record_row(void *baton, const cc_row_t *row)
{
    upgrade_t *upgrade = baton;
    apr_pool_t *pool = cc_row_pool(row);
    cc_audit_record_t record;
    const char *hash;

    cc_audit_from_row(row, &record);
    hash = cc_audit_hash(pool, upgrade->hash, &record);
    if (!hash) {
        cc_log(cc_db_log(upgrade->db), CC_LOG_ERROR, pool, "CC1211 audit: record %s is not UTF-8", cc_row_text(row, 0));
        return CC_FAILED;
    }
    cc_status_t status =
        cc_db_exec(upgrade->db, CC_SQL_UPGRADE_RECORD,
                   CC_ARGS(record.customer, cc_text_key(pool, record.actor), cc_text_key(pool, record.target),
                           cc_audit_values_key(pool, record.before), cc_audit_values_key(pool, record.after),
                           upgrade->hash, hash, cc_row_text(row, 0)),
                   NULL);
    apr_cpystrn(upgrade->hash, hash, sizeof(upgrade->hash));
    upgrade->head.records++;
    return status;
}

cc_status_t cc_schema_upgrade_audit(cc_db_t *db)
{
    upgrade_t upgrade = {.db = db, .update = CC_SQL_UPGRADE_USER};
    cc_status_t status = cc_db_each(db, CC_SQL_UPGRADE_USERS, CC_ARGS("0"), name_row, &upgrade);

    if (status == CC_OK) {
        upgrade.update = CC_SQL_UPGRADE_PARTY;
        status = cc_db_each(db, CC_SQL_UPGRADE_PARTIES, CC_ARGS("0"), name_row, &upgrade);
    }
    if (status == CC_OK) {
        apr_cpystrn(upgrade.hash, cc_audit_start, sizeof(upgrade.hash));
        status = cc_db_each(db, CC_SQL_UPGRADE_RECORDS, CC_ARGS("0"), record_row, &upgrade);
    }
    if (status == CC_OK && upgrade.head.records) {
        upgrade.head.hash = upgrade.hash;
        status = cc_audit_set_head(db, &upgrade.head);
    }
    return status;
}
