#include "schema.h"

#include "document_tables.h"
#include "fitness.h"
#include "helpers.h"
#include "rows.h"
#include "schema_audit.h"
#include "schema_counts.h"
#include "schema_finds.h"
#include "schema_keys.h"
#include "schema_lists.h"
#include "schema_mariadb.h"
#include "schema_words.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define TRIES 5

/* Written once for all databases, in the words of schema_words.h. Dates are ISO text, times are seconds since the epoch
 * (UTC), truth values are 0 or 1. Columns that end in _key hold the folded form (cc_text_fold) in which texts compare
 * and sort the same on every database. */
static const char *const version_1[] = {
    "CREATE TABLE enterprise_companies (id {id}, code {key} NOT NULL UNIQUE, name {text} NOT NULL){end}",

    "CREATE TABLE locations (id {id}, enterprise_company_id {int} NOT NULL REFERENCES enterprise_companies(id), "
    "code {key} NOT NULL, name {text} NOT NULL, UNIQUE (enterprise_company_id, code)){end}",

    "CREATE TABLE parties (id {id}, code {key} NOT NULL UNIQUE, name {text} NOT NULL, unique_number {text}, "
    "vat_number {text}, vat_registered {int} NOT NULL DEFAULT 0 CHECK (vat_registered IN (0, 1)), address {text}, "
    "active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), version {int} NOT NULL DEFAULT 1){end}",

    "CREATE TABLE customers (id {id}, number {key} NOT NULL UNIQUE, party_id {int} NOT NULL REFERENCES parties(id), "
    "enterprise_company_id {int} NOT NULL REFERENCES enterprise_companies(id), "
    "serviced_by {int} REFERENCES locations(id), from_date {date} NOT NULL, thru_date {date}, "
    "version {int} NOT NULL DEFAULT 1){end}",
    "CREATE INDEX customers_party ON customers (party_id)",
    "CREATE INDEX customers_company ON customers (enterprise_company_id)",

    "CREATE TABLE persons (id {id}, code {key} NOT NULL UNIQUE, first_name {text} NOT NULL, "
    "last_name {text} NOT NULL, parent_party_id {int} REFERENCES parties(id), version {int} NOT NULL DEFAULT 1){end}",
    "CREATE INDEX persons_parent ON persons (parent_party_id)",

    "CREATE TABLE users (id {id}, login {text} NOT NULL, login_key {key} NOT NULL UNIQUE, email {text}, "
    "email_key {key} UNIQUE, name {text} NOT NULL, user_key {key} NOT NULL, user_type {key} NOT NULL "
    "CHECK (user_type IN ('INT', 'EXT', 'SYS', 'APP', 'VIR', 'INI', 'INE')), "
    "active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), "
    "is_admin {int} NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)), person_id {int} REFERENCES persons(id), "
    "phone {text}, language {text} NOT NULL, company {text}, message {text}, notes {text}, password_hash {text}, "
    "failed_logins {int} NOT NULL DEFAULT 0, failed_since {int} NOT NULL DEFAULT 0, "
    "locked_until {int} NOT NULL DEFAULT 0, created_at {int} NOT NULL, version {int} NOT NULL DEFAULT 1){end}",
    "CREATE INDEX users_person ON users (person_id)", "CREATE INDEX users_user_key ON users (user_key)",

    /* Every name that signs a user in, so that a login cannot equal somebody else's e-mail address. */
    "CREATE TABLE user_identifiers (identifier_key {key} NOT NULL PRIMARY KEY, "
    "user_id {int} NOT NULL REFERENCES users(id)){end}",
    "CREATE INDEX user_identifiers_user ON user_identifiers (user_id)",

    /* user_key and notes_key repeat folded texts so that a list sorts by them on an index. */
    "CREATE TABLE external_access (id {id}, customer_id {int} NOT NULL REFERENCES customers(id), "
    "user_id {int} NOT NULL REFERENCES users(id), "
    "role {key} NOT NULL CHECK (role IN ('L10', 'L20', 'L30', 'L40', 'L80', 'L90')), "
    "days_back {int} CHECK (days_back BETWEEN 0 AND 36500), days_key {int} NOT NULL, notes {text}, user_key {key} NOT "
    "NULL, "
    "notes_key {key} NOT NULL DEFAULT '', version {int} NOT NULL DEFAULT 1, UNIQUE (customer_id, user_id)){end}",
    "CREATE INDEX external_access_user ON external_access (user_id)",
    "CREATE INDEX external_access_by_user ON external_access (customer_id, user_key, id)",
    "CREATE INDEX external_access_by_role ON external_access (customer_id, role, id)",
    "CREATE INDEX external_access_by_days ON external_access (customer_id, days_key, id)",
    "CREATE INDEX external_access_by_notes ON external_access (customer_id, notes_key, id)",

    "CREATE TABLE sessions (id {id}, token_hash {key} NOT NULL UNIQUE, site {key} NOT NULL, "
    "user_id {int} NOT NULL REFERENCES users(id), created_at {int} NOT NULL, last_used_at {int} NOT NULL, "
    "idle {int} NOT NULL, expires_at {int} NOT NULL, ends_at {int} NOT NULL, address {text} NOT NULL, "
    "user_agent {text} NOT NULL){end}",
    "CREATE INDEX sessions_user ON sessions (user_id)", "CREATE INDEX sessions_ends ON sessions (ends_at)",

    "CREATE TABLE grid_layouts (user_id {int} NOT NULL REFERENCES users(id), grid {key} NOT NULL, columns {text}, "
    "sort {text}, dir {text}, group_by {text}, per_page {int}, PRIMARY KEY (user_id, grid)){end}",

    "CREATE TABLE audit (id {id}, at {int} NOT NULL, action {key} NOT NULL, result {key} NOT NULL, actor_id {int}, "
    "actor {text} NOT NULL, address {text} NOT NULL, customer_id {int}, user_id {int}, target {text}, "
    "before_values {text}, after_values {text}, detail {text}){end}",
    "CREATE INDEX audit_at ON audit (at)", "CREATE INDEX audit_customer ON audit (customer_id, at)",
    "CREATE INDEX audit_user ON audit (user_id, at)", "CREATE INDEX audit_actor ON audit (actor_id, action, at)", NULL};

