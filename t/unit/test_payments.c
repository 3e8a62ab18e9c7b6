/* Payment History finds the invoice of each payment by its number, however many invoices the customer has. */
#include "fixture.h"

#include "domain/grid_args.h"
#include "domain/grid_totals.h"

static cc_status_t plan_row(void *baton, const cc_row_t *row)
{
    const char **plan = baton;

    *plan = apr_pstrcat(cc_row_pool(row), *plan, cc_row_text(row, 3), "\n", NULL);
    return CC_OK;
}

/* How SQLite reads it, which has no statistics: nobody makes them. */
static const char *plan_of(fixture_t *f, const char *sql, const apr_array_header_t *args)
{
    const char *plan = "";

    cc_db_select_text(f->ctx.db, "test_payments", apr_pstrcat(f->pool, "EXPLAIN QUERY PLAN ", sql, NULL),
                      cc_grid_bound(args), plan_row, &plan);
    return plan;
}

static void is_by_number(const char *plan, const char *name)
{
    if (!ok(strstr(plan, "SEARCH i USING INDEX invoices_document (customer_id=? AND document_no=?)") != NULL, "%s",
            name)) {
        diag("%s", plan);
    }
}

static void test_invoices(fixture_t *f)
{
    static const char *const types[] = {"T1", NULL};
    cc_settings_t all = cc_settings_default, some = all;
    cc_access_t access = {.customer = {.id = 1}, .role = CC_ROLE_OWNER};
    cc_view_t view = {.current = &access, .settings = &all};
    const cc_grid_def_t *def = cc_grid_def("payment-history");
    apr_array_header_t *args;
    cc_grid_shape_t shape;

    some.invoice_types = types;
    for (int i = 0; i < 2; i++) {
        view.settings = i ? &some : &all;
        shape = cc_grid_shape(def, &view, NULL);
        args = cc_grid_args(&f->ctx, &shape, &view, NULL);
        is_by_number(plan_of(f, cc_grid_sql_totals(f->pool, &shape), args), i ? "totals, some types" : "totals");
        APR_ARRAY_PUSH(args, const char *) = "25";
        APR_ARRAY_PUSH(args, const char *) = "0";
        is_by_number(plan_of(f, cc_grid_sql_rows(f->pool, &shape), args), i ? "rows, some types" : "rows");
    }
}

int main(void)
{
    fixture_t f;

    fixture_open(&f);
    if (on_sqlite(&f)) {
        fixture_fill(&f);
        test_invoices(&f);
    } else {
        ok(true, "servers know how many rows there are");
    }
    fixture_close(&f);
    return done();
}
