-- The bar at the top: the site's title, the switch between customers, the user's menu, and the site's menu, which
-- on narrow screens folds away behind a button.
--
-- In:  the page. Out: markup.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local icon = require "components.icon"
local menu = require "components.menu"

local header = {}

-- The button is a <details> without content of its own: its state shows or hides the menu after it, so that the
-- menu exists once and wide screens can show it always.
local bar = html.template [[<header class="cc-header">
{toggle}
<a class="cc-brand" href="{home}"><img src="{logo}" width="28" height="28" alt=""><span>{title}</span></a>
{badge}{switch}{user}{menu}
</header>]]
local badge = html.template [[<p class="cc-office-badge">{text}</p>]]
local toggle = html.template [[<details class="cc-toggle" data-menu>
<summary>{icon}<span class="visually-hidden">{label}</span></summary>
</details>]]
local dropdown = html.template [[<details class="cc-drop {class}" data-menu>
<summary>{face}</summary>
<div class="cc-drop-panel">{panel}</div>
</details>]]
local switch_face = html.template [[{icon}<span class="visually-hidden">{label}: </span>
<span class="cc-ellipsis">{display}</span>]]
local switch_item = html.template [[<li>
<button type="submit" class="cc-drop-item" name="customer" value="{number}"{@aria-current}>{display}</button></li>]]
local switch_list = html.template [[<ul class="cc-drop-list">{items}</ul>]]
local one_customer = html.template [[<p class="cc-customer cc-ellipsis">{display}</p>]]
local user_face = html.template [[{initials}<span class="visually-hidden"> {label}</span>]]
local user_panel = html.template [[<p class="cc-who"><strong>{name}</strong><span>{login}</span></p>
{account}{logout}]]
local account_link = html.template [[<a class="cc-drop-item" href="{href}">{icon}{label}</a>
]]
local logout_item = html.template [[<button type="submit" class="cc-drop-item">{icon}{label}</button>]]

-- A document belongs to one customer: with another one its list is the place to go to.
local lists = { order = "/orders", invoice = "/invoices" }

-- The way back after a switch is the same page without its parameters; where that is no place to go to with the
-- other customer, the answer leads Home.
local function customer_switch(page, t)
    if not page.customers or page.name == "select-customer" then
        return page.has_customer and one_customer { display = page.shown.customer }
    end
    local items = {}
    for i, customer in ipairs(page.customers) do
        items[i] = switch_item {
            number = customer.number,
            display = customer.display,
            ["aria-current"] = customer.current and "true",
        }
    end
    return dropdown {
        class = "cc-switch",
        face = switch_face {
            icon = icon("switch"),
            label = t("Customer"),
            display = page.has_customer and page.shown.customer or t("Select Client"),
        },
        panel = form.post(page, {
            action = "/select-customer",
            body = {
                field.hidden("next", url.to(page, lists[page.name] or page.path or "/")),
                switch_list { items = items },
            },
        }),
    }
end

-- The form that logs out; `button` is markup.
function header.logout(page, button)
    return form.post(page, { action = "/logout", body = button })
end

-- Who has no customer has no account page either, only the page that says what is missing.
local function user_menu(page, t)
    local shown = page.shown
    local has_account = page.back_office or page.has_customer or page.customers
    return dropdown {
        class = "cc-user",
        face = user_face { initials = shown.initials, label = t("User menu") },
        panel = user_panel {
            name = shown.name,
            login = shown.login,
            account = has_account and account_link {
                href = url.to(page, "/account"), icon = icon("account"), label = t("My account"),
            },
            logout = header.logout(page, logout_item { icon = icon("logout"), label = t("Log out") }),
        },
    }
end

-- The title of the site; that of the back office, unless it was given another, in the user's language.
function header.site_title(page)
    return page.back_office and page.title == "Back office" and i18n.translator(page.language)("Back office")
        or page.title
end

-- The bar itself, of what header.frame() names.
function header.bar(page)
    local t, with_menu = i18n.translator(page.language), page.with_menu
    return bar {
        home = url.to(page, "/"),
        logo = url.asset(page, "favicon.svg"),
        title = header.site_title(page),
        badge = page.back_office and badge { text = t("Administration") },
        toggle = with_menu and toggle { icon = icon("menu"), label = t("Menu") },
        switch = page.signed_in and customer_switch(page, t),
        user = page.signed_in and user_menu(page, t),
        menu = with_menu and menu.render(page),
    }
end

-- The header and the links to style sheets and scripts (components.frame_fragment). `with_menu`: whether the site's
-- menu belongs to the page. Who has one customer gets the frame of all the others who have.
function header.frame(page, with_menu)
    return html.fragment("components.frame_fragment", {
        name = page.name, path = page.path, base = page.base, assets = page.assets, title = page.title,
        asset_version = page.asset_version, version = page.version, language = page.language, csrf = page.csrf,
        back_office = page.back_office, features = page.features,
        shown = page.shown, signed_in = page.signed_in, has_customer = page.has_customer,
        customers = page.has_customers and page.customers,
        with_menu = with_menu,
    })
end

return header
