-- User Management: who has access to the current customer.
-- Model: may_add. Data: cc.grid("users").

local i18n = require "lib.i18n"
local url = require "lib.url"
local grid = require "components.grid"
local icon = require "components.icon"
local layout = require "components.layout"

local add_button = html.template [[<a class="btn btn-primary" href="{href}">{icon}{label}</a>]]
local row_button = html.template [[<a class="cc-icon-button {class}" href="{href}" aria-label="{label}"
title="{title}">{icon}</a>]]

return function(page)
    local t = i18n.translator(page.language)
    local data = cc.grid("users")

    local function actions(row)
        local user = row.cells.user and row.cells.user.text or row.id
        local buttons = {}
        if row.may_edit then
            buttons[#buttons + 1] = row_button {
                class = "cc-edit", href = url.to(page, "/users/" .. row.id .. "/edit"),
                label = t("Edit {}", user), title = t("Edit"), icon = icon("edit"),
            }
        end
        if row.may_remove then
            buttons[#buttons + 1] = row_button {
                class = "cc-remove", href = url.to(page, "/users/" .. row.id .. "/remove"),
                label = t("Remove {}", user), title = t("Remove"), icon = icon("trash"),
            }
        end
        return buttons
    end

    return layout.render(page, {
        title = t("User Management"),
        subtitle = page.customer and page.customer.display,
        actions = page.model and page.model.may_add and add_button {
            href = url.to(page, "/users/add"), icon = icon("add"), label = t("Add User"),
        },
        body = grid.render(page, data, {
            title = t("User Management"),
            actions = actions,
            empty = t("Nobody has access to this customer yet."),
        }),
    })
end
