-- Parties: every company and person that is known. Data: cc.grid("parties").

local navigator = require "components.navigator"
local i18n = require "lib.i18n"

return function(page)
    local t = i18n.translator(page.language)
    return navigator(page, "parties", {
        title = t("Parties"),
        empty = t("There are no parties yet."),
        column = "code",
        path = "/parties",
        key = "link",
    })
end
