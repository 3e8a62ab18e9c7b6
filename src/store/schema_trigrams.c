#include "schema_trigrams.h"

#include "document_tables.h"
#include "schema_steps.h"
#include "sql.h"

#include <apr_strings.h>

/* Columns of one index are combined with OR by the planner. New rows wait in the index's list of pending entries
 * (fastupdate, the default) until that is full: one by one they would cost three times as much. Every search reads that
 * list, once for each column, and so does the planner reckon. So it is a short one, not of the 4 MB of the default,
 * which also keeps short what the row costs that fills it. */
#define INDEX "CREATE INDEX IF NOT EXISTS %s_find ON %s USING gin (%s) WITH (gin_pending_list_limit = 256)"
#define BY " {trigrams}"

static const struct {
    const char *table, *columns;
} indexes[] = {{"users", "login_key" BY ", name_key" BY ", LOWER(user_type)" BY ", notes_key" BY},
               {"persons", "person_key" BY},
               {"parties", "code_key" BY ", name_key" BY ", number_key" BY ", vat_key" BY},
               {"customers", "number_key" BY},
               {"external_access", "user_key" BY ", COALESCE(CAST(days_back AS TEXT), '')" BY ", notes_key" BY},
               {"audit", "action" BY ", result" BY ", actor_key" BY ", customer_key" BY ", target_key" BY
                         ", before_key" BY ", after_key" BY ", detail_key" BY ", LOWER(address)" BY},
               /* which may be views, and have none then */
               {"orders", "date" BY ", type_key" BY ", document_no_key" BY ", status_key" BY ", notes_key" BY},
               {"invoices", "date" BY ", type_key" BY ", document_no_key" BY},
               {NULL, NULL}};
/* And what needs no extension: by folded texts that are not in a column, lists sort, and find their user types. An
 * index takes no text of more than 2,704 bytes, so details, and what was before and after, have none. PostgreSQL reads
 * the rows that a page far behind passes, unless the index has also what the text is made of. */
#define FOLDED(name, table, text)                                                                                      \
    {                                                                                                                  \
        name, table " (" text ", id)"                                                                                  \
    }
#define WITH(name, table, column, text)                                                                                \
    {                                                                                                                  \
        name, table " (" text ", id) INCLUDE (" column ")"                                                             \
    }
/* What a customer's own page shows of the audit, see schema_lists.c. */
#define CHANGES(name, text, with)                                                                                      \
    {                                                                                                                  \
        "audit_changes_by_" name, "audit (customer_id, " text ", id)" with " WHERE action " CC_SQL_CHANGES_OF_ACCESS   \
    }
static const struct {
    const char *name, *on;
} folded[] = {FOLDED("users_by_type_key", "users", "LOWER(user_type)"),
              FOLDED("external_access_by_role_customer", "external_access", "role, customer_key"),
              WITH("audit_by_address", "audit", "address", "LOWER(address)"),
              CHANGES("at", "at", ""),
              CHANGES("action", "action", ""),
              CHANGES("result", "result", ""),
              CHANGES("actor", "actor_key", ""),
              CHANGES("target", "target_key", ""),
              CHANGES("address", "LOWER(address)", " INCLUDE (address)"),
              {NULL, NULL}};

#define PRESENT "SELECT COUNT(*) FROM pg_catalog.pg_extension WHERE extname = 'pg_trgm'"

/* Who may make it: a superuser, or, as it is trusted, who may make schemas in the database. Asked, as what is refused
 * would be told as an error. */
#define ALLOWED                                                                                                        \
    "SELECT COUNT(*) FROM pg_catalog.pg_available_extension_versions WHERE name = 'pg_trgm' AND (NOT superuser OR "    \
    "(trusted AND has_database_privilege(current_database(), 'CREATE')) OR "                                           \
    "(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user))"

static cc_status_t is_pgsql(cc_db_t *db, bool *pgsql)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *pgsql = status == CC_OK && dialect == CC_DIALECT_PGSQL;
    return status;
}

