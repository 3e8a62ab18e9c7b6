#include "schema_keys.h"

#include "../base/text.h"
#include "keys.h"
#include "schema_audit.h"
#include "schema_steps.h"
#include "users.h"

#define KEY(table, column) "ALTER TABLE " table " ADD COLUMN " column " {key} NOT NULL DEFAULT ''"

const char *const cc_schema_version_11[] = {
    KEY("persons", "person_key"),
    KEY("parties", "code_key"),
    KEY("parties", "number_key"),
    KEY("parties", "vat_key"),
    KEY("customers", "number_key"),
    KEY("users", "person_key"),
    KEY("external_access", "customer_key"),
    KEY("audit", "customer_key"),
    "ALTER TABLE audit ADD COLUMN detail_key {long} NOT NULL DEFAULT ''",
    "CREATE INDEX persons_by_person_key ON persons (person_key, id)",
    "CREATE INDEX parties_by_code_key ON parties (code_key, id)",
    "CREATE INDEX parties_by_number_key ON parties (number_key, id)",
    "CREATE INDEX parties_by_vat_key ON parties (vat_key, id)",
    "CREATE INDEX users_by_person ON users (person_key, id)",
    "CREATE INDEX external_access_all_by_customer ON external_access (customer_key, id)",
    "CREATE INDEX audit_by_customer ON audit (customer_key, id)",
    NULL};

/* Helpers of these texts are made anew where they are missing. */
static const char *const old_pgsql[] = {cc_steps_our_schema,
                                        "DROP INDEX IF EXISTS parties_by_code",
                                        "DROP INDEX IF EXISTS parties_by_number",
                                        "DROP INDEX IF EXISTS parties_by_vat",
                                        "DROP INDEX IF EXISTS audit_by_customer_key",
                                        "DROP INDEX IF EXISTS persons_find",
                                        "DROP INDEX IF EXISTS parties_find",
                                        "DROP INDEX IF EXISTS customers_find",
                                        "DROP INDEX IF EXISTS external_access_find",
                                        "DROP INDEX IF EXISTS audit_find",
                                        NULL};

static const char *const old_sqlite[] = {"DROP TRIGGER IF EXISTS parties_placed",
                                         "DROP TRIGGER IF EXISTS parties_displaced",
                                         "DROP TRIGGER IF EXISTS parties_moved_on",
                                         "DROP TRIGGER IF EXISTS customers_moved_on",
                                         "DROP TRIGGER IF EXISTS access_placed",
                                         "DROP TRIGGER IF EXISTS access_displaced",
                                         "DROP TRIGGER IF EXISTS access_moved_on",
                                         "DROP TABLE IF EXISTS party_stretches",
                                         NULL};

/* What older versions have folded whole. SUBSTR counts characters on all databases. */
#define CUT(table, column)                                                                                             \
    "UPDATE " table " SET " column " = SUBSTR(" column ", 1, 600) WHERE " column " <> SUBSTR(" column ", 1, 600)"
static const char *const cut[] = {CUT("users", "user_key"),
                                  CUT("users", "name_key"),
                                  CUT("users", "notes_key"),
                                  CUT("external_access", "user_key"),
                                  CUT("external_access", "notes_key"),
                                  CUT("parties", "name_key"),
                                  CUT("audit", "actor_key"),
                                  CUT("audit", "target_key"),
                                  NULL};

static cc_status_t person_row(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool)
{
    const char *key = cc_person_key(pool, cc_row_text(row, 1), cc_row_text(row, 2), cc_row_text(row, 3));

    return cc_db_exec(db, CC_SQL_UPGRADE_PERSON, CC_ARGS(key, cc_row_text(row, 0)), NULL);
}

static cc_status_t party_row(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool)
{
    return cc_db_exec(db, CC_SQL_UPGRADE_PARTY_KEYS,
                      CC_ARGS(cc_text_key(pool, cc_row_text(row, 1)), cc_text_key(pool, cc_row_text(row, 2)),
                              cc_text_key(pool, cc_row_text(row, 3)), cc_row_text(row, 0)),
                      NULL);
}

