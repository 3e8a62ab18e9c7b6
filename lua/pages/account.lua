-- My account: own name and language, password, sessions.
-- Model: user, languages, password_min_length. Data: cc.sessions().

local i18n = require "lib.i18n"
local agent = require "lib.agent"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"
local moment = require "components.moment"

local panel = html.template [[<section class="card cc-panel" aria-labelledby="{id}-title"><h2 id="{id}-title">{title}</h2>
{content}</section>]]
local username = html.template [[<input type="text" autocomplete="username" value="{login}" hidden>]]
local session_list = html.template [[<ul class="cc-sessions">{items}</ul>]]
local session_item = html.template [[<li data-session="{id}"><div><strong title="{user_agent}">{name}</strong>{badge}
<span>{address}</span>
<span>{created_label} {created}, {used_label} {used}</span></div>
{button}</li>]]
local badge = html.template [[<span class="cc-badge">{text}</span>]]
local note = html.template [[<p class="form-text">{text}</p>]]

local function person(page, t)
    return panel { id = "person", title = t("Name and language"), content = form.post(page, {
        action = "/account",
        body = {
            field.input(page, { name = "full_name", label = t("Full name"), required = true, autocomplete = "name",
                value = page.user.name }),
            field.language(page, { name = "language", label = t("Language"), value = page.language }),
            form.actions(form.button { label = t("Save") }),
        },
    }) }
end

local function password(page, t)
    return panel { id = "password-panel", title = t("Password"), content = form.post(page, {
        action = "/account",
        body = {
            username { login = page.user.login },
            field.input(page, { name = "current_password", label = t("Current password"), required = true,
                type = "password", autocomplete = "current-password" }),
            field.input(page, { name = "password", label = t("New password"), required = true, type = "password",
                autocomplete = "new-password",
                hint = t("At least {} characters. Several unrelated words make a good password.",
                    page.password_min_length or 15) }),
            field.input(page, { name = "confirm_password", label = t("Confirm password"), required = true,
                type = "password", autocomplete = "new-password" }),
            note { text = t("Changing the password ends all your other sessions.") },
            form.actions(form.button { label = t("Change password") }),
        },
    }) }
end

local function browser(session, t)
    local name, system = agent.parts(session.user_agent)
    if name and system then
        return t("{} on {}", name, system)
    end
    return name or system or t("Unknown browser")
end

local function session_row(page, session, t)
    local name = browser(session, t)
    return session_item {
        id = session.id,
        name = name,
        user_agent = session.user_agent,
        badge = session.current and badge { text = t("This session") },
        address = session.address,
        created_label = t("Logged in"),
        created = moment(session.created_at),
        used_label = t("last used"),
        used = moment(session.last_used_at),
        button = not session.current and form.post(page, {
            action = "/account",
            body = form.button {
                label = t("End session"), kind = "quiet", name = "end_session", value = tostring(session.id),
            },
        }),
    }
end

local function sessions(page, t)
    local items = {}
    for i, session in ipairs(cc.sessions()) do
        items[i] = session_row(page, session, t)
    end
    return panel { id = "sessions", title = t("Sessions"), content = {
        session_list { items = items },
        form.post(page, { action = "/account", body = {
            field.hidden("logout_everywhere", "1"),
            note { text = t("Ends all your sessions on all devices, this one included.") },
            form.actions(form.button { label = t("Log out everywhere"), kind = "danger" }),
        } }),
    } }
end

return function(page)
    local t = i18n.translator(page.language)
    return layout.render(page, {
        title = t("My account"),
        subtitle = page.user.display,
        kind = "form",
        body = { person(page, t), password(page, t), sessions(page, t) },
    })
end