/* Documents. Each table may as well be a view that the administrator defines over the tables of an ERP, with the same
 * columns: nothing refers to them by foreign key, and texts that lists show are repeated in the rows. Money and
 * quantities are whole numbers of millionths (base/decimal.h), so that sums are exact on every database. Indexes end
 * with the newest date first, the order of rows that are equal in what they are sorted or grouped by. */
static const char *const version_2[] = {
    "CREATE TABLE document_types (id {id}, code {key} NOT NULL UNIQUE, entity {key} NOT NULL, name {text} NOT "
    "NULL){end}",

    "CREATE TABLE orders (id {id}, enterprise_company_id {int} NOT NULL, customer_id {int} NOT NULL, document_no {key} "
    "NOT NULL, document_no_key {long} NOT "
    "NULL, type_code {key} NOT NULL, type_name {text} NOT NULL, type_key {long} NOT NULL, date {date} NOT NULL, "
    "status {text} NOT NULL, status_key {long} NOT NULL, currency {key} NOT NULL, amount {int} NOT NULL, notes {text}, "
    "notes_key {long} NOT NULL DEFAULT '', UNIQUE (enterprise_company_id, document_no)){end}",
    "CREATE INDEX orders_by_date ON orders (customer_id, date, id)",
    "CREATE INDEX orders_document ON orders (customer_id, document_no)",
    "CREATE INDEX orders_by_no ON orders (customer_id, document_no_key{part}, id)",
    "CREATE INDEX orders_by_type ON orders (customer_id, type_key{part}, date{down}, id{down})",
    "CREATE INDEX orders_by_type_status ON orders (customer_id, type_key{part}, status_key{part}, date{down}, "
    "id{down})",
    "CREATE INDEX orders_by_status ON orders (customer_id, status_key{part}, date{down}, id{down})",
    "CREATE INDEX orders_by_status_type ON orders (customer_id, status_key{part}, type_key{part}, date{down}, "
    "id{down})",
    "CREATE INDEX orders_by_amount ON orders (customer_id, amount, date{down}, id{down})",
    "CREATE INDEX orders_by_notes ON orders (customer_id, notes_key{part}, date{down}, id{down})",

    "CREATE TABLE order_lines (order_id {int} NOT NULL, no {int} NOT NULL, product_code {text} NOT NULL, "
    "product_name {text} NOT NULL, quantity {int} NOT NULL, unit {text} NOT NULL, price {int} NOT NULL, "
    "discount {int} NOT NULL, amount {int} NOT NULL, PRIMARY KEY (order_id, no)){end}",

    "CREATE TABLE invoices (id {id}, enterprise_company_id {int} NOT NULL, customer_id {int} NOT NULL, document_no "
    "{key} NOT NULL, document_no_key {long} NOT "
    "NULL, type_code {key} NOT NULL, type_name {text} NOT NULL, type_key {long} NOT NULL, date {date} NOT NULL, "
    "currency {key} NOT NULL, amount {int} NOT NULL, order_no {text}, UNIQUE (enterprise_company_id, "
    "document_no)){end}",
    "CREATE INDEX invoices_by_date ON invoices (customer_id, date, id)",
    "CREATE INDEX invoices_document ON invoices (customer_id, document_no)",
    "CREATE INDEX invoices_by_no ON invoices (customer_id, document_no_key{part}, id)",
    "CREATE INDEX invoices_by_type ON invoices (customer_id, type_key{part}, date{down}, id{down})",
    "CREATE INDEX invoices_by_amount ON invoices (customer_id, amount, date{down}, id{down})",

    "CREATE TABLE invoice_lines (invoice_id {int} NOT NULL, no {int} NOT NULL, product_code {text} NOT NULL, "
    "product_name {text} NOT NULL, quantity {int} NOT NULL, unit {text} NOT NULL, price {int} NOT NULL, "
    "discount {int} NOT NULL, amount {int} NOT NULL, PRIMARY KEY (invoice_id, no)){end}",

    "CREATE TABLE due_payments (id {id}, external_id {key} UNIQUE, customer_id {int} NOT NULL, "
    "ref_document_date {date} NOT NULL, due_date {date}, remaining_amount {int} NOT NULL, paid_amount {int} NOT NULL, "
    "currency {key} NOT NULL, invoice_no {key}, invoice_no_key {long} NOT NULL DEFAULT ''){end}",
    "CREATE INDEX due_payments_by_ref ON due_payments (customer_id, ref_document_date, id)",
    "CREATE INDEX due_payments_by_due ON due_payments (customer_id, due_date, id)",
    "CREATE INDEX due_payments_by_remaining ON due_payments (customer_id, remaining_amount, id)",
    "CREATE INDEX due_payments_by_invoice ON due_payments (customer_id, invoice_no_key{part}, id)",

    "CREATE TABLE payments (id {id}, external_id {key} UNIQUE, customer_id {int} NOT NULL, payment_date {date} NOT "
    "NULL, "
    "paid_amount {int} NOT NULL, covered_amount {int}, currency {key} NOT NULL, invoice_no {key}, "
    "invoice_no_key {long} NOT NULL DEFAULT '', order_no {key}, order_no_key {long} NOT NULL DEFAULT ''){end}",
    "CREATE INDEX payments_by_date ON payments (customer_id, payment_date, id)",

    /* Ours in any case: when an invoice was last downloaded. */
    "CREATE TABLE invoice_downloads (customer_id {int} NOT NULL REFERENCES customers(id), document_no {key} NOT NULL, "
    "at {int} NOT NULL, PRIMARY KEY (customer_id, document_no)){end}",
    NULL};

