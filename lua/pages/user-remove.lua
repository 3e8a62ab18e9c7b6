-- Asks before a user's access to the current customer is taken away.
-- Model: id, display, row { role, days_back, notes, version }.

local i18n = require "lib.i18n"
local url = require "lib.url"
local access_fields = require "components.access_fields"
local facts = require "components.facts"
local field = require "components.field"
local form = require "components.form"
local icon = require "components.icon"
local layout = require "components.layout"

local content = html.template [[<div class="card cc-panel">
<p class="cc-lead">{question}</p>
{facts}
<div class="alert alert-warning cc-flash">{icon}<p>{consequence}</p></div>
{form}
</div>]]

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    local row = model.row
    local customer = page.has_customer and page.shown.customer or ""
    return layout.render(page, {
        title = t("Remove access"),
        subtitle = model.display,
        kind = "form",
        body = content {
            question = t("Remove the access of {} to {}?", model.display, customer),
            facts = facts {
                { t("Role"), access_fields.role_text(page, row.role), "role" },
                { t("Days Back Access"), access_fields.days_text(page, row.days_back), "days_back" },
                { t("Notes"), row.notes, "notes" },
            },
            icon = icon("warning"),
            consequence = t("This revokes access to this customer only. The user is not deleted."),
            form = form.post(page, { action = "/users/" .. model.id .. "/remove", bound = true, body = {
                field.hidden("version", tostring(field.value(page, "version", row.version) or "")),
                form.actions(form.button { label = t("Remove access"), kind = "danger", icon = "trash" },
                    form.link(url.to(page, "/users"), t("Cancel"))),
            } }),
        },
    })
end
