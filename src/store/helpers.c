#include "helpers.h"

#include "document_tables.h"
#include "schema_counts.h"
#include "schema_finds.h"
#include "schema_keys.h"
#include "schema_lists.h"
#include "schema_mariadb.h"
#include "schema_sqlite.h"
#include "schema_steps.h"
#include "schema_trigrams.h"

#include <apr_strings.h>
#include <string.h>

#define TRIES 20

static bool is_order(const char *kind)
{
    return !strcmp(kind, "orders");
}

/* ---- are they there? ---- */

cc_status_t cc_helpers_present(cc_db_t *db, const char *kind, bool *present)
{
    cc_dialect_t dialect;
    int64_t count = 0;
    cc_status_t status = cc_db_dialect(db, &dialect);

    for (const cc_schema_sqlite_t *helpers = cc_schema_sqlite;
         status == CC_OK && dialect == CC_DIALECT_SQLITE && helpers->kind; helpers++) {
        if (!strcmp(helpers->kind, kind)) {
            status = cc_db_schema_number(db, helpers->kind, CC_SQL_HELPERS_SQLITE,
                                         CC_ARGS(helpers->words, helpers->inserted, cc_schema_sqlite_counting), &count);
        }
    }
    *present = count == 3;
    return status;
}

cc_status_t cc_helpers_choices(cc_db_t *db, const char *kind, const char *index, cc_choices_from_t *choices)
{
    static const cc_choices_from_t along[CC_DIALECTS] = {[CC_DIALECT_SQLITE] = CC_CHOICES_GROUPED,
                                                         [CC_DIALECT_PGSQL] = CC_CHOICES_STEPWISE,
                                                         [CC_DIALECT_MYSQL] = CC_CHOICES_SKIPPING};
    cc_dialect_t dialect;
    bool has = false;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *choices = CC_CHOICES_GROUPED;
    if (status != CC_OK || !index || along[dialect] == CC_CHOICES_GROUPED) {
        return status;
    }
    status = cc_table_has_index(db, kind, index, &has);
    if (status == CC_OK && has) {
        *choices = along[dialect];
    }
    return status;
}

/* ---- are they right? ---- */

/* Totals of the documents, with `extra` among the columns, less those that are kept; or the other way round. */
static const char *difference(apr_pool_t *pool, const char *kind, const char *extra, const char *kept, bool backwards)
{
    const char *made =
        apr_psprintf(pool,
                     "SELECT customer_id, %s date, type_code, type_key, %s, currency, COUNT(*), SUM(amount / 1000000), "
                     "SUM(amount %%%% 1000000) FROM %s GROUP BY 1, 2, 3, 4, 5, 6%s",
                     extra ? extra : "", is_order(kind) ? "status_key" : "''", kind, extra ? ", 7" : "");
    const char *found = apr_psprintf(pool,
                                     "SELECT customer_id, %s date, type_code, type_key, status_key, currency, count, "
                                     "ones, millionths FROM %s AND date < '" CC_MONTHS "' AND kind = '%s'",
                                     extra ? "text," : "", kept, kind);

    return apr_pstrcat(pool, "SELECT COUNT(*) FROM (", backwards ? found : made, " EXCEPT ", backwards ? made : found,
                       ")", NULL);
}

/* Totals of months, in a table that begins with these columns, less the days that they have; or the other way round.
 * `which`: those that have days. */
static const char *months(apr_pool_t *pool, const char *kind, const char *table, const char *columns, const char *which,
                          bool backwards)
{
    const char *days = apr_psprintf(pool,
                                    "SELECT %s, '" CC_MONTHS "' || SUBSTR(date, 1, 7) AS month, type_code, type_key, "
                                    "status_key, currency, SUM(count), SUM(ones), SUM(millionths) FROM %s WHERE kind = "
                                    "'%s' AND date < '" CC_MONTHS "' GROUP BY %s, month, type_code, type_key, "
                                    "status_key, currency",
                                    columns, table, kind, columns);
    const char *kept = apr_psprintf(pool,
                                    "SELECT %s, date, type_code, type_key, status_key, currency, count, ones, "
                                    "millionths FROM %s WHERE kind = '%s' AND date >= '" CC_MONTHS "' AND date < "
                                    "'" CC_ALL_TIME "'%s",
                                    columns, table, kind, which);

    return apr_pstrcat(pool, "SELECT COUNT(*) FROM (", backwards ? days : kept, " EXCEPT ", backwards ? kept : days,
                       ")", NULL);
}

