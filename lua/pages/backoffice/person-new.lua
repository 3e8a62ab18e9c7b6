-- Makes a person for a user, and leads back to the user with it assigned.
-- Model: as that of the user's form.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local panel = html.template [[<div class="card cc-panel">{note}{form}</div>]]
local note = html.template [[<p class="form-text">{text}</p>]]

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    return layout.render(page, {
        title = t("Create a person"),
        subtitle = model.display,
        kind = "form",
        body = panel {
            note = model.person_name and note {
                text = t("The user has the person {} now; the new one takes its place.", model.person_name),
            },
            form = form.post(page, { action = "/persons/new", id = "panel", body = {
                field.hidden("user", model.id),
                field.input(page, { name = "first_name", label = t("First name"), required = true }),
                field.input(page, { name = "last_name", label = t("Last name"), required = true }),
                field.input(page, { name = "parent_party", label = t("Parent party"), required = true,
                    hint = t("Code of the company on whose behalf the person logs in; see Parties.") }),
                form.actions(form.button { label = t("Create and assign") },
                    form.link(url.to(page, "/users/" .. model.id), t("Cancel"))),
            } }),
        },
    })
end
