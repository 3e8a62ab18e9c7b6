-- Rows of a grid that say totals: the head of a group and the foot of the table. Sums stand in the column that they
-- sum up, one per currency; currencies are never added to each other.
--
-- In:  shown columns in order, how many cells come before them (buttons), sums as cc.grid() gives them.
-- Out: markup.

local codes = require "lib.codes"
local i18n = require "lib.i18n"

local sums = {}

local group_row = html.template
[[<tr class="cc-group" data-group-level="{level}" data-group-count="{count}"{@data-group}>{cells}</tr>
]]
local total_row = html.template [[<tr class="cc-total-row" data-currency="{currency}">{cells}</tr>
]]
local label_cell = html.template [[<th scope="row"{@colspan}>{label}{inline}</th>]]
local group_label = html.template [[{title}: {text} <span class="cc-group-count">({count})</span>]]
local sum_cell = html.template [[<td class="cc-sum" data-sum="{column}">{sums}</td>]]
local no_sum = html.template [[<td></td>]]
local one_sum = html.template [[<span data-currency="{currency}" data-value="{value}"><span
class="cc-currency">{currency}</span> {text}</span>]]
local inline_sum = html.template [[<span class="cc-inline-sum" data-sum="{column}">{title}: {sum}</span>]]

local function is_money(column)
    return column.type == "money"
end

local function sums_of(list, name)
    local made = {}
    for _, sum in ipairs(list or {}) do
        if sum.column == name then
            made[#made + 1] = one_sum { currency = sum.currency, value = sum.value, text = sum.text }
        end
    end
    return made
end

-- The first shown column of money, or nil.
local function first_money(columns)
    for i, column in ipairs(columns) do
        if is_money(column) then
            return i
        end
    end
end

-- The cells of one row: the label, as wide as there is room before the first sum, then the sums. Where a sum comes
-- first, all stands in one cell.
local function cells(page, columns, before, label, list)
    local first, made = first_money(columns), {}
    local room = first and first - 1 + before or 0
    if room == 0 then
        for _, column in ipairs(columns) do
            local found = is_money(column) and sums_of(list, column.name) or {}
            if #found > 0 then
                made[#made + 1] = inline_sum {
                    column = column.name, title = i18n.t(page.language, column.title), sum = html.join(found, " "),
                }
            end
        end
        return label_cell { colspan = #columns + before, label = label, inline = made }
    end
    made[1] = label_cell { colspan = room > 1 and room, label = label }
    for i = first, #columns do
        local column = columns[i]
        made[#made + 1] = is_money(column) and sum_cell { column = column.name, sums = sums_of(list, column.name) }
            or no_sum {}
    end
    return made
end

-- The head of a group: "Status: Ordered (12)" and its sums.
function sums.group(page, columns, before, group, column)
    local text = (column.type == "role" or column.type == "flag") and i18n.t(page.language, group.text)
        or column.type == "code" and codes.text(page.language, group.text) or group.text
    local label = group_label {
        title = i18n.t(page.language, column.title),
        text = text ~= "" and text or i18n.t(page.language, column.name == "days_back" and "unlimited" or "(empty)"),
        count = group.count,
    }
    return group_row {
        level = group.level,
        count = group.count,
        ["data-group"] = group.column,
        cells = cells(page, columns, before, label, group.sums),
    }
end

-- The foot of the table, a row per currency; nil where no shown column is summed up.
function sums.total(page, columns, before, list)
    local currencies, by_currency = {}, {}
    local shown = {}
    for _, column in ipairs(columns) do
        shown[column.name] = is_money(column)
    end
    for _, sum in ipairs(list or {}) do
        if shown[sum.column] then
            if not by_currency[sum.currency] then
                by_currency[sum.currency] = {}
                currencies[#currencies + 1] = sum.currency
            end
            table.insert(by_currency[sum.currency], sum)
        end
    end
    local rows, t = {}, i18n.translator(page.language)
    for i, currency in ipairs(currencies) do
        rows[i] = total_row {
            currency = currency,
            cells = cells(page, columns, before, t("Total"), by_currency[currency]),
        }
    end
    return #rows > 0 and rows or nil
end

return sums
