-- Create new local account: a person registers themselves; an administrator adds them to a customer later.
-- Model: languages, password_min_length; form after a failure.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local aside = html.template [[<p class="cc-aside"><a href="{href}">{label}</a></p>]]
local panel = html.template [[<div class="card cc-panel">{form}</div>]]
local note = html.template [[<p class="form-text">{text}</p>]]

return function(page)
    local t = i18n.translator(page.language)
    local fields = {
        note { text = t("Fields marked with * are required.") },
        field.input(page, { name = "email", label = t("E-mail"), required = true, type = "email",
            autocomplete = "email", hint = t("You will log in with this address.") }),
        field.input(page, { name = "full_name", label = t("Full name"), required = true, autocomplete = "name" }),
        field.input(page, { name = "phone", label = t("Phone"), type = "tel", autocomplete = "tel" }),
        field.language(page, { name = "language", label = t("Default language"), value = page.language }),
        field.input(page, { name = "company", label = t("Company"), autocomplete = "organization",
            hint = t("The company on whose behalf you will use the Client Center.") }),
        field.area(page, { name = "message", label = t("Registration message"),
            hint = t("Anything that helps the administrator to recognise you.") }),
        field.input(page, { name = "password", label = t("Password"), required = true, type = "password",
            autocomplete = "new-password",
            hint = t("At least {} characters. Several unrelated words make a good password.",
                page.password_min_length or 15) }),
        field.input(page, { name = "confirm_password", label = t("Confirm password"), required = true,
            type = "password", autocomplete = "new-password" }),
        form.actions(form.button { label = t("Create account") }),
    }
    local made = form.post(page, { action = "/register", body = fields })
    return layout.render(page, {
        title = t("Create new local account"),
        kind = page.has_customer and "form" or "card",
        body = page.has_customer and panel { form = made }
            or { made, aside { href = url.to(page, "/login"), label = t("Back to login") } },
    })
end
