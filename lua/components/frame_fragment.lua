-- What of the frame is the same on all pages of a user's site, as a fragment (html.fragment): style sheets, scripts and
-- the header.
--
-- In:  what of the page components.header names, and with_menu. Out: { links, header }: markup.

local url = require "lib.url"
local header = require "components.header"

local links = html.template [[<link rel="icon" href="{icon}" type="image/svg+xml">
{styles}{scripts}]]
local style = html.template [[<link rel="stylesheet" href="{href}">
]]
local script = html.template [[<script src="{src}" defer></script>
]]

local sheets = { "bootstrap.min.css", "theme.css", "app.css", "header.css", "forms.css", "toolbar.css", "grid.css",
    "backoffice.css", "icons.css", "print.css" }
local scripts = { "app.js", "grid.js" }
local office_scripts = { "app.js", "grid.js", "panel.js" }

local function each(page, names, make)
    local made = {}
    for i, name in ipairs(names) do
        local address = url.asset(page, name)
        made[i] = make { href = address, src = address }
    end
    return made
end

return function(page)
    return {
        links = links {
            icon = url.asset(page, "favicon.svg"),
            styles = each(page, sheets, style),
            scripts = each(page, page.back_office and office_scripts or scripts, script),
        },
        header = header.bar(page),
    }
end
