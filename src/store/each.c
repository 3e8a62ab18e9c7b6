/* Selects of very many rows, batch by batch. Declared in db.h. */
#include "db.h"

#include "../base/text.h"

#include <apr_strings.h>

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
