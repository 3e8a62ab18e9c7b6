-- Orders of the current customer. Data: cc.grid("orders").

local i18n = require "lib.i18n"
local list_page = require "components.list_page"

return function(page)
    local t = i18n.translator(page.language)
    return list_page(page, "orders", {
        title = t("Orders"),
        empty = t("There are no orders to show."),
        links = { document_no = "/orders" },
    })
end
