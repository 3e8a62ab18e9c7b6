-- The fields of an external access row: role, days back access, notes. Shared by adding and changing.
--
-- In:  the page (page.model: roles that may be given, days_max) and the stored row or nil.
-- Out: markup (array).

local i18n = require "lib.i18n"
local field = require "components.field"
local icon = require "components.icon"

local access_fields = {}

local warning = html.template [[<div class="cc-role-warning" id="role-warning">{icon}
<p><strong>{title}</strong> {text}</p></div>]]

-- "L30 - Orders with Prices" in the page's language, for "L30".
function access_fields.role_text(page, value)
    for _, role in ipairs(cc.roles()) do
        if role.value == value then
            return i18n.role_label(page.language, role.value, role.name)
        end
    end
    return value
end

-- "unlimited" for ""
function access_fields.days_text(page, days_back)
    local t = i18n.translator(page.language)
    if days_back == nil or days_back == "" then
        return t("unlimited")
    end
    return days_back
end

function access_fields.render(page, row)
    local t = i18n.translator(page.language)
    local model = page.model or {}
    row = row or {}
    local options, powerful = {}, false
    for i, role in ipairs(model.roles or {}) do
        options[i] = {
            value = role.value, label = i18n.role_label(page.language, role.value, role.name), powerful = role.manages,
        }
        powerful = powerful or role.manages
    end
    local days_hint = t("Documents of this many past days can be seen. Empty: unlimited. 0: today only.")
    if model.days_max then
        days_hint = t("Documents of this many past days can be seen. 0: today only. At most {}, as for yourself.",
            model.days_max)
    end
    return {
        field.choice(page, {
            name = "role", label = t("Role"), required = true, options = options, value = row.role,
            hint = t("Each role includes the rights of all roles before it."),
            described = powerful and "role-warning" or nil,
            show = function(value) return access_fields.role_text(page, value) end,
        }),
        powerful and warning {
            icon = icon("warning"),
            title = t("Admin and Owner are powerful roles: by saving one of them you confirm it."),
            text = t("They can add, change and remove the users of this customer. "
                .. "An Owner cannot be changed or removed afterwards, not even by another Owner."),
        } or "",
        field.input(page, {
            name = "days_back", label = t("Days Back Access"), inputmode = "numeric", autocomplete = "off",
            hint = days_hint, value = row.days_back,
            show = function(value) return access_fields.days_text(page, value) end,
        }),
        field.area(page, { name = "notes", label = t("Notes"), value = row.notes, rows = 2,
            hint = t("Optional, up to 254 characters.") }),
    }
end

return access_fields
