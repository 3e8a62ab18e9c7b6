-- Form fields: label, control, hint, the problem found with it, and, after a conflict, the value that is stored now.
-- All of them are tied to the control, so that they are read out with it.
--
-- In:  the page (page.form: values, errors, present) and a table:
--      name, label; optional: type, required, value (used when nothing was typed), hint, autocomplete, inputmode,
--      autocapitalize, spellcheck, id, options (choice: array of { value, label, powerful }), rows (area),
--      checked (tick), described (id of a further text that belongs to it), show (function that words a stored value),
--      unnamed (its problems are about more than this field).
-- Out: markup.

local i18n = require "lib.i18n"

local field = {}

local wrap = html.template [[<div class="cc-field">
<label class="form-label" for="{id}">{label}{star}</label>
{control}{hint}{present}{problem}
</div>]]
local star = html.template [[<span class="cc-required" aria-hidden="true">&nbsp;*</span>]]
local hint_line = html.template [[<div class="form-text" id="{id}-hint">{text}</div>]]
local present_line = html.template [[<div class="cc-present" id="{id}-present" data-present-for="{name}">{text}</div>]]
local problem_line = html.template [[<div class="cc-problem" id="{id}-error" data-error-for="{name}">{text}</div>]]

local input = html.template [[<input class="form-control{bad}" id="{id}" name="{name}" type="{type}"{@value}
{@required}{@autocomplete}{@inputmode}{@autocapitalize}{@spellcheck}{@aria-describedby}{@aria-invalid}>]]
local area = html.template [[<textarea class="form-control{bad}" id="{id}" name="{name}" rows="{rows}"
{@required}{@aria-describedby}{@aria-invalid}>
{value}</textarea>]]
local choice = html.template [[<select class="form-select{bad}" id="{id}" name="{name}"
{@autocomplete}{@required}{@aria-describedby}{@aria-invalid}>{options}</select>]]
local option = html.template [[<option{@value}{@selected}{@data-powerful}>{label}</option>]]
local check = html.template [[<div class="form-check cc-field">
<input class="form-check-input" type="checkbox" id="{id}" name="{name}" value="{value}"{@checked}>
<label class="form-check-label" for="{id}">{label}</label>
</div>]]
local tick = html.template [[<div class="form-check cc-field">
<input class="form-check-input" type="checkbox" id="{id}" name="{name}" value="1"{@checked}
{@aria-describedby}>
<label class="form-check-label" for="{id}">{label}</label>{hint}{present}{problem}
</div>]]
local hidden = html.template [[<input type="hidden" name="{name}" value="{value}">]]

-- The controls that this page shows, name -> { id, label }: the summary of problems leads to them by their labels.
local controls

-- Tells that there is a control. `label` is nil where its problems are about more than itself.
function field.show(name, id, label)
    controls = controls or {}
    controls[name] = { id = id, label = label }
end

-- Whether the page has any.
function field.any_shown()
    return controls ~= nil
end

-- The control of a name, or nil.
function field.shown(name)
    return controls and name and controls[name]
end

-- The text of the problem with a field, in the page's language, or nil.
function field.problem(page, name)
    for _, problem in ipairs(page.form and page.form.errors or {}) do
        if problem.field == name then
            return i18n.t(page.language, problem.message, problem.arg)
        end
    end
end

-- What was typed into a field, else what is stored.
function field.value(page, name, stored)
    local typed = page.form and page.form.values and page.form.values[name]
    if typed ~= nil then
        return typed
    end
    return stored
end

-- What differs from what was typed, after a conflict, or nil.
local function present_text(page, options)
    local present = page.form and page.form.present
    local value = present and present[options.name]
    if value == nil then
        return nil
    end
    local t = i18n.translator(page.language)
    local text = options.show and options.show(value) or value
    return t("Stored now: {}", text == "" and t("(empty)") or text)
end

-- The lines around a control, and the attributes that tie them to it.
local function dress(page, options)
    local id = options.id or options.name
    field.show(options.name, id, not options.unnamed and options.label or nil)
    local problem, present = field.problem(page, options.name), present_text(page, options)
    local described, lines = {}, {}
    if options.hint then
        described[#described + 1] = id .. "-hint"
        lines.hint = hint_line { id = id, text = options.hint }
    end
    if present then
        described[#described + 1] = id .. "-present"
        lines.present = present_line { id = id, name = options.name, text = present }
    end
    if problem then
        described[#described + 1] = id .. "-error"
        lines.problem = problem_line { id = id, name = options.name, text = problem }
    end
    described[#described + 1] = options.described
    lines.attributes = {
        id = id,
        name = options.name,
        bad = problem and " is-invalid" or "",
        required = options.required,
        autocomplete = options.autocomplete,
        ["aria-describedby"] = #described > 0 and table.concat(described, " ") or nil,
        ["aria-invalid"] = problem and "true" or nil,
    }
    return lines
end

local function finish(options, lines, control)
    return wrap {
        id = lines.attributes.id,
        label = options.label,
        star = options.required and star {},
        control = control,
        hint = lines.hint,
        present = lines.present,
        problem = lines.problem,
    }
end

-- A one-line input. Passwords are never filled in again.
function field.input(page, options)
    local lines = dress(page, options)
    local attributes = lines.attributes
    attributes.type = options.type or "text"
    if attributes.type ~= "password" then
        attributes.value = field.value(page, options.name, options.value) or ""
    end
    attributes.inputmode = options.inputmode
    attributes.autocapitalize = options.autocapitalize
    attributes.spellcheck = options.spellcheck
    return finish(options, lines, input(attributes))
end

-- A text of several lines.
function field.area(page, options)
    local lines = dress(page, options)
    local attributes = lines.attributes
    attributes.rows = options.rows or 3
    attributes.value = field.value(page, options.name, options.value) or ""
    return finish(options, lines, area(attributes))
end

-- The <option>s of an array of { value, label }.
function field.options(list, selected)
    local made = {}
    for i, entry in ipairs(list) do
        made[i] = option {
            value = entry.value, label = entry.label, selected = entry.value == selected,
            ["data-powerful"] = entry.powerful,
        }
    end
    return made
end

-- A choice of one among several.
function field.choice(page, options)
    local lines = dress(page, options)
    local attributes = lines.attributes
    attributes.options = field.options(options.options, field.value(page, options.name, options.value))
    return finish(options, lines, choice(attributes))
end

-- A box to tick of a form that may come back with what was typed, problems and the stored value: as the others.
function field.tick(page, options)
    local lines = dress(page, options)
    local typed = page.form and page.form.values and page.form.values.version ~= nil
    local checked = options.checked
    if typed then
        checked = page.form.values[options.name] == "1"
    end
    return tick {
        id = lines.attributes.id,
        name = options.name,
        label = options.label,
        checked = checked,
        ["aria-describedby"] = lines.attributes["aria-describedby"],
        hint = lines.hint,
        present = lines.present,
        problem = lines.problem,
    }
end

-- A box to tick.
function field.check(options)
    return check {
        id = options.id or options.name,
        name = options.name,
        value = options.value or "1",
        checked = options.checked,
        label = options.label,
    }
end

function field.hidden(name, value)
    return hidden { name = name, value = value or "" }
end

-- The choice of the user's language, languages named in themselves.
function field.language(page, options)
    local list = {}
    for i, code in ipairs(page.languages or { "en" }) do
        list[i] = { value = code, label = i18n.name(code) }
    end
    options.options = list
    return field.choice(page, options)
end

return field
