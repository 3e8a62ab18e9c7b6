-- Invoices of the current customer. Data: cc.grid("invoices").

local i18n = require "lib.i18n"
local list_page = require "components.list_page"

return function(page)
    local t = i18n.translator(page.language)
    return list_page(page, "invoices", {
        title = t("Invoices"),
        empty = t("There are no invoices to show."),
        links = { document_no = "/invoices" },
    })
end
