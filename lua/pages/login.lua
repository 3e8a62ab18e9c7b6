-- Login: login name or e-mail and password.
-- Model: next, remember_me, registration; form after a failure.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local register = html.template [[<p class="cc-aside"><a href="{href}">{label}</a></p>]]

return function(page)
    local t = i18n.translator(page.language)
    local fields = {
        field.input(page, {
            name = "login", label = t("E-mail or login name"), required = true, autocomplete = "username",
            autocapitalize = "none", spellcheck = "false", unnamed = true,
        }),
        field.input(page, {
            name = "password", label = t("Password"), required = true, type = "password",
            autocomplete = "current-password",
        }),
    }
    if page.remember_me then
        fields[#fields + 1] = field.check {
            name = "remember", label = t("Remember me on this device"),
            checked = field.value(page, "remember") == "1",
        }
    end
    if page.next then
        fields[#fields + 1] = field.hidden("next", page.next)
    end
    fields[#fields + 1] = form.actions(form.button { label = t("Log in") })
    return layout.render(page, {
        title = t("Log in"),
        kind = "card",
        body = {
            form.post(page, { action = "/login", body = fields }),
            page.registration and register { href = url.to(page, "/register"), label = t("Create new local account") }
                or "",
        },
    })
end
