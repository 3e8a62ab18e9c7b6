-- The one frame of all pages: document head, header, menu, main content.
--
-- In:  the page and { title, body (markup or array), subtitle, actions (markup beside the heading),
--      error (code for data-error),
--      kind = "wide" | "form" | "card" }: "wide" fills the width, "form" keeps lines short, "card" is a single
--      centred card for visitors who are not signed in or have no customer yet.
-- Out: markup, the whole document.

local i18n = require "lib.i18n"
local flash = require "components.flash"
local form = require "components.form"
local header = require "components.header"

local layout = {}

local document = html.template [[<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{links}</head>
<body{@data-page}{@data-user}{@data-customer}{@data-role}{@data-idle}{@class}>
<a class="cc-skip" href="#main">{skip}</a>
{header}
<main id="main" tabindex="-1" class="cc-main cc-main-{kind}"{@data-error}>
{head}
{flash}{conflict}{problems}{logged_out}
{body}
</main>
{footer}{idle}
</body>
</html>
]]
local head = html.template [[<div class="cc-head"><div>{paper}<h1>{title}</h1>{subtitle}</div>{actions}</div>]]
local paper = html.template [[<p class="cc-paper">{site} · {date}</p>]]
local subtitle = html.template [[<p class="cc-subtitle">{text}</p>]]
local footer = html.template [[<footer class="cc-footer">{version}</footer>]]
local idle = html.template [[<div class="cc-idle alert alert-warning" role="status" data-idle-notice="{text}"></div>]]

-- "Error: Log in - Lagerta Ltd. - Client Center"
local function window_title(page, t, title)
    local failed = page.status == 409 or page.form and page.form.errors and #page.form.errors > 0
    local text = failed and t("Error: {}", title) or title
    local site = header.site_title(page)
    return site and text .. " - " .. site or text
end

function layout.render(page, options)
    local t = i18n.translator(page.language)
    local signed_in, has_customer, shown = page.signed_in, page.has_customer, page.shown
    local with_menu = signed_in and (has_customer or page.back_office) and true or false
    local frame = header.frame(page, with_menu)
    return document {
        language = page.language or "en",
        title = window_title(page, t, options.title),
        links = frame.links,
        ["data-page"] = page.name,
        ["data-user"] = signed_in and shown.login,
        ["data-customer"] = has_customer and shown.customer_number,
        ["data-role"] = page.role,
        ["data-idle"] = signed_in and page.idle_seconds,
        class = with_menu and (page.back_office and "cc-with-menu cc-back-office" or "cc-with-menu")
            or page.back_office and "cc-back-office",
        skip = t("Skip to the content"),
        header = frame.header,
        kind = options.kind or "wide",
        ["data-error"] = options.error,
        head = head {
            paper = has_customer and page.today and paper { site = page.title, date = page.today },
            title = options.title,
            subtitle = options.subtitle and subtitle { text = options.subtitle },
            actions = options.actions,
        },
        flash = flash.render(page),
        conflict = not options.error and form.conflict(page),
        problems = form.problems(page),
        logged_out = form.logged_out(page),
        body = options.body,
        footer = not with_menu and page.version and footer { version = t("Version {}", page.version) },
        idle = signed_in and page.idle_seconds and idle {
            text = t("You will be logged out soon because nothing has happened for a while. Save your work."),
        },
    }
end

return layout
