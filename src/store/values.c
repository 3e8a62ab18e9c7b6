/* Declared in values.h. */
#include "values.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>

int cc_sql_params(const char *sql)
{
    int count = 0;

    for (; *sql; sql++) {
        if (*sql == '%') {
            sql++;
            count += *sql != '%';
        }
    }
    return count;
}

static const char *quoted(apr_pool_t *pool, const cc_conn_t *conn, const char *value)
{
    return value ? apr_pstrcat(pool, "'", apr_dbd_escape(conn->driver, pool, value, conn->handle), "'", NULL) : "NULL";
}

const char *cc_sql_with_values(apr_pool_t *pool, const cc_conn_t *conn, const char *sql, cc_args_t args)
{
    apr_array_header_t *parts = apr_array_make(pool, 2 * args.count + 1, sizeof(const char *));
    int n = 0;

    for (const char *at; (at = strchr(sql, '%')) != NULL;) {
        bool percent = at[1] == '%';
        APR_ARRAY_PUSH(parts, const char *) = apr_pstrmemdup(pool, sql, (apr_size_t)(at - sql) + percent);
        sql = at + 2;
        if (!percent) {
            while (sql[-1] == 'l') { /* of %lld */
                sql++;
            }
            APR_ARRAY_PUSH(parts, const char *) = quoted(pool, conn, args.values[n++]);
        }
    }
    APR_ARRAY_PUSH(parts, const char *) = sql;
    return apr_array_pstrcat(pool, parts, 0);
}
