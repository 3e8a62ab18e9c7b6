-- The menu of a site: the complete definition, and what of it a role sees. That of the back office has its entries
-- from components.backoffice_menu.
--
-- An entry is shown to all (`available`), or where page.features has its id: C decides what is offered, and what may
-- be opened.
--
-- In:  the page. Out: markup; menu.entries gives the visible entries themselves.

local i18n = require "lib.i18n"
local url = require "lib.url"
local backoffice_menu = require "components.backoffice_menu"
local icon = require "components.icon"

local menu = {}

local nav = html.template [[<nav class="cc-menu" id="menu" aria-label="{label}">
{main}
<div class="cc-menu-end">
{last}
<p class="cc-version">{version}</p>
</div>
</nav>]]
local list = html.template [[<ul>{items}</ul>]]
local group = html.template [[<li><span class="cc-menu-title">{label}</span><ul>{items}</ul></li>]]
local shortcuts = html.template [[<ul class="cc-shortcuts">{items}</ul>]]
local shortcut = html.template [[<li><a class="card" href="{href}">{icon}
<span><strong>{label}</strong>{about}</span></a></li>]]
local item = html.template [[<li><a href="{href}"{@aria-current}>{icon}<span>{label}</span></a></li>]]

-- Which entry a page belongs to, where its name is not the entry's.
local belongs = {
    ["user-add"] = "users", ["user-edit"] = "users", ["user-remove"] = "users",
    ["order"] = "orders", ["invoice"] = "invoices",
}

local function definition(t)
    return {
        main = {
            { id = "home", path = "/", icon = "home", label = t("Home"), available = true },
            { label = t("Orders"), items = {
                { id = "orders", path = "/orders", icon = "orders", label = t("Orders") },
            } },
            { label = t("Billing"), items = {
                { id = "invoices", path = "/invoices", icon = "invoices", label = t("Invoices") },
                { id = "due-payments", path = "/due-payments", icon = "due", label = t("Due Payments") },
                { id = "payment-history", path = "/payment-history", icon = "history", label = t("Payment History") },
            } },
        },
        last = {
            { id = "users", path = "/users", icon = "users", label = t("User Management"),
              about = t("Add users of this customer and decide what they may see.") },
            { id = "audit", path = "/audit", icon = "history", label = t("Audit"),
              about = t("Who changed the access of whom, and when.") },
            { id = "profile", path = "/profile", icon = "profile", label = t("Customer Profile"), available = true,
              about = t("Company data of the customer, as it is on file.") },
        },
    }
end

local function visible(page, entry)
    return entry.available or page.features and page.features[entry.id]
end

-- The entries of a list that the page's user sees; groups that would be empty are left out.
local function select_visible(page, entries)
    local kept = {}
    for _, entry in ipairs(entries) do
        if entry.items then
            local items = select_visible(page, entry.items)
            if #items > 0 then
                kept[#kept + 1] = { label = entry.label, items = items }
            end
        elseif visible(page, entry) then
            kept[#kept + 1] = entry
        end
    end
    return kept
end

-- { main = {...}, last = {...} } with the visible entries and groups.
function menu.entries(page)
    local t = i18n.translator(page.language)
    local all = page.back_office and backoffice_menu.definition(t) or definition(t)
    return { main = select_visible(page, all.main), last = select_visible(page, all.last) }
end

local function render_items(page, entries)
    local current = (page.back_office and backoffice_menu.belongs or belongs)[page.name] or page.name
    local made = {}
    for i, entry in ipairs(entries) do
        if entry.items then
            made[i] = group { label = entry.label, items = render_items(page, entry.items) }
        else
            made[i] = item {
                href = url.to(page, entry.path),
                icon = icon(entry.icon),
                label = entry.label,
                ["aria-current"] = entry.id == current and "page",
            }
        end
    end
    return made
end

local function cards(page, entries)
    local made = {}
    for i, entry in ipairs(entries) do
        made[i] = shortcut {
            href = url.to(page, entry.path), icon = icon(entry.icon), label = entry.label, about = entry.about,
        }
    end
    return shortcuts { items = made }
end

local function nav_of(page, entries)
    local t = i18n.translator(page.language)
    return nav {
        label = t("Main menu"),
        main = list { items = render_items(page, entries.main) },
        last = #entries.last > 0 and list { items = render_items(page, entries.last) },
        version = page.version and t("Version {}", page.version),
    }
end

-- The menu itself and the cards, of what the page shows of it (components.menu_fragment).
function menu.parts(page)
    local entries = menu.entries(page)
    return { menu = nav_of(page, entries), shortcuts = cards(page, entries.last) }
end

local function fragment_of(page)
    return html.fragment("components.menu_fragment", {
        name = page.name, base = page.base, language = page.language, version = page.version,
        back_office = page.back_office, features = page.features,
    })
end

-- The menu. Out: markup.
function menu.render(page)
    return fragment_of(page).menu
end

-- Its last entries as cards, each with a sentence about it. Out: markup.
function menu.shortcuts(page)
    return fragment_of(page).shortcuts
end

return menu