static cc_status_t customer_row(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool)
{
    return cc_db_exec(db, CC_SQL_UPGRADE_CUSTOMER, CC_ARGS(cc_text_key(pool, cc_row_text(row, 1)), cc_row_text(row, 0)),
                      NULL);
}

static cc_status_t record_row(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool)
{
    return cc_db_exec(
        db, CC_SQL_UPGRADE_RECORD_KEYS,
        CC_ARGS(cc_text_key(pool, cc_row_text(row, 1)), cc_text_fold(pool, cc_row_text(row, 2)), cc_row_text(row, 0)),
        NULL);
}

typedef struct {
    cc_db_t *db;
    cc_status_t (*fill)(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool);
} filling_t;

static cc_status_t fill_row(void *baton, const cc_row_t *row)
{
    filling_t *filling = baton;

    return filling->fill(filling->db, row, cc_row_pool(row));
}

/* ---- keys that older versions have as well, so that only other programs leave them empty ---- */

typedef struct {
    cc_db_t *db;
    bool write;   /* else they are only counted */
    int64_t rows; /* whose texts fold to something */
} keyless_t;

static cc_status_t keyless_user(void *baton, const cc_row_t *row)
{
    keyless_t *keyless = baton;
    apr_pool_t *pool = cc_row_pool(row);
    const char *id = cc_row_text(row, 0);
    const cc_user_t user = {
        .name = cc_row_text(row, 1), .login = cc_row_text(row, 2), .user_type = cc_row_text(row, 3)};
    const char *key = cc_user_key(pool, &user), *name_key = cc_text_key(pool, user.name);
    const char *notes_key = cc_text_key(pool, cc_row_text(row, 4));
    cc_status_t status = CC_OK;

    if (cc_text_same(key, cc_row_text(row, 5)) && cc_text_same(name_key, cc_row_text(row, 6)) &&
        cc_text_same(notes_key, cc_row_text(row, 7))) {
        return CC_OK;
    }
    keyless->rows++;
    if (keyless->write) {
        status = cc_db_exec(keyless->db, CC_SQL_KEYLESS_USER, CC_ARGS(key, name_key, notes_key, id), NULL);
    }
    return status == CC_OK && keyless->write
               ? cc_db_exec(keyless->db, CC_SQL_ACCESS_RENAME_USER, CC_ARGS(key, id), NULL)
               : status;
}

/* Those of the numbers are filled with that of the code. */
static cc_status_t keyless_party(void *baton, const cc_row_t *row)
{
    keyless_t *keyless = baton;
    apr_pool_t *pool = cc_row_pool(row);
    const char *name_key = cc_text_key(pool, cc_row_text(row, 1));

    if (cc_text_same(name_key, cc_row_text(row, 4)) &&
        cc_text_same(cc_text_key(pool, cc_row_text(row, 2)), cc_row_text(row, 5)) &&
        cc_text_same(cc_text_key(pool, cc_row_text(row, 3)), cc_row_text(row, 6))) {
        return CC_OK;
    }
    keyless->rows++;
    return keyless->write ? cc_db_exec(keyless->db, CC_SQL_UPGRADE_PARTY, CC_ARGS(name_key, cc_row_text(row, 0)), NULL)
                          : CC_OK;
}

static cc_status_t keyless_access(void *baton, const cc_row_t *row)
{
    keyless_t *keyless = baton;
    const char *key = cc_text_key(cc_row_pool(row), cc_row_text(row, 1));

    if (cc_text_same(key, cc_row_text(row, 2))) {
        return CC_OK;
    }
    keyless->rows++;
    return keyless->write ? cc_db_exec(keyless->db, CC_SQL_KEYLESS_NOTES, CC_ARGS(key, cc_row_text(row, 0)), NULL)
                          : CC_OK;
}

