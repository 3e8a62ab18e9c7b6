/* Style sheets and scripts from memory, and the health check: reachable without sign-in. */
#include "pages.h"

#include "health.h"
#include "respond.h"

#include <apr_buckets.h>
#include <http_protocol.h>
#include <string.h>

static int send_asset(request_rec *r, const cc_asset_t *asset)
{
    apr_bucket_brigade *bb = apr_brigade_create(r->pool, r->connection->bucket_alloc);

    APR_BRIGADE_INSERT_TAIL(bb,
                            apr_bucket_pool_create(asset->data, asset->length, r->pool, r->connection->bucket_alloc));
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(r->connection->bucket_alloc));
    return ap_pass_brigade(r->output_filters, bb) == APR_SUCCESS ? OK : AP_FILTER_ERROR;
}

int cc_assets_get(cc_request_t *req)
{
    request_rec *r = req->r;
    const cc_asset_t *asset = cc_engine_asset(req->server->engine, r->pool, req->path + strlen("/assets/"));
    const char *version = cc_form_get(req->query, "v");
    int status;

    if (!asset) {
        return cc_respond_text(r, HTTP_NOT_FOUND, "Not found\n");
    }
    apr_table_setn(r->headers_out, "ETag", asset->etag);
    ap_set_content_type(r, asset->content_type);
    status = ap_meets_conditions(r);
    if (status != OK && status != HTTP_NOT_MODIFIED) {
        return status; /* which nobody keeps in place of the asset */
    }
    /* an address with the present version may be kept for ever; any other is asked for again */
    apr_table_setn(r->err_headers_out, "Cache-Control",
                   version && !strcmp(version, cc_engine_version(req->server->engine))
                       ? "public, max-age=31536000, immutable"
                       : "public, no-cache");
    if (status == HTTP_NOT_MODIFIED) {
        r->status = status; /* not returned, which would take mod_cache out, whose question this may be */
        return OK;
    }
    ap_set_content_length(r, (apr_off_t)asset->length);
    return send_asset(r, asset); /* of HEAD as well: filters have to know what they announce */
}

int cc_healthz_get(cc_request_t *req)
{
    cc_health_t health;

    cc_health_ask(req->ctx.db, &health);
    if (!health.fit) {
        return cc_respond_text(req->r, HTTP_SERVICE_UNAVAILABLE,
                               health.up ? "the schema is not the right one\n" : "the database does not answer\n");
    }
    return cc_respond_text(req->r, HTTP_OK, "ok\n");
}
