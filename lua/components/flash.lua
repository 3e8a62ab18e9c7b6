-- The message about what was just done, after a redirect.
--
-- In:  the page; page.notice is one of the keys below. Out: markup or nil.

local i18n = require "lib.i18n"
local icon = require "components.icon"

local flash = {}

local box = html.template [[<div class="alert alert-success cc-flash" role="status">{icon}<span>{text}</span></div>]]

local function texts(t)
    return {
        ["registered"] = t("Your registration was received. The account can be used once an administrator adds it."),
        ["user-added"] = t("The user was added."),
        ["user-changed"] = t("The changes were saved."),
        ["user-removed"] = t("The user's access to this customer was removed."),
        ["panel-saved"] = t("The changes were saved."),
        ["account-saved"] = t("Your account was saved."),
        ["password-changed"] = t("Your password was changed. All other sessions were ended."),
        ["signed-out"] = t("You are logged out."),
        ["signed-out-everywhere"] = t("You are logged out everywhere."),
        ["session-ended"] = t("The session was ended."),
        ["layout-saved"] = t("The layout was saved."),
        ["layout-reset"] = t("The layout was reset."),
        ["user-saved"] = t("The user was saved."),
        ["person-added"] = t("The person was created and assigned to the user."),
        ["person-saved"] = t("The person was saved."),
        ["party-saved"] = t("The party and its customers were saved."),
    }
end

function flash.render(page)
    if not page.notice then
        return nil
    end
    local text = texts(i18n.translator(page.language))[page.notice]
    return text and box { icon = icon("check"), text = text }
end

return flash
