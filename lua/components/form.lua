-- Forms that change something: POST, with the token, and the summary of what is wrong with the input.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local icon = require "components.icon"

local form = {}

-- Browsers do not check the fields: the server's messages are in the page's language and tied to them.
local post = html.template [[<form method="post" action="{action}"{@class}{@id} novalidate>
{token}{customer}{body}
</form>]]
local actions = html.template [[<div class="cc-form-actions">{buttons}</div>]]
local submit = html.template [[<button type="submit" class="btn {class}"{@name}{@value}>{icon}{label}</button>]]
local link = html.template [[<a class="btn {class}" href="{href}">{label}</a>]]
local summary = html.template [[<div class="alert alert-danger" role="alert" id="problems" tabindex="-1">
<p class="cc-alert-title">{title}</p>
<ul>{items}</ul>
</div>]]
local linked = html.template [[<li><a href="#{id}">{label}{text}</a></li>]]
local unlinked = html.template [[<li data-error-for="{name}">{text}</li>]]
local conflict = html.template [[<div class="alert alert-warning" role="alert" id="conflict" tabindex="-1">
<p class="cc-alert-title">{title}</p>
<p>{text}</p>
</div>]]
local logged_out = html.template [[<div class="alert alert-warning" role="alert" id="logged-out" tabindex="-1" hidden>
<p class="cc-alert-title">{title}</p>
<p>{text} <a href="{href}" target="_blank">{label}</a></p>
</div>]]

-- A form. In: page; { action (path in the site), body (markup or array), class, id, bound }. Out: markup. A bound form
-- names the customer that it was made for, so that it is refused after another one was chosen in another window.
function form.post(page, options)
    return post {
        action = url.to(page, options.action),
        class = options.class,
        id = options.id,
        token = page.csrf and field.hidden("csrf", page.csrf),
        customer = options.bound and page.has_customer and field.hidden("current_customer", page.shown.customer_number),
        body = options.body,
    }
end

-- A submit button: { label, kind = "primary" | "danger" | "quiet", name, value, icon }.
function form.button(options)
    return submit {
        label = options.label,
        class = "btn-" .. (options.kind or "primary"),
        name = options.name,
        value = options.value,
        icon = options.icon and icon(options.icon),
    }
end

-- A link that looks like a button, to leave a form by.
function form.link(href, label, kind)
    return link { href = href, label = label, class = "btn-" .. (kind or "quiet") }
end

function form.actions(...)
    return actions { buttons = { ... } }
end

-- The list of problems at the top of a page, each leading to its field by the field's label. A problem of a field that
-- the page does not show is told only here. Call it when the fields are made. Out: markup or nil.
function form.problems(page)
    local errors = page.form and page.form.errors
    if not errors or #errors == 0 then
        return nil
    end
    local t = i18n.translator(page.language)
    local items = {}
    for i, problem in ipairs(errors) do
        local text, control = i18n.t(page.language, problem.message, problem.arg), field.shown(problem.field)
        if control then
            items[i] = linked { id = control.id, label = control.label and control.label .. ": ", text = text }
        else
            items[i] = unlinked { name = problem.field or "form", text = text }
        end
    end
    return summary {
        title = #errors == 1 and t("There is a problem with the input") or t("There are problems with the input"),
        items = items,
    }
end

-- Says that somebody else changed the row meanwhile (409). Out: markup or nil.
function form.conflict(page)
    if page.status ~= 409 then
        return nil
    end
    local t = i18n.translator(page.language)
    local present, rows = page.form and page.form.present, page.model and page.model.rows
    local compare = present and next(present) ~= nil or rows and #rows > 0
    return conflict {
        title = t("Somebody else changed this after you opened it"),
        text = compare
            and t("Nothing was saved. Compare what you entered with what is stored now, then save again.")
            or t("Nothing was changed. Look at what is stored now before you go on."),
    }
end

-- What scripts show instead of sending what was typed to a session that ended (assets/app.js). Call it when the fields
-- are made. Out: markup or nil.
function form.logged_out(page)
    if not page.signed_in or not field.any_shown() then
        return nil
    end
    local t = i18n.translator(page.language)
    return logged_out {
        title = t("You are no longer logged in as when you opened this page"),
        text = page.has_customers
            and t("Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
                .. "choose the same customer, then come back and send it again.")
            or t("Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
                .. "then come back and send it again."),
        href = url.to(page, "/login"),
        label = t("Log in in a new window"),
    }
end

return form
