-- An invoice: header, lines, the order it belongs to, when it was last downloaded.
-- Model: document, prices (see components.document).

local i18n = require "lib.i18n"
local document = require "components.document"
local document_link = require "components.document_link"
local moment = require "components.moment"

return function(page)
    local t = i18n.translator(page.language)
    local invoice = page.model.document
    local order = invoice.order_no
    if page.features and page.features.orders then
        order = document_link(page, "/orders", order)
    end
    return document(page, {
        title = t("Invoice {}", invoice.document_no),
        list = "/invoices",
        back = t("Back to invoices"),
        facts = {
            { t("Order"), order, "order_no" },
            { t("Last download"), invoice.last_download and moment(invoice.last_download), "last_download" },
        },
    })
end
