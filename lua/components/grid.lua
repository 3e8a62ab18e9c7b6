-- The grid: the one table of lists. It shows what cc.grid() returned and offers everything else as links and GET
-- forms: sort, search, filters, columns, paging, CSV, and the saved layout (POST /layout).
--
-- In:  the page; what cc.grid(name) returned; options, all of them optional:
--        title     the table's name for those who do not see it (default: the grid's name)
--        cells     column -> function(cell, row) returning markup for its content
--        actions   function(row) returning markup for a first column of buttons
--        empty     the sentence for a list that has no rows at all
-- Out: markup.

local i18n = require "lib.i18n"
local url = require "lib.url"
local icon = require "components.icon"
local pager = require "components.pager"
local toolbar = require "components.grid_toolbar"

local grid = {}

local frame = html.template [[<div class="cc-grid">
{toolbar}{chips}
<div class="cc-grid-scroll" role="region" aria-labelledby="{name}-caption" tabindex="0">
<table data-grid="{name}" data-total="{total}">
<caption id="{name}-caption" class="visually-hidden">{title}: {count}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
</table>
{empty}</div>
{pager}
</div>]]
local head_cell = html.template [[<th data-col="{name}"{@aria-sort}{@class}><a href="{href}">{title}</a></th>]]
local head_actions = html.template [[<th class="cc-actions"><span class="visually-hidden">{label}</span></th>]]
local row_line = html.template [[<tr data-id="{id}">{cells}</tr>
]]
local cell_text = html.template [[<td data-col="{name}"{@data-value}>{text}</td>]]
local cell_actions = html.template [[<td class="cc-actions">{buttons}</td>]]
local empty_box = html.template [[<div class="cc-empty">{icon}<p>{text}</p>{clear}</div>]]
local clear_link = html.template [[<a href="{href}">{label}</a>]]
local chip_list = html.template [[<ul class="cc-chips" aria-label="{label}">{chips}</ul>]]
local chip = html.template [[<li><a href="{href}"><span class="visually-hidden">{remove} </span>{text}{icon}</a></li>]]

local function shown_columns(data)
    local shown = {}
    for _, column in ipairs(data.columns) do
        if column.visible then
            shown[#shown + 1] = column
        end
    end
    return shown
end

-- Parameters that lead to what is shown now, without the page number. Layout parameters are carried only when
-- the address has them: otherwise the saved layout gives them.
local function state(page, data)
    local query = page.query or {}
    local params = { q = data.q }
    for column, value in pairs(data.filters or {}) do
        params["filter." .. column] = value
    end
    if query.sort or query.dir then
        params.sort, params.dir = data.sort, data.dir
    end
    if query.per_page then
        params.per_page = data.per_page
    end
    if query.columns then
        local names = {}
        for i, column in ipairs(shown_columns(data)) do
            names[i] = column.name
        end
        params.columns = table.concat(names, ",")
    end
    params.group = query.group
    return params
end

local function head(page, data, params, columns, with_actions, t)
    local cells = {}
    if with_actions then
        cells[1] = head_actions { label = t("Actions") }
    end
    for _, column in ipairs(columns) do
        local sorted = data.sort == column.name
        local dir = sorted and data.dir == "asc" and "desc" or "asc"
        cells[#cells + 1] = head_cell {
            name = column.name,
            title = i18n.t(page.language, column.title),
            href = url.to(page, page.path, url.with(params, { sort = column.name, dir = dir })),
            ["aria-sort"] = sorted and (data.dir == "desc" and "descending" or "ascending"),
            class = column.type == "number" and "cc-number",
        }
    end
    return cells
end

local function row_cells(page, row, columns, options)
    local cells = {}
    if options.actions then
        cells[1] = cell_actions { buttons = options.actions(row) }
    end
    for _, column in ipairs(columns) do
        local cell = row.cells[column.name] or { text = "", value = "" }
        local text = cell.text
        if options.cells and options.cells[column.name] then
            text = options.cells[column.name](cell, row)
        elseif column.type == "role" then
            text = i18n.t(page.language, text)
        end
        cells[#cells + 1] = cell_text {
            name = column.name,
            text = text,
            ["data-value"] = column.type == "number" and (cell.value or "") or nil,
        }
    end
    return cells
end

-- What narrows the list now, each with a link that takes it away.
local function narrowed(page, data, params, t)
    local chips = {}
    local function add(name, label, value)
        chips[#chips + 1] = chip {
            href = url.to(page, page.path, url.with(params, { [name] = false })),
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
            add("filter." .. column.name, i18n.t(page.language, column.title),
                toolbar.filter_text(page, column, value))
        end
    end
    return chips
end

-- The address with neither search nor filters.
local function cleared(page, params)
    local kept = {}
    for name, value in pairs(params) do
        if name ~= "q" and not name:find("^filter%.") then
            kept[name] = value
        end
    end
    return url.to(page, page.path, kept)
end

function grid.render(page, data, options)
    options = options or {}
    local t = i18n.translator(page.language)
    local params, columns = state(page, data), shown_columns(data)
    local chips, rows = narrowed(page, data, params, t), {}
    for i, row in ipairs(data.rows) do
        rows[i] = row_line { id = row.id, cells = row_cells(page, row, columns, options) }
    end
    local is_narrowed = #chips > 0
    local clear = is_narrowed and clear_link { href = cleared(page, params), label = t("Clear search and filters") }
    return frame {
        name = data.name,
        total = data.total,
        title = options.title or data.name,
        count = pager.count(t, data.total),
        toolbar = toolbar.render(page, data, { params = params, columns = columns }),
        chips = is_narrowed and chip_list { label = t("Shown are only rows with"), chips = chips },
        head = head(page, data, params, columns, options.actions, t),
        rows = rows,
        empty = #data.rows == 0 and empty_box {
            icon = icon("search"),
            text = is_narrowed and t("No rows match.") or options.empty or t("There is nothing to show yet."),
            clear = clear,
        },
        pager = pager.render(page, data, function(number)
            return url.to(page, page.path, url.with(params, { page = number > 1 and number }))
        end, toolbar.form_id(data)),
    }
end

return grid
