#include "form.h"

#include "text.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

typedef struct {
    const char *name, *value;
} field_t;

struct cc_form_t {
    apr_array_header_t *fields; /* of field_t, in the order sent */
};

/* Browsers send each end of a line as CR LF, whatever the page had. */
static void unify_line_ends(char *text)
{
    char *out = text;

    for (const char *p = text; *p; p++) {
        if (*p != '\r') {
            *out++ = *p;
        } else if (p[1] != '\n') {
            *out++ = '\n';
        }
    }
    *out = '\0';
}

/* In place; false: a broken escape, a NUL, or not UTF-8. */
static bool decode(char *text)
{
    apr_status_t status = apr_unescape_url(text, text, APR_ESCAPE_STRING, NULL, NULL, 1, NULL);

    unify_line_ends(text);
    /* APR_NOTFOUND: nothing was escaped */
    return (status == APR_SUCCESS || status == APR_NOTFOUND) && cc_text_is_utf8(text, strlen(text));
}

cc_status_t cc_form_parse(apr_pool_t *pool, const char *text, int fields_max, cc_form_t **out)
{
    cc_form_t *form = apr_palloc(pool, sizeof(*form));
    char *rest = apr_pstrdup(pool, text), *state;

    *out = form;
    form->fields = apr_array_make(pool, 8, sizeof(field_t));
    for (char *name = apr_strtok(rest, "&", &state); name; name = apr_strtok(NULL, "&", &state)) {
        char *value = strchr(name, '=');
        if (value) {
            *value++ = '\0';
        } else {
            value = name + strlen(name);
        }
        if (form->fields->nelts >= fields_max) {
            return CC_REFUSED;
        }
        if (!decode(name) || !decode(value)) {
            return CC_INVALID;
        }
        APR_ARRAY_PUSH(form->fields, field_t) = (field_t){name, value};
    }
    return CC_OK;
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
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(const char *));

    for (int i = 0; form && i < form->fields->nelts; i++) {
        const field_t *field = &APR_ARRAY_IDX(form->fields, i, field_t);
        if (!strcmp(field->name, name)) {
            APR_ARRAY_PUSH(list, const char *) = field->value;
        }
    }
    return list->nelts ? apr_array_pstrcat(pool, list, ',') : NULL;
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
