-- What stands above a grid: search, filters, groups, columns and saved layout, CSV, print.
--
-- In:  the grid's state (components.grid_state). Out: markup.

local url = require "lib.url"
local drop = require "components.drop"
local field = require "components.field"
local filters = require "components.grid_filters"
local grid_columns = require "components.grid_columns"
local grid_state = require "components.grid_state"
local groups = require "components.grid_groups"
local icon = require "components.icon"
local print_button = require "components.print_button"

local toolbar = {}

local frame = html.template [[<div class="cc-toolbar">
<form class="cc-query" id="{form}" method="get" action="{action}" role="search" aria-label="{search}">
{kept}<div class="cc-search">
<label class="visually-hidden" for="{name}-q">{search_label}</label>
<input class="form-control" type="search" id="{name}-q" name="q" value="{q}" placeholder="{search_label}">
<button type="submit" class="btn btn-quiet">{search_icon}<span>{search}</span></button>
</div>
{filters}
</form>
{groups}{columns}<a class="btn btn-quiet" href="{csv}">{csv_icon}{csv_label}</a>{print}
</div>]]

-- Hidden inputs for all parameters but those in `dropped` (a name ending in "." stands for all that begin so).
local function keep(params, dropped)
    local names = {}
    for name, value in pairs(params) do
        if value and not (dropped[name] or dropped[name:match("^[^.]*%.") or ""]) then
            names[#names + 1] = name
        end
    end
    table.sort(names)
    local made = {}
    for i, name in ipairs(names) do
        made[i] = field.hidden(name, tostring(params[name]))
    end
    return made
end

-- A file does not say whose list it is: its address does, so that it is refused after another customer was chosen in
-- another window.
local function csv_address(state)
    local address, customer = grid_state.href(state, { format = "csv" }), state.page.customer
    return customer and address .. "&current_customer=" .. customer or address
end

-- The id of the form that carries search, filters and rows per page.
function toolbar.form_id(data)
    return data.name .. "-query"
end

function toolbar.render(state)
    local t, page, data, params = state.t, state.page, state.data, state.params
    local filter_count, opened = 0, page.query and page.query.panel
    for _, value in pairs(data.filters or {}) do
        filter_count = filter_count + (value ~= "" and 1 or 0)
    end
    local group_panel = groups.panel(state)
    return frame {
        form = toolbar.form_id(data),
        name = data.name,
        action = url.to(page, page.path),
        kept = keep(params, { q = true, per_page = true, ["filter."] = true }),
        q = data.q,
        search = t("Search"),
        search_label = t("Search all columns"),
        search_icon = icon("search"),
        filters = drop {
            id = data.name .. "-filters",
            icon = "filter",
            label = t("Filters"),
            count = filter_count,
            content = filters.render(state),
        },
        groups = group_panel and drop {
            id = data.name .. "-group",
            icon = "group",
            label = t("Group"),
            count = #(data.group or {}),
            content = group_panel,
            open = opened == "group",
        },
        columns = drop {
            id = data.name .. "-columns",
            icon = "columns",
            label = t("Columns"),
            content = grid_columns(state, keep(params, { columns = true })),
            open = opened == "columns",
        },
        csv = csv_address(state),
        csv_icon = icon("download"),
        csv_label = t("Download CSV"),
        print = print_button(page),
    }
end

return toolbar
