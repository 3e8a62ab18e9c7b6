-- What of a grid is the same for as long as its rows and their number are: everything but the rows. A fragment
-- (html.fragment), so it knows nothing but its input.
--
-- In:  { page = what of the page it needs (see components.grid), data = what cc.grid() returned, without rows, choices
--      (column -> what its filter offers), title, empty, links, row_link, buttons as components.grid has them, slots
--      (whether there are any), actions (whether there is a column of buttons) }.
-- Out: { before, head, foot, empty, pager, count, row }: markup before the table, of its head's cells, of its foot (or
--      nil), for a table without rows, and after it; the number of rows in words; how a row is made
--      (components.grid_rows).

local url = require "lib.url"
local filters = require "components.grid_filters"
local grid_rows = require "components.grid_rows"
local grid_state = require "components.grid_state"
local groups = require "components.grid_groups"
local icon = require "components.icon"
local pager = require "components.pager"
local sums = require "components.grid_sums"
local toolbar = require "components.grid_toolbar"

local before = html.template [[{toolbar}{group_bar}{chips}]]
local head_cell = html.template [[<th data-col="{name}"{@aria-sort}{@class}{@data-groupable}><a
href="{href}">{title}</a></th>]]
local head_actions = html.template [[<th class="cc-actions"><span class="visually-hidden">{label}</span></th>]]
local foot = html.template [[<tfoot>
{rows}</tfoot>
]]
local empty_box = html.template [[<div class="cc-empty">{icon}<p>{text}</p>{hints}{clear}</div>]]
local filter_hint = html.template [[<p class="form-text">{title}: {example}</p>]]
local clear_link = html.template [[<a href="{href}">{label}</a>]]
local chip_list = html.template [[<ul class="cc-chips" aria-label="{label}">{chips}</ul>]]
local chip = html.template [[<li><a href="{href}"><span class="visually-hidden">{remove} </span>{text}{icon}</a></li>]]

local function head(state, with_actions)
    local data, cells = state.data, {}
    if with_actions then
        cells[1] = head_actions { label = state.t("Actions") }
    end
    for _, column in ipairs(state.columns) do
        local sorted = data.sort == column.name
        local dir = sorted and data.dir == "asc" and "desc" or "asc"
        cells[#cells + 1] = head_cell {
            name = column.name,
            title = grid_state.title(state, column),
            href = grid_state.href(state, { sort = column.name, dir = dir }),
            ["aria-sort"] = sorted and (data.dir == "desc" and "descending" or "ascending"),
            class = grid_state.is_amount(column) and "cc-number",
            ["data-groupable"] = column.groupable or nil,
        }
    end
    return cells
end

-- What narrows the list now, each with a link that takes it away.
local function narrowed(state)
    local data, t, chips = state.data, state.t, {}
    local function add(name, label, value)
        chips[#chips + 1] = chip {
            href = grid_state.href(state, { [name] = false }),
            remove = t("Remove:"),
            text = label .. ": " .. value,
            icon = icon("close"),
        }
    end
    if data.q and data.q ~= "" then
        add("q", t("Search"), data.q)
    end
    for _, column in ipairs(data.columns) do
        local value = data.filters and data.filters[column.name]
        if value and value ~= "" then
            add("filter." .. column.name, grid_state.title(state, column), filters.text(state.page, column, value))
        end
    end
    return chips
end

-- The address with neither search nor filters.
local function cleared(state)
    local kept = {}
    for name, value in pairs(state.params) do
        if name ~= "q" and not name:find("^filter%.") then
            kept[name] = value
        end
    end
    return url.to(state.page, state.page.path, kept)
end

-- How the filters are written that are set: one of dates or numbers that cannot be read matches nothing.
local function hints(state)
    local made = {}
    for _, column in ipairs(state.data.columns) do
        local value = state.data.filters and state.data.filters[column.name]
        local example = value and value ~= "" and filters.example(state, column)
        if example then
            made[#made + 1] = filter_hint { title = grid_state.title(state, column), example = example }
        end
    end
    return made
end

-- What stands where the rows would be.
local function nothing(state, input, is_narrowed)
    local t = state.t
    return empty_box {
        icon = icon("search"),
        text = is_narrowed and t("No rows match.") or input.empty or t("There is nothing to show yet."),
        hints = is_narrowed and hints(state),
        clear = is_narrowed and clear_link { href = cleared(state), label = t("Clear search and filters") },
    }
end

return function(input)
    local page, data = input.page, input.data
    local state = grid_state.of(page, data)
    state.choices = input.choices
    local t, chips = state.t, narrowed(state)
    local totals = sums.total(page, state.columns, input.actions and 1 or 0, data.sums)
    return {
        row = grid_rows.bound(state, input),
        count = pager.count(t, data.total),
        before = before {
            toolbar = toolbar.render(state),
            group_bar = groups.bar(state),
            chips = #chips > 0 and chip_list { label = t("Shown are only rows with"), chips = chips },
        },
        head = html.join(head(state, input.actions)),
        foot = totals and foot { rows = totals },
        empty = nothing(state, input, #chips > 0),
        pager = pager.render(page, data, function(number)
            return grid_state.href(state, { page = number > 1 and number })
        end, toolbar.form_id(data)),
    }
end