static cc_status_t look_at_keyless(cc_db_t *db, bool write, int64_t *rows)
{
    keyless_t keyless = {.db = db, .write = write};
    cc_status_t status = cc_db_each(db, CC_SQL_KEYLESS_USERS, CC_ARGS("0"), keyless_user, &keyless);

    if (status == CC_OK) {
        status = cc_db_each(db, CC_SQL_KEYLESS_PARTIES, CC_ARGS("0"), keyless_party, &keyless);
    }
    if (status == CC_OK) {
        status = cc_db_each(db, CC_SQL_KEYLESS_ACCESS, CC_ARGS("0"), keyless_access, &keyless);
    }
    *rows = keyless.rows;
    return status;
}

/* ---- all of them ---- */

static cc_status_t fill(cc_db_t *db)
{
    static const struct {
        cc_sql_t select;
        cc_status_t (*fill)(cc_db_t *db, const cc_row_t *row, apr_pool_t *pool);
    } tables[] = {{CC_SQL_UPGRADE_PERSONS, person_row},
                  {CC_SQL_UPGRADE_PARTIES_KEYS, party_row},
                  {CC_SQL_UPGRADE_CUSTOMERS, customer_row},
                  {CC_SQL_UPGRADE_RECORDS_KEYS, record_row}};
    cc_status_t status = cc_steps_run(db, cut);

    for (size_t i = 0; status == CC_OK && i < sizeof(tables) / sizeof(tables[0]); i++) {
        filling_t filling = {db, tables[i].fill};
        status = cc_db_each(db, tables[i].select, CC_ARGS("0"), fill_row, &filling);
    }
    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_KEYLESS_ACCESS_USERS, CC_NO_ARGS, NULL);
    }
    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_UPGRADE_USERS_PERSONS, CC_NO_ARGS, NULL);
    }
    return status == CC_OK ? cc_db_exec(db, CC_SQL_UPGRADE_ACCESS, CC_NO_ARGS, NULL) : status;
}

/* Whoever judged has asked for rows without keys on this connection already: they come before the schema changes. */
cc_status_t cc_keys_fill(cc_db_t *db)
{
    int64_t rows;
    cc_status_t status = look_at_keyless(db, true, &rows);

    if (status == CC_OK) {
        status = cc_steps_run_on(db, CC_DIALECT_PGSQL, old_pgsql);
    }
    if (status == CC_OK) {
        status = cc_steps_run_on(db, CC_DIALECT_SQLITE, old_sqlite);
    }
    if (status == CC_OK) {
        status = cc_schema_loosen_audit(db);
    }
    if (status == CC_OK) {
        status = cc_steps_go_on(db);
    }
    if (status == CC_OK) {
        status = fill(db);
    }
    return status == CC_OK ? cc_schema_tighten_audit(db) : status;
}

/* Each counts rows without one. */
static const char *const empty[] = {"SELECT COUNT(*) FROM persons WHERE person_key = ''",
                                    "SELECT COUNT(*) FROM parties WHERE code_key = ''",
                                    "SELECT COUNT(*) FROM customers WHERE number_key = ''",
                                    "SELECT COUNT(*) FROM external_access WHERE customer_key = ''",
                                    "SELECT COUNT(*) FROM external_access WHERE user_key = ''",
                                    "SELECT COUNT(*) FROM users WHERE person_key = '' AND person_id IS NOT NULL",
                                    "SELECT COUNT(*) FROM audit WHERE customer_key = '' AND TRIM(customer) <> ''",
                                    "SELECT COUNT(*) FROM audit WHERE detail_key = '' AND TRIM(detail) <> ''",
                                    NULL};

cc_status_t cc_keys_judge(cc_db_t *db, const char **problem)
{
    int64_t count = 0;
    cc_status_t status = CC_OK;

    for (const char *const *sql = empty; status == CC_OK && !count && *sql; sql++) {
        status = cc_steps_ask(db, *sql, CC_NO_ARGS, &count);
    }
    if (status == CC_OK && !count) {
        status = look_at_keyless(db, false, &count);
    }
    *problem =
        status == CC_OK && count ? "rows have no keys, as another program or an older version has written them" : NULL;
    return status;
}
