-- Due Payments: what the current customer has still to pay. Data: cc.grid("due-payments").
-- A link may lead to an invoice that the user may not see; the page that answers says so.

local i18n = require "lib.i18n"
local list_page = require "components.list_page"

return function(page)
    local t = i18n.translator(page.language)
    return list_page(page, "due-payments", {
        title = t("Due Payments"),
        empty = t("There is nothing to pay."),
        links = { invoice_no = "/invoices" },
    })
end
