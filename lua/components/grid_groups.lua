-- The columns that a grid is grouped by, outermost first: the panel that chooses them by links, and the bar above the
-- table that shows them and, with scripts, takes header cells that are dragged to it (assets/grid.js).
--
-- In:  the grid's state (components.grid_state). Out: markup; nil where no column can be grouped by.

local form = require "components.form"
local grid_state = require "components.grid_state"
local icon = require "components.icon"

local groups = {}

local levels_max = 3

local panel = html.template [[{levels}{more}{clear}]]
local heading = html.template [[<p class="cc-drop-title" id="{id}">{text}</p>]]
local level_list = html.template [[<ol class="cc-levels" aria-labelledby="{id}">{items}</ol>]]
local level = html.template [[<li><span>{title}</span>{up}{down}{remove}</li>]]
local button = html.template [[<a class="cc-icon-button" href="{href}" aria-label="{label}" title="{title}">{icon}</a>]]
local choices = html.template [[<ul class="cc-drop-list" aria-labelledby="{id}">{items}</ul>]]
local choice = html.template [[<li><a class="cc-drop-item" href="{href}">{icon}{title}</a></li>]]
local bar = html.template [[<div class="cc-groups" data-group-bar="{names}">
<p id="{name}-groups">{label}</p>
{items}{hint}</div>]]
local bar_list = html.template [[<ol class="cc-chips" aria-labelledby="{name}-groups">{items}</ol>]]
local bar_item = html.template [[<li><a href="{href}"><span
class="visually-hidden">{remove} </span>{title}{icon}</a></li>]]
local bar_hint = html.template [[<span class="cc-group-hint">{text}</span>]]

local function by_name(state)
    local found = {}
    for _, column in ipairs(state.data.columns) do
        found[column.name] = column
    end
    return found
end

-- The address of the list grouped by these names; the panel stays open when the link is in it.
local function href(state, names, in_panel)
    local to = grid_state.href(state, { group = table.concat(names, ","), panel = in_panel and "group" })
    return in_panel and to .. "#" .. state.data.name .. "-group" or to
end

-- A copy of the names without the one at `at`.
local function without(names, at)
    local copy = {}
    for i, name in ipairs(names) do
        if i ~= at then
            copy[#copy + 1] = name
        end
    end
    return copy
end

local function level_items(state, names, columns)
    local t, made = state.t, {}
    for i, name in ipairs(names) do
        local title = grid_state.title(state, columns[name])
        made[i] = level {
            title = title,
            up = i > 1 and button {
                href = href(state, grid_state.moved(names, i, i - 1), true),
                label = t("Move {} up", title), title = t("Up"), icon = icon("up"),
            },
            down = i < #names and button {
                href = href(state, grid_state.moved(names, i, i + 1), true),
                label = t("Move {} down", title), title = t("Down"), icon = icon("down"),
            },
            remove = button {
                href = href(state, without(names, i), true),
                label = t("Do not group by {}", title), title = t("Remove"), icon = icon("close"),
            },
        }
    end
    return made
end

local function choice_items(state, names)
    local taken, made = {}, {}
    for _, name in ipairs(names) do
        taken[name] = true
    end
    for _, column in ipairs(state.data.columns) do
        if column.groupable and not taken[column.name] then
            local more = without(names)
            more[#more + 1] = column.name
            made[#made + 1] = choice {
                href = href(state, more, true), icon = icon("add"), title = grid_state.title(state, column),
            }
        end
    end
    return made
end

-- Whether any column can be grouped by.
local function possible(state)
    for _, column in ipairs(state.data.columns) do
        if column.groupable then
            return true
        end
    end
    return false
end

function groups.panel(state)
    if not possible(state) then
        return nil
    end
    local t, names = state.t, state.data.group or {}
    local id, made = state.data.name .. "-group", {}
    if #names > 0 then
        made.levels = {
            heading { id = id .. "-now", text = t("Grouped by") },
            level_list { id = id .. "-now", items = level_items(state, names, by_name(state)) },
        }
        made.clear = form.link(href(state, {}), t("No groups"))
    end
    local items = #names < levels_max and choice_items(state, names) or {}
    if #items > 0 then
        made.more = {
            heading { id = id .. "-more", text = #names == 0 and t("Group by") or t("Then by") },
            choices { id = id .. "-more", items = items },
        }
    end
    return panel(made)
end

function groups.bar(state)
    local t, names = state.t, state.data.group or {}
    if not possible(state) then
        return nil
    end
    local columns, items = by_name(state), {}
    for i, name in ipairs(names) do
        items[i] = bar_item {
            href = href(state, without(names, i)),
            remove = t("Remove:"), title = grid_state.title(state, columns[name]), icon = icon("close"),
        }
    end
    return bar {
        name = state.data.name,
        names = table.concat(names, ","),
        label = t("Grouped by"),
        items = #items > 0 and bar_list { name = state.data.name, items = items },
        hint = #names < levels_max and bar_hint { text = t("Drag a column here to group by it") },
    }
end

return groups
