#include "form.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>
#include <http_protocol.h>

typedef struct {
    const char *name, *value;
} field_t;

struct cc_form_t {
    apr_array_header_t *fields; /* of field_t, in the order sent */
    int fields_max;
};

static cc_form_t *make(apr_pool_t *pool)
{
    cc_form_t *form = apr_palloc(pool, sizeof(*form));

    form->fields = apr_array_make(pool, 8, sizeof(field_t));
    form->fields_max = CC_FORM_FIELDS_MAX;
    return form;
}

static bool add(cc_form_t *form, const char *name, const char *value)
{
    if (!cc_text_is_utf8(value, strlen(value)) || !cc_text_is_utf8(name, strlen(name))) {
        return false;
    }
    *(field_t *)apr_array_push(form->fields) = (field_t){name, value};
    return true;
}

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

/* Splits name=value&… and decodes; `text` is written to. OK, 400 or 413. */
static int parse(cc_form_t *form, char *text)
{
    char *state;

    for (char *name = apr_strtok(text, "&", &state); name; name = apr_strtok(NULL, "&", &state)) {
        char *value = strchr(name, '=');
        if (value) {
            *value++ = '\0';
        } else {
            value = name + strlen(name);
        }
        if (form->fields->nelts >= form->fields_max) {
            return HTTP_REQUEST_ENTITY_TOO_LARGE;
        }
        /* not OK: a broken escape or a NUL */
        if (ap_unescape_urlencoded(name) != OK || ap_unescape_urlencoded(value) != OK || !add(form, name, value)) {
            return HTTP_BAD_REQUEST;
        }
    }
    return OK;
}

int cc_form_read_body(request_rec *r, bool panel, cc_form_t **out)
{
    const char *announced = apr_table_get(r->headers_in, "Content-Length");
    apr_int64_t length = announced ? apr_atoi64(announced) : 0;
    long max = panel ? CC_FORM_PANEL_BYTES_MAX : CC_FORM_BYTES_MAX;
    cc_form_t *form = make(r->pool);
    char *body;
    int status;

    *out = form;
    form->fields_max = panel ? CC_FORM_PANEL_FIELDS_MAX : CC_FORM_FIELDS_MAX;
    if (length > max) {
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    }
    if (!is_form(apr_table_get(r->headers_in, "Content-Type"))) {
        /* nothing at all is no form of another type: the token will be missed next */
        bool something = length > 0 || apr_table_get(r->headers_in, "Transfer-Encoding");
        return something ? HTTP_UNSUPPORTED_MEDIA_TYPE : OK;
    }
    status = read_body(r, length > 0 ? (long)length : max, &body);
    return status == OK ? parse(form, body) : status;
}

int cc_form_read_query(request_rec *r, cc_form_t **out)
{
    *out = make(r->pool);
    return parse(*out, apr_pstrdup(r->pool, r->args ? r->args : "")) == OK ? OK : HTTP_BAD_REQUEST;
}

const char *cc_form_get(const cc_form_t *form, const char *name)
{
    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        if (!strcmp(field->name, name)) {
            return field->value;
        }
    }
    return NULL;
}

const char *cc_form_list(const cc_form_t *form, apr_pool_t *pool, const char *name)
{
    const char *list = NULL;

    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        if (!strcmp(field->name, name)) {
            list = list ? apr_pstrcat(pool, list, ",", field->value, NULL) : field->value;
        }
    }
    return list;
}

bool cc_form_repeated(const cc_form_t *form, const char *name)
{
    int count = 0;

    for (int i = 0; form && i < form->fields->nelts; i++) {
        count += !strcmp(APR_ARRAY_IDX(form->fields, i, field_t).name, name);
    }
    return count > 1;
}

void cc_form_every(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton)
{
    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        visit(baton, field->name, field->value);
    }
}

void cc_form_each(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton)
{
    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        if (cc_form_get(form, field->name) == field->value) {
            visit(baton, field->name, field->value);
        }
    }
}
