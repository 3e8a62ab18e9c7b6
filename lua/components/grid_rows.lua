-- How a row of a grid looks: a template bound to the shown columns (html.bind), which C fills in for each row.
--
-- In:  the grid's state (components.grid_state); what components.grid_fragment got. Out: a bound template.

local codes = require "lib.codes"
local i18n = require "lib.i18n"
local url = require "lib.url"
local grid_state = require "components.grid_state"
local icon = require "components.icon"

local grid_rows = {}

local row_line = html.template [[<tr data-id="{id}">{cells}</tr>
]]
local cell_text = html.template [[<td data-col="{name}"{@data-value}{@data-currency}>{text}</td>]]
local cell_actions = html.template [[<td class="cc-actions">{buttons}</td>]]
local button = html.template [[<a class="cc-icon-button {class}" href="{before}{key}{after}"
aria-label="{label_before}{text}{label_after}" title="{title}">{icon}</a>]]
local document_link = html.template [[<a href="{before}{number}">{text}</a>]]
local row_link = html.template [[<a href="{before}{key}">{text}</a>]]
local moment = html.template [[<time datetime="{at}">{text}</time>]]

-- The names of roles and what stands in columns of yes and no, in the page's language.
local function words(state)
    local made = { Yes = state.t("Yes"), No = state.t("No") }
    for _, role in ipairs(cc.roles()) do
        made[role.name] = state.say(role.name)
    end
    return made
end

-- Does no column say the currency? Then each amount does.
local function lacks_currency(columns)
    for _, column in ipairs(columns) do
        if column.name == "currency" then
            return false
        end
    end
    return true
end

local function content(state, input, column)
    local name, links, to = column.name, input.links or {}, input.row_link
    local text = html.field("text", name)
    if links[name] then
        return html.bind(document_link, {
            before = url.to(state.page, links[name]) .. "/", number = html.field("path", name), text = text,
        }, html.field("value", name))
    elseif to and to.column == name then
        return html.bind(row_link, {
            before = url.to(state.page, to.path) .. "/", key = html.field(to.key), text = text,
        })
    elseif column.type == "role" or column.type == "flag" then
        return html.field("text", name, words(state))
    elseif column.type == "code" then
        return html.field("value", name, codes.words(i18n.translator(state.page.language)))
    elseif column.type == "time" then
        return html.bind(moment, { at = html.field("datetime", name), text = html.field("moment", name) },
            html.field("datetime", name))
    end
    return text
end

-- The links of a row to what can be done with it; with slots, what the page puts there.
local function buttons(state, input)
    local made = { input.slots and html.field("slot", "actions") }
    for _, entry in ipairs(input.buttons or {}) do
        local label_before, label_after = entry.label:match("^(.-){}(.*)$")
        made[#made + 1] = html.bind(button, {
            class = entry.class, icon = icon(entry.icon), title = entry.title,
            before = url.to(state.page, entry.path) .. "/", key = html.field(entry.key), after = entry.after,
            label_before = label_before, text = html.field("text", entry.column), label_after = label_after,
        }, entry.when and html.field(entry.when))
    end
    return made
end

function grid_rows.bound(state, input)
    local cells, named = {}, lacks_currency(state.columns)
    if input.actions then
        cells[1] = html.bind(cell_actions, { buttons = buttons(state, input) })
    end
    for _, column in ipairs(state.columns) do
        local valued = grid_state.is_amount(column) or column.type == "code"
        cells[#cells + 1] = html.bind(cell_text, {
            name = column.name,
            text = content(state, input, column),
            ["data-value"] = valued and html.field("value", column.name),
            ["data-currency"] = column.type == "money" and named and html.field("currency", column.name),
        })
    end
    return html.bind(row_line, { id = html.field("id"), cells = cells })
end

return grid_rows