/* Versions 5 to 10 changed nothing but what each database keeps beside the tables, which make_helpers() makes as the
 * last version has it. */
static const char *const nothing[] = {NULL};
static const char *const *const versions[] = {
    version_1, version_2, cc_schema_version_3, cc_schema_version_4, nothing, nothing, nothing, nothing,
    nothing,   nothing,   cc_schema_version_11};
const int cc_schema_version = sizeof(versions) / sizeof(versions[0]);

cc_status_t cc_schema_present(cc_db_t *db, int *version)
{
    int64_t number = 0;
    cc_status_t status = cc_db_number(db, CC_SQL_SCHEMA_EXISTS, CC_ARGS("schema_version"), &number);

    *version = 0;
    if (status != CC_OK || number == 0) {
        return status;
    }
    status = cc_db_number(db, CC_SQL_SCHEMA_VERSION, CC_NO_ARGS, &number);
    *version = (int)number;
    return status == CC_NOT_FOUND ? CC_OK : status;
}

/* SQLite begins a transaction on a file that it can only read as if nothing were wrong. */
cc_status_t cc_schema_writable(cc_db_t *db)
{
    cc_status_t status = cc_db_begin(db);

    if (status == CC_OK) {
        status = cc_db_exec(db, CC_SQL_SESSION_DELETE_ID, CC_ARGS("0"), NULL);
    }
    cc_db_rollback(db);
    return status;
}

