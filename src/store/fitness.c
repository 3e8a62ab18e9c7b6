#include "fitness.h"

#include <string.h>

static cc_status_t text_row(void *baton, const cc_row_t *row)
{
    *(const char **)baton = cc_row_text(row, 0);
    return CC_OK;
}

/* What `sql` answers in this database if it is another text than `good`. */
static cc_status_t ask(cc_db_t *db, cc_dialect_t dialect, const char *sql, const char *good, const char **other)
{
    cc_dialect_t present;
    cc_status_t status = cc_db_dialect(db, &present);

    *other = NULL;
    if (status == CC_OK && present == dialect) {
        status = cc_db_select_text(db, "cc_fitness", sql, CC_NO_ARGS, text_row, other);
    }
    if (*other && !strcmp(*other, good)) {
        *other = NULL;
    }
    return status;
}

cc_status_t cc_fitness_encoding(cc_db_t *db, const char **encoding)
{
    return ask(db, CC_DIALECT_PGSQL, "SELECT current_setting('server_encoding')", "UTF8", encoding);
}

cc_status_t cc_fitness_journal(cc_db_t *db, const char **mode)
{
    return ask(db, CC_DIALECT_SQLITE, "PRAGMA journal_mode", "wal", mode);
}

cc_status_t cc_fitness_use_wal(cc_db_t *db, const char **mode)
{
    return ask(db, CC_DIALECT_SQLITE, "PRAGMA journal_mode=WAL", "wal", mode);
}
