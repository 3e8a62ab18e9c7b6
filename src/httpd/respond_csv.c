/* Downloads as CSV (RFC 4180), written while they are read. Declared in respond.h. */
#include "respond.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <http_protocol.h>

void cc_respond_csv_begin(cc_request_t *req, const char *name)
{
    ap_set_content_type(req->r, "text/csv; charset=utf-8; header=present");
    apr_table_setn(req->r->headers_out, "Content-Disposition",
                   apr_pstrcat(req->r->pool, "attachment; filename=\"", name, ".csv\"", NULL));
}

static void cell(request_rec *r, apr_pool_t *pool, int n, const char *text)
{
    ap_rputs(n ? "," : "", r);
    ap_rputs(cc_escape_csv(pool, text), r);
}

void cc_respond_csv_cell(cc_request_t *req, int n, const char *text)
{
    cell(req->r, req->r->pool, n, text);
}

void cc_respond_csv_end_row(cc_request_t *req)
{
    ap_rputs("\r\n", req->r);
}

typedef struct {
    cc_request_t *req;
    bool begun;
} csv_t;

/* Money as a plain number, which programs read; everything else as lists show it. */
static const char *csv_text(apr_pool_t *pool, const cc_grid_column_t *column, const char *value)
{
    return column->type == CC_COLUMN_MONEY && value ? value : cc_grid_cell_text(pool, column, value, "en");
}

static cc_status_t csv_batch(void *baton, const cc_grid_result_t *batch)
{
    csv_t *csv = baton;
    request_rec *r = csv->req->r;
    const cc_grid_query_t *query = batch->query;
    apr_pool_t *pool = batch->rows->pool;

    for (int i = 0; !csv->begun && i < query->column_count; i++) {
        cell(r, pool, i, batch->def->columns[query->columns[i]].title);
    }
    ap_rputs(csv->begun ? "" : "\r\n", r);
    csv->begun = true;
    for (int n = 0; n < batch->rows->nelts; n++) {
        const cc_grid_row_t *row = &APR_ARRAY_IDX(batch->rows, n, cc_grid_row_t);
        for (int i = 0; i < query->column_count; i++) {
            int column = query->columns[i];
            cell(r, pool, i, csv_text(pool, &batch->def->columns[column], row->values[column]));
        }
        ap_rputs("\r\n", r);
    }
    return r->connection->aborted ? CC_FAILED : CC_OK;
}

bool cc_respond_wants_csv(const cc_request_t *req)
{
    return cc_text_same(cc_form_get(req->query, "format"), "csv");
}

int cc_respond_csv(cc_request_t *req, const char *grid)
{
    request_rec *r = req->r;
    const cc_grid_def_t *def = cc_grid_of(r->pool, &req->view, grid);
    cc_grid_query_t query;
    csv_t csv = {req, false};
    cc_status_t status = cc_grid_query_make(&req->ctx, def, &req->view, cc_request_grid_param, req, &query);

    if (status != CC_OK) {
        return cc_respond_status(req, status);
    }
    cc_respond_csv_begin(req, def->name);
    if (r->header_only) {
        cc_db_release(req->ctx.db); /* a slow reader must not hold a connection */
        ap_rflush(r);               /* before the end, of which filters that compress would make a length */
        return OK;
    }
    status = cc_grid_all(&req->ctx, def, &req->view, &query, csv_batch, &csv);
    if (status != CC_OK && !csv.begun) {
        apr_table_unset(r->headers_out, "Content-Disposition");
        return cc_respond_status(req, status);
    }
    if (status != CC_OK) {
        r->connection->keepalive = AP_CONN_CLOSE; /* a cut answer, rather than one that looks complete */
        return AP_FILTER_ERROR;
    }
    return OK;
}

int cc_respond_list(cc_request_t *req, const char *grid)
{
    return cc_respond_wants_csv(req) ? cc_respond_csv(req, grid) : cc_respond_page(req, HTTP_OK, grid, NULL);
}
