-- What is wrong and what to do about it.
-- Model: error { code or nil, status, title, message, advice }, request_id. The texts come in English from C.

local i18n = require "lib.i18n"
local url = require "lib.url"
local form = require "components.form"
local header = require "components.header"
local layout = require "components.layout"

local content = html.template [[<div class="cc-error">
<p class="cc-lead">{message}</p>
{advice}
<p class="cc-error-code">{code}</p>
{request}
<div class="cc-form-actions">{buttons}</div>
</div>]]
local paragraph = html.template [[<p>{text}</p>]]
local request_line = html.template [[<p class="form-text">{label} <code>{id}</code></p>]]

-- The list that a document belongs to, for the way back to it, or nil.
local function list_of(page, t)
    local features, path = page.features or {}, page.path or ""
    if features.orders and path:find("^/orders/") then
        return "/orders", t("Back to orders")
    elseif features.invoices and path:find("^/invoices/") then
        return "/invoices", t("Back to invoices")
    end
end

return function(page)
    local t = i18n.translator(page.language)
    local err = page.error or {}
    local code = err.code or tostring(err.status or page.status)
    local buttons = {}
    local inside = page.has_customer or page.back_office and page.signed_in
    if inside then
        local list, label = list_of(page, t)
        if list then
            buttons[#buttons + 1] = form.link(url.to(page, list), label, "primary")
        end
        buttons[#buttons + 1] = form.link(url.to(page, "/"), t("Go to Home"), list and "quiet" or "primary")
    elseif page.has_customers then
        buttons[#buttons + 1] = form.link(url.to(page, "/select-customer"), t("Select Client"), "primary")
    end
    if page.signed_in then
        buttons[#buttons + 1] = header.logout(page, form.button {
            label = t("Log out"), kind = #buttons > 0 and "quiet" or "primary", icon = "logout",
        })
    elseif err.status ~= 503 then
        buttons[#buttons + 1] = form.link(url.to(page, "/login"), t("Go to login"), "primary")
    end
    return layout.render(page, {
        title = err.title and i18n.t(page.language, err.title) or t("Error"),
        subtitle = page.signed_in and not inside and page.shown.name .. " <" .. page.shown.login .. ">",
        kind = inside and "form" or "card",
        error = code,
        body = content {
            message = i18n.t(page.language, err.message),
            advice = err.advice and err.advice ~= "" and paragraph { text = i18n.t(page.language, err.advice) },
            code = t("Error {}", code),
            request = page.request_id and request_line { label = t("Request id"), id = page.request_id },
            buttons = buttons,
        },
    })
end
