-- Add User. Step 1 asks for the exact e-mail; step 2 shows the account found and asks what it may see.
-- Model: step, found (step 2), roles, days_max.

local i18n = require "lib.i18n"
local url = require "lib.url"
local access_fields = require "components.access_fields"
local facts = require "components.facts"
local field = require "components.field"
local form = require "components.form"
local icon = require "components.icon"
local layout = require "components.layout"

local unverified = html.template [[<div class="alert alert-warning cc-flash">{icon}<p>{text}</p></div>]]
local found_card = html.template [[<section class="card cc-panel" aria-labelledby="found">
<h2 id="found">{title}</h2>
{facts}</section>]]
local register = html.template [[<p class="cc-aside">{text} <a href="{href}">{label}</a></p>]]
local panel = html.template [[<div class="card cc-panel">{form}</div>]]

local function step_1(page, t)
    return { form.post(page, { action = "/users/add", bound = true, body = {
        field.input(page, {
            name = "email", label = t("E-mail"), type = "email", required = true, autocomplete = "off",
            hint = t("The exact address with which the user registered."),
        }),
        form.actions(form.button { label = t("Continue") }, form.link(url.to(page, "/users"), t("Cancel"))),
    } }), page.registration and register {
        text = t("Whoever has no account yet creates one first:"),
        href = url.to(page, "/register"),
        label = t("Create new local account"),
    } or "" }
end

local function step_2(page, t)
    local found = page.model.found or {}
    local fields = access_fields.render(page)
    fields[#fields + 1] = field.hidden("email", field.value(page, "email", found.email))
    fields[#fields + 1] = form.actions(form.button { label = t("Save") },
        form.link(url.to(page, "/users"), t("Cancel")))
    return {
        found_card {
            title = t("Registered user"),
            facts = facts {
                { t("User"), found.display, "display" },
                { t("E-mail"), found.email, "email" },
                { t("Claimed company"), found.company, "company" },
                { t("Registered on"), found.registered_at, "registered-at" },
                { t("Registration message"), found.message, "message" },
            },
        },
        unverified {
            icon = icon("warning"),
            text = t("The e-mail address is not verified, and name and company are what the user entered. "
                .. "Go on only if you know that the account belongs to the right person."),
        },
        panel { form = form.post(page, { action = "/users/add", bound = true, body = fields }) },
    }
end

return function(page)
    local t = i18n.translator(page.language)
    local second = page.model and page.model.step == 2
    return layout.render(page, {
        title = t("Add User"),
        subtitle = page.has_customer and page.shown.customer,
        kind = "form",
        body = second and step_2(page, t) or panel { form = step_1(page, t) },
    })
end
