-- The entries of the back office's menu, as components.menu takes them. An entry is shown as soon as its page exists
-- (page.features, from C).
--
-- In:  t (translator). Out: { main = {...}, last = {...} }.

local backoffice_menu = {}

-- Which entry a page belongs to, where its name is not the entry's.
backoffice_menu.belongs = {
    ["user"] = "users", ["person-new"] = "users", ["person"] = "users",
    ["party"] = "parties", ["customer"] = "external-access",
}

function backoffice_menu.definition(t)
    return {
        main = {
            { label = t("Security"), items = {
                { id = "users", path = "/users", icon = "users", label = t("Users") },
            } },
            { label = t("Customers"), items = {
                { id = "parties", path = "/parties", icon = "profile", label = t("Parties") },
                { id = "external-access", path = "/external-access", icon = "account",
                  label = t("Customers - External Access") },
            } },
            { label = t("Questions"), items = {
                { id = "why", path = "/why", icon = "search", label = t("Why") },
                { id = "audit", path = "/audit", icon = "history", label = t("Audit") },
            } },
        },
        last = {},
    }
end

return backoffice_menu