/* Tables of documents may be views that were there before; those stay, and get no indexes. Asked all at once, and
 * before the first change: that makes the prepared question useless. */
static cc_status_t find_views(cc_db_t *db, bool *views)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && i < CC_DOCUMENT_TABLES; i++) {
        status = cc_table_is_view(db, cc_document_tables[i].name, &views[i]);
    }
    return status;
}

/* Whether the statement is about one of these tables of documents. */
static bool is_about(const char *sql, const bool *tables)
{
    const char *on = strstr(sql, " ON "), *name = on ? on + 4 : sql;

    if (!strncmp(sql, "CREATE TABLE ", 13)) {
        name = sql + 13;
    }
    for (int i = 0; i < CC_DOCUMENT_TABLES; i++) {
        size_t length = strlen(cc_document_tables[i].name);
        if (tables[i] && !strncmp(name, cc_document_tables[i].name, length) && name[length] == ' ') {
            return true;
        }
    }
    return false;
}

/* The steps that are not about those tables, or, `only`, that are. */
static cc_status_t run_steps(cc_db_t *db, const char *const *steps, const bool *tables, bool only, cc_dialect_t dialect)
{
    cc_status_t status = CC_OK;

    for (const char *const *sql = steps; status == CC_OK && *sql; sql++) {
        if (is_about(*sql, tables) == only) {
            status = cc_db_direct(db, "cc_schema_step", cc_schema_text(cc_db_pool(db), *sql, dialect));
        }
    }
    return status;
}

/* All of them are of the last version. */
static cc_status_t make_helpers(cc_db_t *db)
{
    static cc_status_t (*const make[])(cc_db_t * db) = {cc_keys_fill, cc_lists_make, cc_counts_make, cc_finds_make,
                                                        cc_mariadb_make};
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && i < sizeof(make) / sizeof(make[0]); i++) {
        status = make[i](db);
    }
    return status;
}

static cc_status_t upgrade_one(cc_db_t *db, int version, cc_dialect_t dialect)
{
    apr_pool_t *pool = cc_db_pool(db);
    bool views[CC_DOCUMENT_TABLES] = {false};
    int present;
    cc_status_t status = cc_db_begin_schema(db);

    if (status != CC_OK) {
        return status;
    }
    /* somebody else may have been here between the look at the version and the lock */
    status = cc_schema_present(db, &present);
    if (status == CC_OK && present >= version) {
        status = CC_CONFLICT;
    }
    if (status == CC_OK) {
        status = find_views(db, views);
    }
    if (status == CC_OK && version == 1) {
        status = cc_db_direct(
            db, "cc_schema_create",
            cc_schema_text(pool, "CREATE TABLE schema_version (version {int} NOT NULL PRIMARY KEY){end}", dialect));
        if (status == CC_OK) {
            status = cc_db_direct(db, "cc_schema_first",
                                  "INSERT INTO schema_version (version) SELECT 0 FROM (SELECT 1 AS one) once "
                                  "WHERE NOT EXISTS (SELECT 1 FROM schema_version)");
        }
    }
    if (status == CC_OK) {
        status = run_steps(db, versions[version - 1], views, false, dialect);
    }
    if (status == CC_OK && version == 3) {
        status = cc_schema_upgrade_audit(db);
        if (status == CC_OK) {
            int made;
            status = cc_schema_protect_audit(db, &made);
        }
    }
    if (status == CC_OK && version == cc_schema_version) {
        status = make_helpers(db);
    }
    if (status == CC_OK) {
        status =
            cc_db_direct(db, "cc_schema_raise", apr_psprintf(pool, "UPDATE schema_version SET version = %d", version));
    }
    return cc_db_end(db, status);
}

