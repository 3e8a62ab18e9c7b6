#include "settings.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <jansson.h>
#include <string.h>

#define KNOWN                                                                                                          \
    "IsOrdersEnabled, HideLines, OrderDocumentTypes, InvoiceDocumentTypes, IsNewOrderEnabled, NewOrderDocumentType"

const cc_settings_t cc_settings_default = {.orders_enabled = true};

static const char *read_bool(apr_pool_t *pool, const json_t *value, const char *name, bool *out)
{
    if (!json_is_boolean(value)) {
        return apr_psprintf(pool, "CC008: the setting %s must be true or false", name);
    }
    *out = json_is_true(value);
    return NULL;
}

static const char *read_text(apr_pool_t *pool, const json_t *value, const char *name, const char **out)
{
    if (json_is_null(value)) {
        *out = NULL;
        return NULL;
    }
    if (!json_is_string(value) || !*json_string_value(value)) {
        return apr_psprintf(pool, "CC008: the setting %s must be a text that is not empty", name);
    }
    *out = apr_pstrdup(pool, json_string_value(value));
    return NULL;
}

static const char *read_list(apr_pool_t *pool, const json_t *value, const char *name, const char *const **out)
{
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(const char *));

    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
        const char *text = json_string_value(json_array_get(value, i));
        if (!text || !*text) {
            return apr_psprintf(pool, "CC008: the setting %s must be an array of texts", name);
        }
        APR_ARRAY_PUSH(list, const char *) = apr_pstrdup(pool, text);
    }
    if (!json_is_array(value)) {
        return apr_psprintf(pool, "CC008: the setting %s must be an array of texts", name);
    }
    APR_ARRAY_PUSH(list, const char *) = NULL;
    *out = (const char *const *)list->elts;
    return NULL;
}

static const char *read_setting(apr_pool_t *pool, const char *name, const json_t *value, cc_settings_t *settings,
                                bool *known)
{
    *known = true;
    if (!strcmp(name, "IsOrdersEnabled")) {
        return read_bool(pool, value, name, &settings->orders_enabled);
    }
    if (!strcmp(name, "HideLines")) {
        return read_bool(pool, value, name, &settings->hide_lines);
    }
    if (!strcmp(name, "IsNewOrderEnabled")) {
        return read_bool(pool, value, name, &settings->new_order_enabled);
    }
    if (!strcmp(name, "NewOrderDocumentType")) {
        return read_text(pool, value, name, &settings->new_order_document_type);
    }
    if (!strcmp(name, "OrderDocumentTypes")) {
        return read_list(pool, value, name, &settings->order_types);
    }
    if (!strcmp(name, "InvoiceDocumentTypes")) {
        return read_list(pool, value, name, &settings->invoice_types);
    }
    *known = false;
    return NULL;
}

const char *cc_settings_parse(apr_pool_t *pool, const char *text, cc_settings_t *settings, const char **warning)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error), *value;
    const char *problem = NULL, *name, *unknown = NULL;

    *settings = cc_settings_default;
    if (!json_is_object(json)) {
        problem = json ? "CC008: the settings must be one JSON object, as in {\"HideLines\": true}"
                       : apr_psprintf(pool, "CC008: the settings are not well-formed JSON: %s (line %d, column %d)",
                                      error.text, error.line, error.column);
        json_decref(json);
        return problem;
    }
    json_object_foreach (json, name, value) {
        bool known;
        problem = problem ? problem : read_setting(pool, name, value, settings, &known);
        if (!problem && !known) {
            unknown = apr_pstrcat(pool, unknown ? unknown : "", unknown ? ", " : "", name, NULL);
        }
    }
    json_decref(json);
    if (warning) {
        *warning = unknown ? apr_pstrcat(pool, unknown, "; known are ", KNOWN, NULL) : NULL;
    }
    return problem;
}
