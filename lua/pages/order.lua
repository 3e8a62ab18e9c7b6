-- An order: header, lines, notes.
-- Model: document, prices (see components.document).

local i18n = require "lib.i18n"
local document = require "components.document"

return function(page)
    local t = i18n.translator(page.language)
    local order = page.model.document
    return document(page, {
        title = t("Order {}", order.document_no),
        list = "/orders",
        back = t("Back to orders"),
        facts = { { t("Status"), order.status, "status" } },
    })
end
