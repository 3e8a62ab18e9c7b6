#include "statistics.h"

#include "document_tables.h"
#include "rows.h"

#include <apr_strings.h>

/* Besides those of documents. */
static const char *const tables[] = {"parties",          "customers",       "persons", "users",
                                     "user_identifiers", "external_access", "audit",   NULL};

/* Each by itself: one that cannot be had keeps nobody from the others. A view has none, and what a foreign table is
 * made of is counted elsewhere. */
static void renew(cc_db_t *db, cc_dialect_t dialect, const char *table)
{
    bool view;
    int rows = 0;

    if (cc_table_is_view(db, table, &view) != CC_OK || view) {
        return;
    }
    if (dialect == CC_DIALECT_PGSQL) {
        cc_db_direct(db, "cc_statistics", apr_pstrcat(cc_db_pool(db), "ANALYZE ", table, NULL));
    } else { /* answers with rows */
        cc_db_select_text(db, "cc_statistics", apr_pstrcat(cc_db_pool(db), "ANALYZE TABLE ", table, NULL), CC_NO_ARGS,
                          cc_count_row, &rows);
    }
}

void cc_statistics_renew(cc_db_t *db)
{
    cc_dialect_t dialect;
    cc_status_t status = cc_db_dialect(db, &dialect);

    if (status != CC_OK || dialect == CC_DIALECT_SQLITE) {
        return;
    }
    for (const char *const *table = tables; *table; table++) {
        renew(db, dialect, *table);
    }
    for (int i = 0; i < CC_DOCUMENT_TABLES; i++) {
        renew(db, dialect, cc_document_tables[i].name);
    }
}
