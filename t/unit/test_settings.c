/* Site settings: what is accepted, and what is refused with CC008 and the name of the setting. */
#include "domain/settings.h"

#include "tap.h"

#include <apr_general.h>

static void test_refused(apr_pool_t *pool)
{
    static const struct {
        const char *json, *says; /* what the message must contain besides CC008; NULL: accepted */
    } table[] = {
        {"{}", NULL},
        {"  { }\n", NULL},
        {"{\"IsOrdersEnabled\": false}", NULL},
        {"{\"NewOrderDocumentType\": null}", NULL},
        {"{\"OrderDocumentTypes\": []}", NULL},
        {"", "JSON"},
        {"{", "JSON"},
        {"{\"IsOrdersEnabled\": true,}", "JSON"},
        {"{'HideLines': true}", "JSON"},
        {"{\"HideLines\": True}", "JSON"},
        {"{} {}", "JSON"},
        {"[]", "object"},
        {"null", "JSON"},
        {"\"text\"", "JSON"},
        {"{\"HideLines\": true, \"HideLines\": false}", "JSON"},
        {"{\"HideLines\": \"\xFF\"}", "JSON"},
        {"{\"IsOrdersEnabled\": \"true\"}", "IsOrdersEnabled"},
        {"{\"IsOrdersEnabled\": 1}", "IsOrdersEnabled"},
        {"{\"IsOrdersEnabled\": null}", "IsOrdersEnabled"},
        {"{\"HideLines\": 0}", "HideLines"},
        {"{\"IsNewOrderEnabled\": []}", "IsNewOrderEnabled"},
        {"{\"NewOrderDocumentType\": \"\"}", "NewOrderDocumentType"},
        {"{\"NewOrderDocumentType\": 5}", "NewOrderDocumentType"},
        {"{\"NewOrderDocumentType\": [\"a\"]}", "NewOrderDocumentType"},
        {"{\"OrderDocumentTypes\": \"a\"}", "OrderDocumentTypes"},
        {"{\"OrderDocumentTypes\": [\"a\", 5]}", "OrderDocumentTypes"},
        {"{\"OrderDocumentTypes\": [\"\"]}", "OrderDocumentTypes"},
        {"{\"OrderDocumentTypes\": null}", "OrderDocumentTypes"},
        {"{\"InvoiceDocumentTypes\": {}}", "InvoiceDocumentTypes"},
        {"{\"InvoiceDocumentTypes\": [null]}", "InvoiceDocumentTypes"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        cc_settings_t settings;
        const char *problem = cc_settings_parse(pool, table[i].json, &settings, NULL);
        if (!table[i].says) {
            is_str(problem, NULL, table[i].json);
        } else {
            ok(problem && !strncmp(problem, "CC008", 5) && strstr(problem, table[i].says), "%s is CC008 and says %s",
               table[i].json, table[i].says);
        }
    }
}

static void test_values(apr_pool_t *pool)
{
    cc_settings_t s;
    const char *warning = "unset";

    is_str(cc_settings_parse(pool, "{}", &s, &warning), NULL, "an empty object");
    is_str(warning, NULL, "has nothing unknown");
    ok(s.orders_enabled && !s.hide_lines && !s.new_order_enabled, "defaults of the switches");
    ok(!s.order_types && !s.invoice_types && !s.new_order_document_type, "defaults of the lists");
    is_str(cc_settings_parse(pool,
                             "{\"IsOrdersEnabled\": false, \"HideLines\": true, \"IsNewOrderEnabled\": true, "
                             "\"NewOrderDocumentType\": \"t-1\", \"OrderDocumentTypes\": [\"a\", \"b\"], "
                             "\"InvoiceDocumentTypes\": []}",
                             &s, &warning),
           NULL, "all settings");
    ok(!s.orders_enabled && s.hide_lines && s.new_order_enabled, "switches are read");
    is_str(s.new_order_document_type, "t-1", "a text is read");
    ok(s.order_types && !strcmp(s.order_types[0], "a") && !strcmp(s.order_types[1], "b") && !s.order_types[2],
       "a list is read in order");
    ok(s.invoice_types && !s.invoice_types[0], "an empty list is not the absent one");
    is_str(cc_settings_parse(pool, "{\"HideLine\": true, \"hidelines\": 1}", &s, &warning), NULL,
           "unknown names are no error");
    ok(warning && strstr(warning, "HideLine") && strstr(warning, "hidelines"), "but the warning names them all");
    ok(warning && strstr(warning, "; known are ") && strstr(warning, "HideLines"), "and those that there are");
    ok(!s.hide_lines, "and they change nothing");
}

int main(void)
{
    apr_pool_t *pool;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    test_refused(pool);
    test_values(pool);
    return done();
}
