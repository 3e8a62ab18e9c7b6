#include "form_read.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>
#include <http_protocol.h>

static bool is_form(const char *content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    size_t length = sizeof(form) - 1;

    return content_type && !strncasecmp(content_type, form, length) &&
           (!content_type[length] || content_type[length] == ';' || content_type[length] == ' ');
}

/* The whole body, at most `max` bytes: OK, 400 or 413. */
static int read_body(request_rec *r, long max, char **body)
{
    char *buffer = apr_palloc(r->pool, (apr_size_t)max + 2);
    long used = 0, got = 0;
    int status = ap_setup_client_block(r, REQUEST_CHUNKED_DECHUNK);

    *body = buffer;
    if (status != OK) {
        return status;
    }
    if (ap_should_client_block(r)) {
        while ((got = ap_get_client_block(r, buffer + used, (apr_size_t)(max + 1 - used))) > 0) {
            used += got;
            if (used > max) {
                return HTTP_REQUEST_ENTITY_TOO_LARGE;
            }
        }
    }
    buffer[used] = '\0';
    return got < 0 || strlen(buffer) != (size_t)used ? HTTP_BAD_REQUEST : OK;
}

int cc_form_read_body(request_rec *r, bool panel, cc_form_t **form)
{
    const char *announced = apr_table_get(r->headers_in, "Content-Length");
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
    status = read_body(r, length > 0 ? (long)length : max, &body);
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
