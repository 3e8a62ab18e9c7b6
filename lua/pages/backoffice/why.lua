-- Why a user sees what they see: the chain of either access model, link by link, the first broken one with its code and
-- a link to the form that repairs it; for a document, what it needs to be seen.
-- Model: user, site, document (as asked), companies { value, label }, why { display, company, external_access,
-- parent_party, order, parent_order, invoice, parent_invoice }: each { holds, links { state, message, arg,
-- role { code, name }, days, code, advice, repair } }.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local icon = require "components.icon"
local layout = require "components.layout"

local panel = html.template [[<div class="card cc-panel">{content}</div>]]
local question = html.template [[<form method="get" action="{action}" novalidate>{fields}
<div class="cc-form-actions"><button type="submit" class="btn btn-primary">{icon}{label}</button></div></form>]]
local chain = html.template [[<section class="card cc-panel" data-chain="{name}" data-holds="{holds}">
<h2>{title}</h2><p><strong>{verdict}</strong></p><ol class="cc-chain">{links}</ol></section>]]
local link_line = html.template [[<li data-state="{state}"{@data-code}>{icon}<strong>{word}</strong> {text}
{code}{advice}</li>]]
local code_text = html.template [[<code>{code}</code>]]
local advice_line = html.template [[<p>{text} {link}</p>]]
local link = html.template [[<a href="{href}">{text}</a>]]

-- An address of the back office, from the path that C names, which may hold any character.
local function address(page, path)
    local list, name = path:match("^(/%a+)/(.*)$")
    if not list or path:find("^/persons/new%?user=%d+$") then
        return url.to(page, path)
    end
    return url.to(page, url.rest(list, name))
end

-- The sentence of a link, with what it is about in its places.
local function sentence(page, t, entry)
    local args = {}
    args[#args + 1] = entry.arg
    if entry.role then
        args[#args + 1] = i18n.role_label(page.language, entry.role.code, entry.role.name)
    end
    if entry.days then
        args[#args + 1] = i18n.days_back(t, entry.days)
    end
    return i18n.t(page.language, entry.message, table.unpack(args))
end

local function render_link(page, t, entry)
    local words = {
        ok = t("holds"), broken = t("broken"), ["not-asked"] = t("not asked"), note = t("note"),
    }
    local icons = { ok = "check", broken = "warning", ["not-asked"] = "close", note = "search" }
    local repair = entry.repair and link { href = address(page, entry.repair), text = t("Open") }
    return link_line {
        state = entry.state,
        ["data-code"] = entry.code,
        icon = icon(icons[entry.state]),
        word = words[entry.state] .. ":",
        text = sentence(page, t, entry),
        code = entry.code and code_text { code = entry.code },
        advice = (entry.advice or repair) and advice_line {
            text = entry.advice and i18n.t(page.language, entry.advice) or "", link = repair,
        },
    }
end

local function render_chain(page, t, name, title, answer)
    if not answer then
        return nil
    end
    local links = {}
    for i, entry in ipairs(answer.links) do
        links[i] = render_link(page, t, entry)
    end
    return chain {
        name = name, title = title, holds = answer.holds and "yes" or "no",
        verdict = answer.holds and t("Yes") or t("No"), links = links,
    }
end

return function(page)
    local t = i18n.translator(page.language)
    local model = page.model
    local why = model.why
    return layout.render(page, {
        title = t("Why"),
        subtitle = why and why.display,
        kind = "form",
        body = {
            panel { content = question {
                action = url.to(page, "/why"),
                icon = icon("search"),
                label = t("Ask"),
                fields = {
                    field.input(page, { name = "user", label = t("Login"), required = true, value = model.user,
                        autocapitalize = "none", spellcheck = "false" }),
                    field.choice(page, { name = "site", label = t("Enterprise company of the site"),
                        options = model.companies, value = model.site }),
                    field.input(page, { name = "document", label = t("Number of an order or invoice"),
                        value = model.document, hint = t("Optional: why the user does or does not see it.") }),
                },
            } },
            why and {
                render_chain(page, t, "external-access", t("Access by external access"), why.external_access),
                render_chain(page, t, "parent-party", t("Access by person and parent party (older model)"),
                    why.parent_party),
                render_chain(page, t, "order", t("Sees the order"), why.order),
                render_chain(page, t, "parent-order", t("Sees the order (older model)"), why.parent_order),
                render_chain(page, t, "invoice", t("Sees the invoice"), why.invoice),
                render_chain(page, t, "parent-invoice", t("Sees the invoice (older model)"), why.parent_invoice),
            } or "",
        },
    })
end
