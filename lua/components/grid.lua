-- The grid: the one table of lists. It shows what cc.grid() returned and offers everything else as links and GET
-- forms: sort, search, filters, columns and their order, groups, paging, CSV, and the saved layout (POST /layout).
--
-- In:  the page; what cc.grid(name) returned; options, all of them optional:
--        title     the table's name for those who do not see it (default: the grid's name)
--        cells     column -> function(cell, row) returning markup for its content
--        actions   function(row) returning markup for a first column of buttons
--        empty     the sentence for a list that has no rows at all
-- Out: markup.

local codes = require "lib.codes"
local url = require "lib.url"
local filters = require "components.grid_filters"
local grid_state = require "components.grid_state"
local groups = require "components.grid_groups"
local icon = require "components.icon"
local moment = require "components.moment"
local pager = require "components.pager"
local sums = require "components.grid_sums"
local toolbar = require "components.grid_toolbar"

local grid = {}

local frame = html.template [[<div class="cc-grid">
{toolbar}{group_bar}{chips}
<div class="cc-grid-scroll" role="region" aria-labelledby="{name}-caption" tabindex="0">
<table data-grid="{name}" data-total="{total}">
<caption id="{name}-caption" class="visually-hidden">{title}: {count}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
{foot}</table>
{empty}</div>
{pager}
</div>]]
local foot = html.template [[<tfoot>
{rows}</tfoot>
]]
local head_cell = html.template [[<th data-col="{name}"{@aria-sort}{@class}{@data-groupable}><a
href="{href}">{title}</a></th>]]
local head_actions = html.template [[<th class="cc-actions"><span class="visually-hidden">{label}</span></th>]]
local row_line = html.template [[<tr data-id="{id}">{cells}</tr>
]]
local cell_text = html.template [[<td data-col="{name}"{@data-value}{@data-currency}>{text}</td>]]
local cell_actions = html.template [[<td class="cc-actions">{buttons}</td>]]
local empty_box = html.template [[<div class="cc-empty">{icon}<p>{text}</p>{clear}</div>]]
local clear_link = html.template [[<a href="{href}">{label}</a>]]
local chip_list = html.template [[<ul class="cc-chips" aria-label="{label}">{chips}</ul>]]
local chip = html.template [[<li><a href="{href}"><span class="visually-hidden">{remove} </span>{text}{icon}</a></li>]]

-- Columns whose cells are aligned at the right and carry the plain value.
local function is_amount(column)
    return column.type == "number" or column.type == "money"
end

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
            class = is_amount(column) and "cc-number",
            ["data-groupable"] = column.groupable or nil,
        }
    end
    return cells
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

local function row_cells(state, row, options, currency)
    local page, cells = state.page, {}
    if options.actions then
        cells[1] = cell_actions { buttons = options.actions(row) }
    end
    for _, column in ipairs(state.columns) do
        local cell = row.cells[column.name] or { text = "", value = "" }
        local text = cell.text
        if options.cells and options.cells[column.name] then
            text = options.cells[column.name](cell, row)
        elseif column.type == "role" or column.type == "flag" then
            text = state.say(text)
        elseif column.type == "time" then
            text = moment(cell.value)
        elseif column.type == "code" then
            text = codes.text(page.language, cell.value)
        end
        cells[#cells + 1] = cell_text {
            name = column.name,
            text = text,
            ["data-value"] = (is_amount(column) or column.type == "code") and (cell.value or "") or nil,
            ["data-currency"] = column.type == "money" and cell.value ~= "" and currency or nil,
        }
    end
    return cells
end

-- The rows of the page, with the heads of the groups that begin before them.
local function body(state, options)
    local data, columns, made = state.data, {}, {}
    for _, column in ipairs(data.columns) do
        columns[column.name] = column
    end
    local heads = data.groups or {}
    local next_head, before = 1, options.actions and 1 or 0
    local named = lacks_currency(state.columns)
    for i, row in ipairs(data.rows) do
        while heads[next_head] and heads[next_head].row <= i do
            local group = heads[next_head]
            made[#made + 1] = sums.group(state.page, state.columns, before, group, columns[group.column])
            next_head = next_head + 1
        end
        made[#made + 1] = row_line { id = row.id, cells = row_cells(state, row, options, named and row.currency) }
    end
    return made
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

function grid.render(page, data, options)
    options = options or {}
    local state = grid_state.of(page, data)
    local t, chips = state.t, narrowed(state)
    local is_narrowed = #chips > 0
    local clear = is_narrowed and clear_link { href = cleared(state), label = t("Clear search and filters") }
    local totals = sums.total(page, state.columns, options.actions and 1 or 0, data.sums)
    return frame {
        name = data.name,
        total = data.total,
        title = options.title or data.name,
        count = pager.count(t, data.total),
        toolbar = toolbar.render(state),
        group_bar = groups.bar(state),
        chips = is_narrowed and chip_list { label = t("Shown are only rows with"), chips = chips },
        head = head(state, options.actions),
        rows = body(state, options),
        foot = totals and foot { rows = totals },
        empty = #data.rows == 0 and empty_box {
            icon = icon("search"),
            text = is_narrowed and t("No rows match.") or options.empty or t("There is nothing to show yet."),
            clear = clear,
        },
        pager = pager.render(page, data, function(number)
            return grid_state.href(state, { page = number > 1 and number })
        end, toolbar.form_id(data)),
    }
end

return grid
