-- Security > Users: everybody who has a login. Data: cc.grid("users").

local navigator = require "components.navigator"
local i18n = require "lib.i18n"

return function(page)
    local t = i18n.translator(page.language)
    return navigator(page, "users", {
        title = t("Users"),
        empty = t("There are no users yet."),
        column = "login",
        path = "/users",
        key = "id",
    })
end