/* Totals of all time less the months that they have; or the other way round. Only steps of amounts have them. */
static const char *all_time(apr_pool_t *pool, const char *kind, bool backwards)
{
    static const char groups[] = "customer_id, text, type_code, type_key, status_key, currency";
    const char *of = apr_psprintf(pool, " FROM document_parts WHERE kind = '%s' AND part = 4 AND date", kind);
    const char *made = apr_pstrcat(pool, "SELECT ", groups, ", SUM(count), SUM(ones), SUM(millionths)", of,
                                   " >= '" CC_MONTHS "' AND date < '" CC_ALL_TIME "' GROUP BY ", groups, NULL);
    const char *kept =
        apr_pstrcat(pool, "SELECT ", groups, ", count, ones, millionths", of, " = '" CC_ALL_TIME "'", NULL);

    return apr_pstrcat(pool, "SELECT COUNT(*) FROM (", backwards ? made : kept, " EXCEPT ", backwards ? kept : made,
                       ")", NULL);
}

static cc_status_t compare(cc_db_t *db, const char *kind, const char **problem)
{
    apr_pool_t *pool = cc_db_pool(db);
    const char *notes = is_order(kind) ? "notes_key," : "'',";
    const char *steps = "SUBSTR('-', 1, amount < 0) || CHAR(64 + LENGTH(ABS(amount))),";
    /* three letters and steps of three digits are not counted by day */
    const char *with_days = " AND NOT (part IN (1, 3) AND LENGTH(text) = 3) AND NOT (part = 4 AND text GLOB "
                            "'*[0-9][0-9][0-9]')";
    const char *of_months = "the totals of months are not those of their days";
    const char *ids = "(SELECT rowid AS id FROM %s_search WHERE %s_search MATCH '\"' || char(10, 10, 10) || '\"')";
    const struct {
        const char *sql, *problem;
    } questions[] = {
        {difference(pool, kind, NULL, "document_totals WHERE 1 = 1", false),
         "the totals are not those of the documents"},
        {difference(pool, kind, NULL, "document_totals WHERE 1 = 1", true),
         "the totals are not those of the documents"},
        {difference(pool, kind, notes, "document_parts WHERE part = 0", false),
         "the totals of notes are not those of the documents"},
        {difference(pool, kind, notes, "document_parts WHERE part = 0", true),
         "the totals of notes are not those of the documents"},
        {difference(pool, kind, steps, "document_parts WHERE part = 4 AND text NOT GLOB '*[0-9]'", false),
         "the totals of amounts are not those of the documents"},
        {difference(pool, kind, steps, "document_parts WHERE part = 4 AND text NOT GLOB '*[0-9]'", true),
         "the totals of amounts are not those of the documents"},
        {months(pool, kind, "document_totals", "customer_id", "", false), of_months},
        {months(pool, kind, "document_totals", "customer_id", "", true), of_months},
        {months(pool, kind, "document_parts", "customer_id, part, text", with_days, false), of_months},
        {months(pool, kind, "document_parts", "customer_id, part, text", with_days, true), of_months},
        {all_time(pool, kind, false), "the totals of all time are not those of their months"},
        {all_time(pool, kind, true), "the totals of all time are not those of their months"},
        {apr_psprintf(pool,
                      apr_pstrcat(pool, "SELECT COUNT(*) FROM (SELECT id FROM ", kind, " EXCEPT SELECT id FROM ", ids,
                                  ")", NULL),
                      kind, kind),
         "the text index lacks documents"},
        {apr_psprintf(pool,
                      apr_pstrcat(pool, "SELECT COUNT(*) FROM (SELECT id FROM ", ids, " EXCEPT SELECT id FROM ", kind,
                                  ")", NULL),
                      kind, kind),
         "the text index has documents that are not there"},
    };
    cc_status_t status = CC_OK;

    for (size_t i = 0; status == CC_OK && !*problem && i < sizeof(questions) / sizeof(questions[0]); i++) {
        int64_t count;
        status = cc_steps_ask(db, questions[i].sql, CC_NO_ARGS, &count);
        *problem = count ? questions[i].problem : NULL;
    }
    return status;
}

static cc_status_t judge_documents(cc_db_t *db, const cc_schema_sqlite_t *helpers, const char **problem)
{
    cc_dialect_t dialect;
    bool view = false, common, made;
    cc_status_t status = cc_db_dialect(db, &dialect);

    *problem = NULL;
    if (status == CC_OK && dialect == CC_DIALECT_SQLITE) {
        status = cc_table_is_view(db, helpers->kind, &view);
    }
    if (status != CC_OK || dialect != CC_DIALECT_SQLITE || view) {
        return status;
    }
    status = cc_steps_made(db, cc_schema_sqlite_common, &common);
    if (status == CC_OK) {
        status = cc_steps_made(db, helpers->make, &made);
    }
    if (status == CC_OK && !(common && made)) {
        *problem = "totals or text index are missing or of another version";
        return CC_OK;
    }
    return status == CC_OK ? compare(db, helpers->kind, problem) : status;
}

static cc_status_t judge_orders(cc_db_t *db, const char **problem)
{
    return judge_documents(db, &cc_schema_sqlite[0], problem);
}

