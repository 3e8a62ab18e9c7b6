-- The filters of a grid, one per column, fitting its type: texts with few values by a list, dates by month or range,
-- numbers and money by range.
--
-- In:  the grid's state (components.grid_state). Out: markup (array).

local codes = require "lib.codes"
local i18n = require "lib.i18n"
local field = require "components.field"
local grid_state = require "components.grid_state"

local filters = {}

local line = html.template [[<div class="cc-field">
<label class="form-label" for="{id}">{label}</label>
{control}{hint}{shortcuts}</div>]]
local input = html.template [[<input class="form-control" type="text" id="{id}" name="{name}" value="{value}"
{@aria-describedby}{@data-range}{@data-from}{@data-to}>]]
local choice = html.template [[<select class="form-select" id="{id}" name="{name}">{options}</select>]]
local hint = html.template [[<div class="form-text" id="{id}-hint">{text}</div>]]
local shortcuts = html.template [[<p class="cc-shortcut-links">{links}</p>]]
local shortcut = html.template [[<a href="{href}">{label}<span class="visually-hidden"> ({title})</span></a>
]]
local apply = html.template [[<div class="cc-apply">
<button type="submit" class="btn btn-primary">{label}</button></div>]]

-- How the value of a filter is worded: a role by its name, a chosen text as it is, anything else as typed.
function filters.text(page, column, value)
    if column.type == "role" then
        for _, role in ipairs(cc.roles()) do
            if role.value == value then
                return i18n.t(page.language, role.name)
            end
        end
    elseif column.type == "flag" then
        return value == "1" and i18n.t(page.language, "Yes") or value == "0" and i18n.t(page.language, "No") or value
    elseif column.type == "person" and value == "none" then
        return i18n.translator(page.language)("none")
    elseif column.type == "code" then
        return codes.text(page.language, (value:gsub("^=", "")))
    elseif column.choices then
        return (value:gsub("^=", ""))
    end
    return value
end

-- { value, label } of what a list offers, or nil for a column that has none. What is set now is always among it.
local function options(state, column, value)
    local list = { { value = "", label = state.t("All") } }
    if column.type == "role" then
        for _, role in ipairs(cc.roles()) do
            list[#list + 1] = {
                value = role.value, label = i18n.role_label(state.page.language, role.value, role.name),
            }
        end
    elseif column.type == "flag" then
        list[#list + 1] = { value = "1", label = state.t("Yes") }
        list[#list + 1] = { value = "0", label = state.t("No") }
    elseif column.choices then
        for _, text in ipairs(state.choices[column.name] or {}) do
            local label = column.type == "code" and codes.text(state.page.language, text) or text
            list[#list + 1] = { value = "=" .. text, label = label }
        end
    else
        return nil
    end
    for _, entry in ipairs(list) do
        if entry.value == value then
            return list
        end
    end
    list[#list + 1] = { value = value, label = filters.text(state.page, column, value) }
    return list
end

local function by_date(column)
    return column.type == "date" or column.type == "time"
end

-- "2026-10" for "2026-11"
local function month_before(month)
    local year, number = month:match("^(%d+)-(%d+)$")
    if number == "01" then
        return ("%04d-12"):format(year - 1)
    end
    return ("%s-%02d"):format(year, number - 1)
end

-- Links to the months and the year that are asked for most.
local function date_shortcuts(state, column)
    local t, today = state.t, state.page.today
    local made = {}
    for i, entry in ipairs {
        { t("This month"), today:sub(1, 7) },
        { t("Last month"), month_before(today:sub(1, 7)) },
        { t("This year"), today:sub(1, 4) },
    } do
        made[i] = shortcut {
            href = grid_state.href(state, { ["filter." .. column.name] = entry[2] }),
            label = entry[1],
            title = grid_state.title(state, column),
        }
    end
    return shortcuts { links = made }
end

-- How a filter of dates or numbers is written, or nil where any text may be. Scripts show moments in local time.
function filters.example(state, column)
    local t, today = state.t, state.page.today
    if by_date(column) and today then
        local example = t("Such as {}, {} or {}", today:sub(1, 7), today, today:sub(1, 8) .. "01.." .. today)
        return column.type == "time" and example .. ". " .. t("Days begin and end in UTC.") or example
    elseif column.type == "number" or column.type == "money" then
        return t("Such as {}, {} or {}", "10", "10..20", "..5")
    end
end

local function typed(state, column, id, value)
    local t, dated = state.t, by_date(column)
    local by_person, example = column.type == "person", filters.example(state, column)
    return {
        control = input {
            id = id, name = "filter." .. column.name, value = value,
            ["aria-describedby"] = example and id .. "-hint",
            ["data-range"] = dated and "date",
            ["data-from"] = dated and t("From"),
            ["data-to"] = dated and t("To"),
        },
        hint = example and hint { id = id, text = example },
        shortcuts = by_person and shortcuts { links = shortcut {
            href = grid_state.href(state, { ["filter." .. column.name] = "none" }),
            label = t("None"),
            title = grid_state.title(state, column),
        } } or dated and state.page.today and date_shortcuts(state, column),
    }
end

function filters.render(state)
    local made = {}
    for i, column in ipairs(state.data.columns) do
        local id = state.data.name .. "-filter-" .. column.name
        local value = state.data.filters and state.data.filters[column.name] or ""
        local list = options(state, column, value)
        local parts = list and {
            control = choice { id = id, name = "filter." .. column.name, options = field.options(list, value) },
        } or typed(state, column, id, value)
        parts.id, parts.label = id, grid_state.title(state, column)
        made[i] = line(parts)
    end
    made[#made + 1] = apply { label = state.t("Apply filters") }
    return made
end

return filters
