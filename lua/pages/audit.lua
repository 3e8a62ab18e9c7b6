-- Audit: changes of access to the current customer, the newest first. Data: cc.grid("audit").

local i18n = require "lib.i18n"
local list_page = require "components.list_page"

return function(page)
    local t = i18n.translator(page.language)
    return list_page(page, "audit", {
        title = t("Audit"),
        empty = t("Nobody has changed access to this customer yet."),
        links = {},
    })
end
