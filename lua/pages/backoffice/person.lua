-- A person: who they are and on whose behalf they log in.
-- Model: person { code, first_name, last_name, parent_party, version }, parent_name, user (id of the user whose form
-- comes next, or nil), users { id, display } who are this person.

local i18n = require "lib.i18n"
local url = require "lib.url"
local facts = require "components.facts"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local panel = html.template [[<div class="card cc-panel">{content}</div>]]
local link = html.template [[<a href="{href}">{text}</a>]]
local link_line = html.template [[<div>{link}</div>]]

local function about(page, t)
    local model, users = page.model, {}
    for i, user in ipairs(model.users) do
        users[i] = link_line { link = link { href = url.to(page, "/users/" .. user.id), text = user.display } }
    end
    return facts {
        { t("Users who are this person"), #users > 0 and html.join(users) or nil, "users" },
        { t("Parent party"), model.parent_name and link {
            href = url.to(page, url.rest("/parties", model.person.parent_party)),
            text = model.parent_name .. " (" .. model.person.parent_party .. ")",
        }, "parent_party" },
    }
end

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    local person = model.person
    return layout.render(page, {
        title = person.first_name .. " " .. person.last_name,
        subtitle = t("Person {}", person.code),
        kind = "form",
        body = {
            panel { content = about(page, t) },
            panel { content = form.post(page, { action = url.rest("/persons", person.code), id = "panel", body = {
                model.user and field.hidden("user", model.user) or "",
                field.input(page, { name = "first_name", label = t("First name"), required = true,
                    value = person.first_name }),
                field.input(page, { name = "last_name", label = t("Last name"), required = true,
                    value = person.last_name }),
                field.input(page, { name = "parent_party", label = t("Parent party"), value = person.parent_party,
                    hint = t("Code of the company on whose behalf the person logs in; empty: none.") }),
                field.hidden("version", tostring(field.value(page, "version", person.version))),
                form.actions(form.button { label = t("Save") },
                    form.link(url.to(page, model.user and "/users/" .. model.user or "/users"), t("Cancel"))),
            } }) },
        },
    })
end
