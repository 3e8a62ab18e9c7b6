-- Security > Users > one user: who they are, which person they are, and whether they may sign in.
-- Model: id, login, display, own, sessions, failed_logins, locked, locked_until, registered_at, person_name,
-- parent { code, name }, user { name, login, email, user_type, active, is_admin, person, notes, phone, company,
-- message, version }.

local i18n = require "lib.i18n"
local url = require "lib.url"
local facts = require "components.facts"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"
local moment = require "components.moment"

local panel = html.template [[<div class="card cc-panel">{content}</div>]]
local link = html.template [[<a href="{href}">{text}</a>]]
local link_line = html.template [[<p>{link}</p>]]

local types = { "EXT", "INT", "SYS", "APP", "VIR", "INI", "INE" }

local function type_options()
    local list = {}
    for i, code in ipairs(types) do
        list[i] = { value = code, label = code }
    end
    return list
end

local function about(page, t)
    local model = page.model
    local user, parent = model.user, model.parent
    return facts({
        { t("Registered"), moment(model.registered_at) },
        { t("Phone"), user.phone },
        { t("Claimed company"), user.company },
        { t("Registration message"), user.message },
        { t("Person"), model.person_name, "person_name" },
        { t("Parent party"), parent and link {
            href = url.to(page, url.rest("/parties", parent.code)), text = parent.name .. " (" .. parent.code .. ")",
        }, "parent_party" },
        { t("Open sessions"), tostring(model.sessions), "sessions" },
        { t("Failed logins"), tostring(model.failed_logins), "failed_logins" },
        { t("Locked until"), model.locked and moment(model.locked_until), "locked_until" },
    }, "cc-facts-columns")
end

-- What nobody changes for themselves is shown, and sent along as it stands.
local function standing(page, t)
    local user, own = page.model.user, page.model.own
    if own then
        return {
            facts {
                { t("User type"), user.user_type },
                { t("Active"), user.active and t("yes") or t("no") },
                { t("Is Admin"), user.is_admin and t("yes") or t("no") },
            },
            field.hidden("user_type", user.user_type),
            user.active and field.hidden("active", "1") or "",
            user.is_admin and field.hidden("is_admin", "1") or "",
            link_line {
                link = t("Your own user type, active flag and is-admin are changed by another administrator."),
            },
        }
    end
    local function yes_no(value)
        return value == "yes" and t("yes") or t("no")
    end
    return {
        field.choice(page, { name = "user_type", label = t("User type"), required = true, options = type_options(),
            value = user.user_type, hint = t("Only INT (internal) and EXT (external) users can log in.") }),
        field.tick(page, { name = "active", label = t("Active"), checked = user.active, show = yes_no,
            hint = t("Deactivating ends all sessions of the user at once.") }),
        field.tick(page, { name = "is_admin", label = t("Is Admin"), checked = user.is_admin, show = yes_no,
            hint = t("Internal users with this box ticked can use the back office.") }),
    }
end

-- To the forms of persons: the present one, and a new one in its place.
local function person_links(page, t)
    local model = page.model
    return {
        model.user.person and link_line { link = link {
            href = url.to(page, url.rest("/persons", model.user.person), { user = model.id }),
            text = t("Edit the person {}", model.person_name),
        } } or "",
        link_line { link = link {
            href = url.to(page, "/persons/new", { user = model.id }), text = t("Create a person for this user"),
        } },
    }
end

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    local user = model.user
    local can_unlock = model.locked or model.failed_logins > 0
    return layout.render(page, {
        title = model.display,
        subtitle = t("User"),
        kind = "form",
        actions = form.link(url.to(page, "/why", { user = model.login }), t("Why does this user see what they see?")),
        body = {
            panel { content = about(page, t) },
            panel { content = form.post(page, { action = "/users/" .. model.id, id = "panel", body = {
                field.input(page, { name = "name", label = t("Name"), required = true, value = user.name }),
                field.input(page, { name = "login", label = t("Login"), required = true, value = user.login,
                    autocapitalize = "none", spellcheck = "false" }),
                field.input(page, { name = "email", label = t("E-mail"), type = "email", value = user.email }),
                standing(page, t),
                field.input(page, { name = "person", label = t("Person"), value = user.person,
                    hint = t("Code of the person that this user is; empty: none.") }),
                person_links(page, t),
                field.area(page, { name = "notes", label = t("Notes"), value = user.notes, rows = 2 }),
                can_unlock and field.tick(page, {
                    name = "unlock", label = t("Unlock: forget the failed logins"),
                }) or "",
                field.hidden("version", tostring(field.value(page, "version", user.version))),
                form.actions(form.button { label = t("Save") }, form.link(url.to(page, "/users"), t("Cancel"))),
            } }) },
        },
    })
end
