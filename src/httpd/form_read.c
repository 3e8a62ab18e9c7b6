#include "form_read.h"

#include <apr_buckets.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <http_protocol.h>
#include <string.h>
#include <util_filter.h>

static bool is_form(const char *content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    size_t length = sizeof(form) - 1;

    return content_type && !strncasecmp(content_type, form, length) &&
           (!content_type[length] || content_type[length] == ';' || content_type[length] == ' ');
}

#define EMPTY_MAX 100 /* pieces in a row; a filter that is at work has something long before */

/* Adds the next piece, of `room` bytes at most. ap_get_client_block() would itself answer a body that cannot be read.
 */
static apr_status_t read_piece(request_rec *r, apr_bucket_brigade *piece, char *at, apr_size_t *room, bool *end)
{
    apr_status_t rv = APR_SUCCESS;

    /* mod_deflate has nothing yet when all that came is the beginning of what it unpacks */
    for (int i = 0; rv == APR_SUCCESS && i < EMPTY_MAX && APR_BRIGADE_EMPTY(piece); i++) {
        rv = ap_get_brigade(r->input_filters, piece, AP_MODE_READBYTES, APR_BLOCK_READ, (apr_off_t)*room);
    }
    if (rv == APR_SUCCESS) {
        rv = APR_BRIGADE_EMPTY(piece) ? APR_EGENERAL : apr_brigade_flatten(piece, at, room);
    }
    if (rv == APR_SUCCESS) {
        *end = APR_BUCKET_IS_EOS(APR_BRIGADE_LAST(piece));
    }
    apr_brigade_cleanup(piece);
    return rv;
}

/* The whole body, at most `max` bytes: OK, or what is wrong. */
static int read_body(request_rec *r, apr_size_t max, char **body)
{
    apr_bucket_brigade *piece = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    char *buffer = apr_palloc(r->pool, max + 2);
    apr_size_t used = 0, got;
    int status = ap_setup_client_block(r, REQUEST_CHUNKED_DECHUNK);

    *body = buffer;
    if (status != OK) {
        return status;
    }
    for (bool end = false; !end; used += got) {
        got = max + 1 - used;
        apr_status_t rv = read_piece(r, piece, buffer + used, &got, &end);
        if (rv != APR_SUCCESS) {
            return ap_map_http_request_error(rv, HTTP_BAD_REQUEST);
        }
        if (got > max - used) {
            return HTTP_REQUEST_ENTITY_TOO_LARGE;
        }
    }
    buffer[used] = '\0';
    return strlen(buffer) == used ? OK : HTTP_BAD_REQUEST;
}

int cc_form_read_body(request_rec *r, bool panel, cc_form_t **form)
{
    const char *announced = apr_table_get(r->headers_in, "Content-Length");
    bool coded = apr_table_get(r->headers_in, "Content-Encoding") != NULL; /* mod_deflate may make more of it */
    apr_int64_t length = announced ? apr_atoi64(announced) : 0;
    long max = panel ? CC_FORM_PANEL_BYTES_MAX : CC_FORM_BYTES_MAX;
    char *body;
    int status;

    cc_form_parse(r->pool, "", 0, form);
    if (length > max) {
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    }
    if (!is_form(apr_table_get(r->headers_in, "Content-Type"))) {
        /* nothing at all is no form of another type: the token will be missed next */
        bool something = length > 0 || apr_table_get(r->headers_in, "Transfer-Encoding");
        return something ? HTTP_UNSUPPORTED_MEDIA_TYPE : OK;
    }
    status = read_body(r, length > 0 && !coded ? (apr_size_t)length : (apr_size_t)max, &body);
    if (status != OK) {
        return status;
    }
    switch (cc_form_parse(r->pool, body, panel ? CC_FORM_PANEL_FIELDS_MAX : CC_FORM_FIELDS_MAX, form)) {
    case CC_OK: return OK;
    case CC_REFUSED: return HTTP_REQUEST_ENTITY_TOO_LARGE;
    default: return HTTP_BAD_REQUEST;
    }
}

int cc_form_read_query(request_rec *r, cc_form_t **form)
{
    return cc_form_parse(r->pool, r->args ? r->args : "", CC_FORM_FIELDS_MAX, form) == CC_OK ? OK : HTTP_BAD_REQUEST;
}
