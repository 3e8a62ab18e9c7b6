/* Rows: what they have in their columns, and very many of them one after the other. Declared in db.h. */
#include "db_internal.h"

#include "../base/text.h"
#include "sqlite.h"

#include <apr_strings.h>

/* In the memory of the driver; NULL for NULL. */
static const char *entry(const cc_row_t *row, int n)
{
    const char *value = NULL;

    /* pgsql reads NULL as "" through apr_dbd_get_entry; only the datum tells them apart */
    return apr_dbd_datum_get(row->db->conn.driver, row->row, n, APR_DBD_TYPE_STRING, &value) == APR_SUCCESS ? value
                                                                                                            : NULL;
}

const char *cc_row_text(const cc_row_t *row, int n)
{
    return row->sqlite ? cc_sqlite_text(row->db->pool, row->sqlite, n) : apr_pstrdup(row->db->pool, entry(row, n));
}

int64_t cc_row_int(const cc_row_t *row, int n, int64_t absent)
{
    const char *value;

    if (row->sqlite) {
        return cc_sqlite_int(row->sqlite, n, absent);
    }
    value = entry(row, n);
    return value ? apr_atoi64(value) : absent;
}

bool cc_row_bool(const cc_row_t *row, int n)
{
    return cc_row_int(row, n, 0) != 0;
}

apr_pool_t *cc_row_pool(const cc_row_t *row)
{
    return row->db->pool;
}

typedef struct {
    cc_row_fn fn;
    void *baton;
    int64_t last;
    int rows;
} each_t;

static cc_status_t each_row(void *baton, const cc_row_t *row)
{
    each_t *each = baton;

    each->last = cc_row_int(row, 0, 0);
    each->rows++;
    return each->fn(each->baton, row);
}

cc_status_t cc_db_each(cc_db_t *db, cc_sql_t sql, cc_args_t args, cc_row_fn fn, void *baton)
{
    each_t each = {.fn = fn, .baton = baton};
    apr_pool_t *batch, *before = cc_db_pool(db);
    const char **values = apr_pmemdup(before, args.values, args.count * sizeof(*values));
    cc_status_t status;

    apr_pool_create(&batch, before);
    cc_db_set_pool(db, batch);
    do {
        each.rows = 0;
        status = cc_db_select(db, sql, (cc_args_t){args.count, values}, each_row, &each);
        apr_pool_clear(batch);
        values[0] = cc_text_int(batch, each.last);
    } while (status == CC_OK && each.rows > 0);
    cc_db_set_pool(db, before);
    apr_pool_destroy(batch);
    return status;
}
