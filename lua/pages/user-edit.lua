-- Changes the role, days back access and notes of one user of the current customer.
-- Model: id, display, roles, days_max, row { role, days_back, notes, version }.

local i18n = require "lib.i18n"
local url = require "lib.url"
local access_fields = require "components.access_fields"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local panel = html.template [[<div class="card cc-panel">{form}</div>]]

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    local fields = access_fields.render(page, model.row)
    fields[#fields + 1] = field.hidden("version", tostring(field.value(page, "version", model.row.version) or ""))
    fields[#fields + 1] = form.actions(form.button { label = t("Save") },
        form.link(url.to(page, "/users"), t("Cancel")))
    return layout.render(page, {
        title = t("Edit access"),
        subtitle = model.display,
        kind = "form",
        body = panel {
            form = form.post(page, { action = "/users/" .. model.id .. "/edit", bound = true, body = fields }),
        },
    })
end
