-- User Management: who has access to the current customer.
-- Model: may_add. Data: cc.grid("users").

local i18n = require "lib.i18n"
local url = require "lib.url"
local grid = require "components.grid"
local icon = require "components.icon"
local layout = require "components.layout"

local add_button = html.template [[<a class="btn btn-primary" href="{href}">{icon}{label}</a>]]

return function(page)
    local t = i18n.translator(page.language)
    return layout.render(page, {
        title = t("User Management"),
        subtitle = page.has_customer and page.shown.customer,
        actions = page.model and page.model.may_add and add_button {
            href = url.to(page, "/users/add"), icon = icon("add"), label = t("Add User"),
        },
        body = grid.render(page, cc.grid("users"), {
            title = t("User Management"),
            buttons = {
                { class = "cc-edit", icon = "edit", label = t("Edit {}"), column = "user", title = t("Edit"),
                  path = "/users", key = "id", after = "/edit", when = "may_edit" },
                { class = "cc-remove", icon = "trash", label = t("Remove {}"), column = "user", title = t("Remove"),
                  path = "/users", key = "id", after = "/remove", when = "may_remove" },
            },
            empty = t("Nobody has access to this customer yet."),
        }),
    })
end