cc_status_t cc_trigrams_lack(cc_db_t *db, bool *lack)
{
    int64_t there = 1;
    bool pgsql;
    cc_status_t status = is_pgsql(db, &pgsql);

    if (status == CC_OK && pgsql) {
        status = cc_steps_ask(db, PRESENT, CC_NO_ARGS, &there);
    }
    *lack = status == CC_OK && !there;
    return status;
}

cc_status_t cc_trigrams_extend(cc_db_t *db)
{
    int64_t allowed = 0;
    bool lack;
    cc_status_t status = cc_trigrams_lack(db, &lack);

    if (status == CC_OK && lack) {
        status = cc_steps_ask(db, ALLOWED, CC_NO_ARGS, &allowed);
    }
    if (status != CC_OK || !allowed) {
        return status;
    }
    status = cc_db_begin_schema(db);
    if (status != CC_OK) {
        return status;
    }
    status = cc_db_end(db, cc_db_direct(db, "cc_trigrams_extend", "CREATE EXTENSION IF NOT EXISTS pg_trgm"));
    return status == CC_FAILED ? CC_OK : status; /* some servers allow less than they say */
}

static cc_status_t schema_row(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

static cc_status_t make_index(cc_db_t *db, int i, const char *ops)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *table = indexes[i].table;
    /* the extension may have been made in a schema where nobody looks for names */
    const cc_sql_word_t words[] = {{"{trigrams}", {"", ops, ""}}, {NULL, {NULL}}};
    bool view;
    cc_status_t status = cc_table_is_view(db, table, &view);

    if (status != CC_OK || view) {
        return status;
    }
    return cc_db_direct(
        db, "cc_trigrams_make",
        cc_sql_for_dialect(pool, words, apr_psprintf(pool, INDEX, table, table, indexes[i].columns), CC_DIALECT_PGSQL));
}

cc_status_t cc_trigrams_make(cc_db_t *db)
{
    const char *ops = NULL;
    cc_status_t status =
        cc_db_select_text(db, "cc_trigrams_schema",
                          "SELECT quote_ident(nspname) || '.gin_trgm_ops' FROM pg_catalog.pg_extension e "
                          "JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'",
                          CC_NO_ARGS, schema_row, &ops);

    for (int i = 0; status == CC_OK && folded[i].name; i++) {
        status = cc_db_direct(
            db, "cc_folded_make",
            apr_pstrcat(cc_db_pool(db), "CREATE INDEX IF NOT EXISTS ", folded[i].name, " ON ", folded[i].on, NULL));
    }
    for (int i = 0; status == CC_OK && ops && indexes[i].table; i++) {
        status = make_index(db, i, ops);
    }
    return status;
}

static cc_status_t is_missing(cc_db_t *db, const char *name, int64_t *missing)
{
    return cc_steps_ask(
        db, "SELECT 1 - COUNT(*) FROM pg_catalog.pg_index WHERE indisvalid AND indexrelid = to_regclass(%s)",
        CC_ARGS(name), missing);
}

static cc_status_t missing_folded(cc_db_t *db, int64_t *missing)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && !*missing && folded[i].name; i++) {
        status = is_missing(db, folded[i].name, missing);
    }
    return status;
}

static cc_status_t missing_finds(cc_db_t *db, int64_t *missing)
{
    cc_status_t status = CC_OK;

    for (int i = 0; status == CC_OK && !*missing && indexes[i].table; i++) {
        bool view;
        status = cc_table_is_view(db, indexes[i].table, &view);
        if (status == CC_OK && !view) {
            status = is_missing(db, apr_pstrcat(cc_db_pool(db), indexes[i].table, "_find", NULL), missing);
        }
    }
    return status;
}

cc_status_t cc_trigrams_judge(cc_db_t *db, const char **problem)
{
    int64_t missing = 0;
    bool pgsql, lack = true;
    cc_status_t status = is_pgsql(db, &pgsql);

    *problem = NULL;
    if (status == CC_OK && pgsql) {
        status = cc_trigrams_lack(db, &lack);
    }
    if (status == CC_OK && pgsql) {
        status = missing_folded(db, &missing);
    }
    if (status == CC_OK && !lack && !missing) {
        status = missing_finds(db, &missing);
    }
    *problem = status == CC_OK && missing ? "indexes of texts or of parts of words are missing" : NULL;
    return status;
}
