-- Payment History: payments of the last twelve months, at most a thousand. Data: cc.grid("payment-history").

local i18n = require "lib.i18n"
local list_page = require "components.list_page"

return function(page)
    local t = i18n.translator(page.language)
    return list_page(page, "payment-history", {
        title = t("Payment History"),
        note = t("The payments of the last twelve months, at most 1,000: the newest of them."),
        empty = t("There are no payments in the last twelve months."),
        links = {
            invoice_no = "/invoices",
            order_no = page.features and page.features.orders and "/orders" or nil,
        },
    })
end