/* Whoever upgrades at the same time changes the schema under our prepared statements, even between preparing one and
 * running it, so a failure may be nothing but that. */
static cc_status_t present_in_the_end(cc_db_t *db, int *version)
{
    cc_status_t status = CC_FAILED;

    for (int tries = 0; status == CC_FAILED && tries < TRIES; tries++) {
        status = cc_schema_present(db, version);
    }
    return status;
}

static cc_status_t upgrade_in_the_end(cc_db_t *db, int version, cc_dialect_t dialect)
{
    cc_status_t status = CC_FAILED;

    for (int tries = 0; status == CC_FAILED && tries < TRIES; tries++) {
        int present;
        status = upgrade_one(db, version, dialect);
        if (status != CC_OK && present_in_the_end(db, &present) == CC_OK && present >= version) {
            status = CC_OK; /* done by somebody else at the same time */
        }
    }
    return status;
}

cc_status_t cc_schema_apply(cc_db_t *db, int *from)
{
    int version;
    cc_dialect_t dialect;
    cc_status_t status = present_in_the_end(db, &version);

    if (status == CC_OK) {
        status = cc_db_dialect(db, &dialect);
    }
    if (status != CC_OK) {
        return status;
    }
    if (from) {
        *from = version;
    }
    if (version > cc_schema_version) {
        return CC_CONFLICT;
    }
    if (version == 0 && dialect == CC_DIALECT_SQLITE) {
        const char *mode;
        status = cc_fitness_use_wal(db, &mode);
    }
    while (status == CC_OK && version < cc_schema_version) {
        status = upgrade_in_the_end(db, ++version, dialect);
        if (status == CC_OK && version == cc_schema_version) {
            status = cc_helpers_repair(db, NULL, NULL);
        }
    }
    return status;
}

/* Asked all at once and before the first change, like the views. A view is there even if it cannot be read. */
static cc_status_t find_missing(cc_db_t *db, bool *missing, int *count)
{
    cc_status_t status = find_views(db, missing);

    *count = 0;
    for (int i = 0; status == CC_OK && i < CC_DOCUMENT_TABLES; i++) {
        bool has[CC_TABLE_VALUES_MAX], view = missing[i];
        if (!view) {
            status = cc_table_columns(db, &cc_document_tables[i], has);
        }
        missing[i] = !view && status == CC_OK;
        for (int column = 0; missing[i] && cc_document_tables[i].values[column].name; column++) {
            missing[i] = !has[column];
        }
        *count += missing[i];
    }
    return status;
}

static cc_status_t restore(cc_db_t *db, cc_dialect_t dialect, int *made)
{
    bool missing[CC_DOCUMENT_TABLES];
    cc_status_t status = find_missing(db, missing, made);

    if (status != CC_OK || !*made) {
        return status;
    }
    status = cc_db_begin(db);
    if (status == CC_OK) {
        status = run_steps(db, version_2, missing, true, dialect);
        status = cc_db_end(db, status);
    }
    return status;
}

cc_status_t cc_schema_restore(cc_db_t *db, int *made)
{
    cc_dialect_t dialect;
    cc_status_t found = cc_db_dialect(db, &dialect), status = found == CC_OK ? CC_FAILED : found;

    /* somebody else may do the same at the same time: then the schema changes under a statement */
    for (int tries = 0; found == CC_OK && status == CC_FAILED && tries < TRIES; tries++) {
        status = restore(db, dialect, made);
    }
    return status;
}
