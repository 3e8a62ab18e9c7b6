-- What stands above a grid: search, filters, choice of columns, saved layout, CSV.
--
-- In:  the page; what cc.grid() returned; { params (what leads to the present state, see components.grid), columns
--      (shown, in order) }.
-- Out: markup.

local i18n = require "lib.i18n"
local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local icon = require "components.icon"

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
{columns}<a class="btn btn-quiet" href="{csv}">{csv_icon}{csv_label}</a>
</div>]]
local panel = html.template [[<details class="cc-drop" data-menu>
<summary class="btn btn-quiet">{icon}{label}{badge}</summary>
<div class="cc-drop-panel cc-drop-form">{content}</div>
</details>]]
local badge = html.template [[<span class="cc-badge">{count}</span>]]
local filter = html.template [[<div class="cc-field">
<label class="form-label" for="{id}">{label}</label>
{control}</div>]]
local filter_input = html.template [[<input class="form-control" type="text" id="{id}" name="{name}" value="{value}"
{@inputmode}>]]
local filter_choice = html.template [[<select class="form-select" id="{id}" name="{name}">{options}</select>]]
local apply = html.template [[<button type="submit" class="btn btn-primary">{label}</button>]]
local chooser = html.template [[<form method="get" action="{action}">
{kept}<fieldset><legend>{legend}</legend>
{boxes}</fieldset>
{apply}
</form>
<div class="cc-layout">
<p class="form-text">{about}</p>
{save}{reset}
</div>]]

-- Hidden inputs for all parameters but those that `drop` names (a name ending in "." stands for all that begin so).
local function keep(params, drop)
    local names = {}
    for name, value in pairs(params) do
        local dropped = drop[name] or drop[name:match("^[^.]*%.") or ""]
        if value and value ~= "" and not dropped then
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

local function role_options(page, first)
    local list = { { value = "", label = first } }
    for _, role in ipairs(cc.roles()) do
        list[#list + 1] = { value = role.value, label = i18n.role_label(page.language, role.value, role.name) }
    end
    return list
end

-- How the value of a filter is worded: a role by its name, anything else as typed.
function toolbar.filter_text(page, column, value)
    if column.type == "role" then
        for _, role in ipairs(cc.roles()) do
            if role.value == value then
                return i18n.t(page.language, role.name)
            end
        end
    end
    return value
end

-- The id of the form that carries search, filters and rows per page.
function toolbar.form_id(data)
    return data.name .. "-query"
end

local function filter_fields(page, data, t)
    local made = {}
    for i, column in ipairs(data.columns) do
        local id, name = data.name .. "-filter-" .. column.name, "filter." .. column.name
        local value = data.filters and data.filters[column.name] or ""
        local control
        if column.type == "role" then
            control = filter_choice {
                id = id, name = name, options = field.options(role_options(page, t("All")), value),
            }
        else
            control = filter_input {
                id = id, name = name, value = value, inputmode = column.type == "number" and "numeric",
            }
        end
        made[i] = filter { id = id, label = i18n.t(page.language, column.title), control = control }
    end
    made[#made + 1] = apply { label = t("Apply filters") }
    return made
end

-- The form that saves the present columns, order and rows per page, and the one that forgets what was saved.
local function layout_forms(page, data, names, state, t)
    local query_only = {}
    for name, value in pairs(state.params) do
        if name == "q" or name:find("^filter%.") then
            query_only[name] = value
        end
    end
    local next_page = field.hidden("next", url.to(page, page.path, query_only))
    local grid_name = field.hidden("grid", data.name)
    local save = form.post(page, { action = "/layout", body = {
        grid_name,
        field.hidden("columns", names),
        field.hidden("sort", data.sort),
        field.hidden("dir", data.dir),
        field.hidden("group", data.group or state.params.group),
        field.hidden("per_page", tostring(data.per_page)),
        next_page,
        form.button { label = t("Save layout"), kind = "quiet" },
    } })
    local reset = form.post(page, { action = "/layout", body = {
        grid_name,
        field.hidden("reset", "1"),
        next_page,
        form.button { label = t("Reset Layout"), kind = "quiet" },
    } })
    return save, reset
end

local function columns_panel(page, data, state, t)
    local names, boxes = {}, {}
    for i, column in ipairs(state.columns) do
        names[i] = column.name
    end
    for i, column in ipairs(data.columns) do
        boxes[i] = field.check {
            id = data.name .. "-column-" .. column.name,
            name = "columns",
            value = column.name,
            checked = column.visible,
            label = i18n.t(page.language, column.title),
        }
    end
    local save, reset = layout_forms(page, data, table.concat(names, ","), state, t)
    return panel {
        icon = icon("columns"),
        label = t("Columns"),
        content = chooser {
            action = url.to(page, page.path),
            kept = keep(state.params, { columns = true }),
            legend = t("Columns to show"),
            boxes = boxes,
            apply = apply { label = t("Apply") },
            about = t("The layout (columns, order and rows per page) can be kept for your next visits."),
            save = save,
            reset = reset,
        },
    }
end

function toolbar.render(page, data, state)
    local t = i18n.translator(page.language)
    local filters = 0
    for _ in pairs(data.filters or {}) do
        filters = filters + 1
    end
    return frame {
        form = toolbar.form_id(data),
        name = data.name,
        action = url.to(page, page.path),
        kept = keep(state.params, { q = true, per_page = true, ["filter."] = true }),
        q = data.q,
        search = t("Search"),
        search_label = t("Search all columns"),
        search_icon = icon("search"),
        filters = panel {
            icon = icon("filter"),
            label = t("Filters"),
            badge = filters > 0 and badge { count = filters },
            content = filter_fields(page, data, t),
        },
        columns = columns_panel(page, data, state, t),
        csv = url.to(page, page.path, url.with(state.params, { format = "csv" })),
        csv_icon = icon("download"),
        csv_label = t("Download CSV"),
    }
end

return toolbar
