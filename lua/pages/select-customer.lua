-- Select Client: which customer to work with, asked of users who have several.
-- Model: customers, next.

local i18n = require "lib.i18n"
local field = require "components.field"
local form = require "components.form"
local icon = require "components.icon"
local layout = require "components.layout"

local list = html.template [[<ul class="cc-choices">{items}</ul>]]
local choice = html.template [[<li>
<button type="submit" class="btn btn-quiet" name="customer" value="{number}"{@aria-current}>
<span>{display}</span>{icon}</button></li>]]

return function(page)
    local t = i18n.translator(page.language)
    local items = {}
    for i, customer in ipairs(page.customers or {}) do
        items[i] = choice {
            number = customer.number,
            display = customer.display,
            icon = icon("next"),
            ["aria-current"] = customer.current and "true",
        }
    end
    return layout.render(page, {
        title = t("Select Client"),
        subtitle = t("You can switch to another one at any time."),
        kind = page.has_customer and "form" or "card",
        body = form.post(page, {
            action = "/select-customer",
            body = { page.next and field.hidden("next", page.next) or "", list { items = items } },
        }),
    })
end
