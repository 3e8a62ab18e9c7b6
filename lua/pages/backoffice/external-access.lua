-- Customers - External Access: who may see what, over all customers. Data: cc.grid("external-access").

local navigator = require "components.navigator"
local i18n = require "lib.i18n"
local url = require "lib.url"

-- A new customer has no row here to be opened by.
local note = html.template [[<p class="form-text">{text} <a href="{href}">{link}</a></p>]]

return function(page)
    local t = i18n.translator(page.language)
    return navigator(page, "external-access", {
        title = t("Customers - External Access"),
        note = note {
            text = t("A customer to whom nobody has access yet is opened from the form of its party:"),
            href = url.to(page, "/parties"),
            link = t("Parties"),
        },
        empty = t("Nobody has access to any customer yet."),
        column = "customer",
        path = "/customers",
        key = "link",
    })
end
