-- Home: the first page after login.
-- Model: user, customer, visible_since; the cards of the data pages arrive with those.

local i18n = require "lib.i18n"
local url = require "lib.url"
local facts = require "components.facts"
local icon = require "components.icon"
local layout = require "components.layout"
local menu = require "components.menu"

local body = html.template [[<section class="card cc-panel">{facts}</section>
{shortcuts}]]
local shortcuts = html.template [[<ul class="cc-shortcuts">{items}</ul>]]
local shortcut = html.template [[<li><a class="card" href="{href}">{icon}
<span><strong>{label}</strong>{about}</span></a></li>]]

return function(page)
    local t = i18n.translator(page.language)
    local customer = page.customer
    local known = {
        { t("Customer"), customer.display, "customer" },
        { t("Your role"), i18n.t(page.language, customer.role_name), "role" },
    }
    if page.visible_since then
        known[#known + 1] = { t("You see documents since"), page.visible_since, "visible-since" }
    end
    local items = {}
    for _, entry in ipairs(menu.entries(page).last) do
        items[#items + 1] = shortcut {
            href = url.to(page, entry.path), icon = icon(entry.icon), label = entry.label, about = entry.about,
        }
    end
    return layout.render(page, {
        title = t("Welcome, {}", page.user.name),
        subtitle = customer.display,
        body = body { facts = facts(known), shortcuts = shortcuts { items = items } },
    })
end
