-- Home: the first page after login.
-- Model: cards { name, title, count, href }, role_name, has_days_back.

local i18n = require "lib.i18n"
local facts = require "components.facts"
local icon = require "components.icon"
local layout = require "components.layout"
local menu = require "components.menu"

local body = html.template [[{cards}<section class="card cc-panel">{facts}</section>
{shortcuts}]]
local cards = html.template [[<ul class="cc-cards">
{items}</ul>
]]
local card = html.template [[<li><a class="card" data-card="{name}" href="{href}">{icon}
<strong data-count="{count}">{count}</strong><span>{title}</span></a></li>
]]
local icons = { ["orders"] = "orders", ["invoices"] = "invoices", ["due-payments"] = "due" }

local function card_list(page)
    local items = {}
    for i, entry in ipairs(page.model and page.model.cards or {}) do
        items[i] = card {
            name = entry.name,
            href = entry.href,
            icon = icon(icons[entry.name] or "home"),
            count = entry.count,
            title = i18n.t(page.language, entry.title),
        }
    end
    return #items > 0 and cards { items = items }
end

return function(page)
    local t = i18n.translator(page.language)
    local known = {
        { t("Customer"), page.shown.customer, "customer" },
        { t("Your role"), i18n.t(page.language, page.role_name), "role" },
    }
    if page.has_days_back then
        known[#known + 1] = { t("You see documents since"), page.shown.visible_since, "visible-since" }
    end
    return layout.render(page, {
        title = t("Welcome, {}", page.shown.name),
        subtitle = page.shown.customer,
        body = body {
            cards = card_list(page), facts = facts(known), shortcuts = menu.shortcuts(page),
        },
    })
end
