/* Site settings: the JSON of ClientCenterSettings, checked once when the configuration is read. */
#ifndef CC_SETTINGS_H
#define CC_SETTINGS_H

#include <apr_pools.h>
#include <stdbool.h>

typedef struct {
    bool orders_enabled;                 /**< IsOrdersEnabled, default true */
    bool hide_lines;                     /**< HideLines, default false */
    const char *const *order_types;      /**< OrderDocumentTypes: ids, ends with NULL; NULL: all */
    const char *const *invoice_types;    /**< InvoiceDocumentTypes */
    bool new_order_enabled;              /**< IsNewOrderEnabled, default false */
    const char *new_order_document_type; /**< NewOrderDocumentType, or NULL */
} cc_settings_t;

/** Parses and checks. Returns NULL, or what is wrong, beginning with "CC008". `*warning` (may be NULL) names
 *  settings that are not known, and those that are. */
const char *cc_settings_parse(apr_pool_t *pool, const char *json, cc_settings_t *settings, const char **warning);

/** The settings of an empty object. */
extern const cc_settings_t cc_settings_default;

#endif
