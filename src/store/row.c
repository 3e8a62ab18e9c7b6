/* Rows: what they have in their columns. Declared in db.h. */
#include "db_internal.h"

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
