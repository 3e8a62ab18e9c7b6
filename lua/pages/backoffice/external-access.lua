-- Customers - External Access: who may see what, over all customers. Data: cc.grid("external-access").

local navigator = require "components.navigator"
local i18n = require "lib.i18n"

return function(page)
    local t = i18n.translator(page.language)
    return navigator(page, "external-access", {
        title = t("Customers - External Access"),
        empty = t("Nobody has access to any customer yet."),
        column = "customer",
        path = "/customers",
        key = "link",
    })
end
