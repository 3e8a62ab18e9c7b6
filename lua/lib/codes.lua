-- What the audit's own names for actions and results are called.
--
-- In:  a language code; the name ("access.add"). Out: plain text; a name that is not known here as it is.

local i18n = require "lib.i18n"

local codes = {}

-- All of them, name -> text; `t` is a translator.
function codes.words(t)
    return {
        ["access.add"] = t("Access given"),
        ["access.edit"] = t("Access changed"),
        ["access.remove"] = t("Access removed"),
        ["access.lookup"] = t("E-mail looked up"),
        ["account.edit"] = t("Own account changed"),
        ["backoffice.change"] = t("Change in the back office"),
        ["customer.add"] = t("Customer added"),
        ["customer.edit"] = t("Customer changed"),
        ["customer.remove"] = t("Customer removed"),
        ["load"] = t("Records loaded"),
        ["party.edit"] = t("Party changed"),
        ["password.change"] = t("Password changed"),
        ["password.confirm"] = t("Password asked for again"),
        ["person.add"] = t("Person created"),
        ["person.edit"] = t("Person changed"),
        ["register"] = t("Account created"),
        ["session.end"] = t("Session ended"),
        ["session.end_all"] = t("All sessions ended"),
        ["signin"] = t("Signed in"),
        ["signout"] = t("Signed out"),
        ["user.activate"] = t("User activated"),
        ["user.add"] = t("User added"),
        ["user.deactivate"] = t("User deactivated"),
        ["user.edit"] = t("User changed"),
        ["user.lock"] = t("User locked"),
        ["user.unlock"] = t("User unlocked"),
        ["ok"] = t("Done"),
        ["refused"] = t("Refused"),
        ["failed"] = t("Failed"),
        ["locked"] = t("Locked"),
    }
end

function codes.text(language, name)
    return codes.words(i18n.translator(language))[name] or name or ""
end

return codes
