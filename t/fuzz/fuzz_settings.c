/* Site settings: refused with CC008, or what was read writes the same settings. Input: JSON. */
#include "fuzz.h"

#include "../../src/domain/settings.h"

#include <apr_strings.h>
#include <jansson.h>

static json_t *list(const char *const *texts)
{
    json_t *array = texts ? json_array() : NULL;

    for (; texts && *texts; texts++) {
        must(**texts);
        json_array_append_new(array, json_string(*texts));
    }
    return array;
}

/* The settings as JSON, those alone that are set. */
static const char *write_json(apr_pool_t *pool, const cc_settings_t *settings)
{
    json_t *object = json_pack("{s:b, s:b, s:b, s:s*, s:o*, s:o*}", "IsOrdersEnabled", settings->orders_enabled,
                               "HideLines", settings->hide_lines, "IsNewOrderEnabled", settings->new_order_enabled,
                               "NewOrderDocumentType", settings->new_order_document_type, "OrderDocumentTypes",
                               list(settings->order_types), "InvoiceDocumentTypes", list(settings->invoice_types));
    char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    const char *copy = apr_pstrdup(pool, text);

    must(text != NULL);
    free(text);
    json_decref(object);
    return copy;
}

void fuzz_one(apr_pool_t *pool, const char *text, size_t length)
{
    cc_settings_t settings, again;
    const char *warning = NULL, *problem = cc_settings_parse(pool, text, &settings, &warning), *json;

    (void)length;
    if (problem) {
        must(!strncmp(problem, "CC008", 5));
        return;
    }
    json = write_json(pool, &settings);
    must(cc_settings_parse(pool, json, &again, &warning) == NULL && warning == NULL);
    must(!strcmp(write_json(pool, &again), json));
}