static cc_status_t judge_invoices(cc_db_t *db, const char **problem)
{
    return judge_documents(db, &cc_schema_sqlite[1], problem);
}

/* ---- making them anew ---- */

/* What both tables share is empty or of another version only together with what belongs to each. */
static cc_status_t make_common(cc_db_t *db, bool *made)
{
    static const char *const drop[] = {"DROP VIEW IF EXISTS document_counted", "DROP TABLE IF EXISTS document_totals",
                                       "DROP TABLE IF EXISTS document_parts", NULL};
    cc_status_t status = cc_steps_made(db, cc_schema_sqlite_common, made);

    if (status != CC_OK || *made) {
        return status;
    }
    status = cc_db_begin(db);
    for (const cc_schema_sqlite_t *helpers = cc_schema_sqlite; status == CC_OK && helpers->kind; helpers++) {
        status = cc_steps_run(db, helpers->drop_triggers);
    }
    if (status == CC_OK) {
        status = cc_steps_run(db, drop);
    }
    if (status == CC_OK) {
        status = cc_steps_run(db, cc_schema_sqlite_common);
    }
    return cc_db_end(db, status);
}

static cc_status_t make_documents(cc_db_t *db, const cc_schema_sqlite_t *helpers)
{
    return cc_steps_make(db, helpers->drop, helpers->make, helpers->fill);
}

static cc_status_t make_orders(cc_db_t *db)
{
    return make_documents(db, &cc_schema_sqlite[0]);
}

static cc_status_t make_invoices(cc_db_t *db)
{
    return make_documents(db, &cc_schema_sqlite[1]);
}

/* ---- all of them ---- */

typedef struct {
    const char *name; /* NULL: the last */
    /* what is wrong, in English; NULL: nothing, or this database has none */
    cc_status_t (*judge)(cc_db_t *db, const char **problem);
    cc_status_t (*make)(cc_db_t *db); /* anew, inside a transaction */
} helper_t;

static const helper_t helpers[] = {{"keys", cc_keys_judge, cc_keys_fill},
                                   {"list_counts", cc_lists_judge, cc_lists_make},
                                   {"list_counts", cc_counts_judge, cc_counts_make},
                                   {"list_counts", cc_mariadb_judge, cc_mariadb_make},
                                   {"text indexes", cc_finds_judge, cc_finds_make},
                                   {"text indexes", cc_trigrams_judge, cc_trigrams_make},
                                   {"orders", judge_orders, make_orders},
                                   {"invoices", judge_invoices, make_invoices},
                                   {NULL, NULL, NULL}};

cc_status_t cc_helpers_check(cc_db_t *db, cc_helpers_fn fn, void *baton)
{
    cc_status_t status = CC_OK;

    for (const helper_t *helper = helpers; status == CC_OK && helper->name; helper++) {
        const char *problem;
        status = helper->judge(db, &problem);
        if (problem) {
            fn(baton, helper->name, problem);
        }
    }
    return status;
}

static cc_status_t repair(cc_db_t *db, const helper_t *helper, cc_helpers_fn fn, void *baton)
{
    const char *problem;
    cc_status_t status = helper->judge(db, &problem);

    if (status != CC_OK || !problem) {
        return status;
    }
    if (fn) {
        fn(baton, helper->name, problem);
    }
    status = cc_db_bulk(db);
    if (status == CC_OK) {
        status = cc_db_begin(db);
    }
    return status == CC_OK ? cc_db_end(db, helper->make(db)) : status;
}

cc_status_t cc_helpers_repair(cc_db_t *db, cc_helpers_fn fn, void *baton)
{
    cc_dialect_t dialect;
    bool made;
    cc_status_t status = cc_db_dialect(db, &dialect);

    if (status == CC_OK && dialect != CC_DIALECT_SQLITE) {
        status = cc_trigrams_extend(db);
    } else if (status == CC_OK) {
        /* somebody else may do the same at the same time: then the schema changes under a statement */
        status = CC_FAILED;
        for (int tries = 0; status == CC_FAILED && tries < TRIES; tries++) {
            status = make_common(db, &made);
        }
    }
    for (const helper_t *helper = helpers; status == CC_OK && helper->name; helper++) {
        status = CC_FAILED;
        for (int tries = 0; status == CC_FAILED && tries < TRIES; tries++) {
            status = repair(db, helper, fn, baton);
        }
    }
    return status;
}

cc_status_t cc_helpers_hold(cc_db_t *db)
{
    cc_status_t status = cc_finds_hold(db);

    return status == CC_OK ? cc_counts_hold(db) : status;
}

cc_status_t cc_helpers_release(cc_db_t *db)
{
    cc_status_t status = cc_finds_release(db);

    return status == CC_OK ? cc_counts_release(db) : status;
}
