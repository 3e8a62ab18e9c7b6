#include "form.h"

#include "../base/text.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>
#include <util_script.h>

typedef struct {
    const char *name, *value;
} field_t;

struct cc_form_t {
    apr_array_header_t *fields; /* of field_t, in the order sent */
};

static cc_form_t *make(apr_pool_t *pool)
{
    cc_form_t *form = apr_palloc(pool, sizeof(*form));

    form->fields = apr_array_make(pool, 8, sizeof(field_t));
    return form;
}

static bool add(cc_form_t *form, const char *name, const char *value, size_t length)
{
    if (!cc_text_is_utf8(value, length) || !cc_text_is_utf8(name, strlen(name))) {
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

int cc_form_read_body(request_rec *r, cc_form_t **out)
{
    const char *announced = apr_table_get(r->headers_in, "Content-Length");
    cc_form_t *form = make(r->pool);
    apr_array_header_t *pairs;
    int status;

    *out = form;
    if (announced && apr_atoi64(announced) > CC_FORM_BYTES_MAX) {
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    }
    if (!is_form(apr_table_get(r->headers_in, "Content-Type"))) {
        /* nothing at all is no form of another type: the token will be missed next */
        bool body = (announced && apr_atoi64(announced) > 0) || apr_table_get(r->headers_in, "Transfer-Encoding");
        return body ? HTTP_UNSUPPORTED_MEDIA_TYPE : OK;
    }
    status = ap_parse_form_data(r, NULL, &pairs, CC_FORM_FIELDS_MAX, CC_FORM_BYTES_MAX);
    if (status != OK) {
        return status;
    }
    for (int i = 0; i < pairs->nelts; i++) {
        ap_form_pair_t *pair = &APR_ARRAY_IDX(pairs, i, ap_form_pair_t);
        char *value;
        apr_size_t length;
        if (apr_brigade_pflatten(pair->value, &value, &length, r->pool) != APR_SUCCESS) {
            return HTTP_INTERNAL_SERVER_ERROR;
        }
        if (!add(form, pair->name, length ? apr_pstrmemdup(r->pool, value, length) : "", length)) {
            return HTTP_BAD_REQUEST;
        }
    }
    return OK;
}

int cc_form_read_query(request_rec *r, cc_form_t **out)
{
    cc_form_t *form = make(r->pool);
    char *state, *rest = apr_pstrdup(r->pool, r->args ? r->args : "");

    *out = form;
    for (char *pair = apr_strtok(rest, "&", &state); pair; pair = apr_strtok(NULL, "&", &state)) {
        char *value = strchr(pair, '=');
        if (value) {
            *value++ = '\0';
        } else {
            value = apr_pstrdup(r->pool, "");
        }
        /* 404 is what httpd says to %00 and %2F; in a query the latter is harmless */
        int bad = ap_unescape_urlencoded(pair) == HTTP_BAD_REQUEST || ap_unescape_urlencoded(value) == HTTP_BAD_REQUEST;
        if (bad || form->fields->nelts >= CC_FORM_FIELDS_MAX || !add(form, pair, value, strlen(value))) {
            return HTTP_BAD_REQUEST;
        }
    }
    return OK;
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

void cc_form_each(const cc_form_t *form, void (*visit)(void *baton, const char *name, const char *value), void *baton)
{
    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        if (cc_form_get(form, field->name) == field->value) {
            visit(baton, field->name, field->value);
        }
    }
}
