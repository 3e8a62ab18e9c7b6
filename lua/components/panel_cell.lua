-- Inputs in the cells of a panel (fields row.N.name), each named by its column and its row, with the problem or the
-- stored value under it.
--
-- In:  the page; { n (number of the row), name (of the field), label (what it is and of which row), value, type,
--      options (array of { value, label } for a choice), checked (of a box to tick) }.
-- Out: markup.

local i18n = require "lib.i18n"
local field = require "components.field"

local panel_cell = {}

local input = html.template [[<input class="form-control{bad}" type="{type}" id="{name}" name="{name}" value="{value}"
aria-label="{label}"{@aria-describedby}{@aria-invalid}>{present}{problem}]]
local choice = html.template [[<select class="form-select{bad}" id="{name}" name="{name}" aria-label="{label}"
{@aria-describedby}{@aria-invalid}>{options}</select>{present}{problem}]]
local present_line = html.template [[<div class="cc-present" id="{name}-present"
data-present-for="{name}">{text}</div>]]
local problem_line = html.template [[<div class="cc-problem" id="{name}-error" data-error-for="{name}">{text}</div>]]
local tick = html.template [[<input class="form-check-input" type="checkbox" name="{name}" value="1"{@checked}
aria-label="{label}">]]

-- The notes under a control, and what ties them to it.
local function notes(page, name)
    local problem = field.problem(page, name)
    local present = page.form and page.form.present and page.form.present[name]
    local described = {}
    if present ~= nil then
        described[#described + 1] = name .. "-present"
    end
    if problem then
        described[#described + 1] = name .. "-error"
    end
    local t = i18n.translator(page.language)
    return {
        present = present ~= nil and present_line {
            name = name, text = t("Stored now: {}", present == "" and t("(empty)") or present),
        },
        problem = problem and problem_line { name = name, text = problem },
        described = #described > 0 and table.concat(described, " ") or nil,
        bad = problem and " is-invalid" or "",
        invalid = problem and "true" or nil,
    }
end

function panel_cell.name(options)
    return "row." .. options.n .. "." .. options.name
end

function panel_cell.input(page, options)
    local name = panel_cell.name(options)
    local under = notes(page, name)
    field.show(name, name, options.label)
    return input {
        name = name, label = options.label, type = options.type or "text", value = options.value or "",
        bad = under.bad, present = under.present, problem = under.problem,
        ["aria-describedby"] = under.described, ["aria-invalid"] = under.invalid,
    }
end

function panel_cell.choice(page, options)
    local name = panel_cell.name(options)
    local under = notes(page, name)
    field.show(name, name, options.label)
    return choice {
        name = name, label = options.label, options = field.options(options.options, options.value or ""),
        bad = under.bad, present = under.present, problem = under.problem,
        ["aria-describedby"] = under.described, ["aria-invalid"] = under.invalid,
    }
end

function panel_cell.tick(options)
    return tick { name = panel_cell.name(options), label = options.label, checked = options.checked }
end

return panel_cell
