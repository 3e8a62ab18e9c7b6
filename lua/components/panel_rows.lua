-- Rows of the External Access panel as controls. They stand in tables and belong to the panel's form by its id, so that
-- a list with forms of its own can be among them.
--
-- In:  the page; a row { field ("row.17"), id, user, role, days_back, notes, remove, before }. Out: markup.

local i18n = require "lib.i18n"
local access_fields = require "components.access_fields"
local field = require "components.field"

local panel_rows = { form = "panel" }

local hidden = html.template [[<input type="hidden" form="panel" name="{name}" value="{value}">]]
local input = html.template [[<input class="form-control{bad}" form="panel" id="{name}" name="{name}" type="text"
value="{value}" aria-label="{label}"{@inputmode}{@maxlength}{@aria-describedby}{@aria-invalid} autocomplete="off"
autocapitalize="none" spellcheck="false">{lines}]]
local area = html.template [[<textarea class="form-control{bad}" form="panel" id="{name}" name="{name}" rows="1"
aria-label="{label}"{@aria-describedby}{@aria-invalid}>
{value}</textarea>{lines}]]
local choice = html.template [[<select class="form-select{bad}" form="panel" id="{name}" name="{name}"
aria-label="{label}"{@aria-describedby}{@aria-invalid}>{options}</select>{lines}]]
local bin = html.template [[<label class="cc-bin"><input class="form-check-input" form="panel" type="checkbox"
id="{name}" name="{name}" value="1"
{@checked} aria-label="{label}"><span aria-hidden="true">{text}</span></label>]]
local problem_line = html.template [[<div class="cc-problem" id="{name}-error" data-error-for="{name}">{text}</div>]]
local present_line = html.template [[<div class="cc-present" id="{name}-present"
data-present-for="{name}">{text}</div>]]

-- The problem with a control and the value that is stored now, tied to it; no label where there is no control.
local function dress(page, row, name, label, present)
    local t = i18n.translator(page.language)
    local full, lines, ids = row.field .. "." .. name, {}, {}
    if label then
        field.show(full, full, label)
    end
    local problem = field.problem(page, full)
    if present then
        lines[#lines + 1] = present_line {
            name = full, text = t("Stored now: {}", present == "" and t("(empty)") or present),
        }
        ids[#ids + 1] = full .. "-present"
    end
    if problem then
        lines[#lines + 1] = problem_line { name = full, text = problem }
        ids[#ids + 1] = full .. "-error"
    end
    return {
        name = full, label = label, lines = lines, bad = problem and " is-invalid" or "",
        ["aria-invalid"] = problem and "true" or nil,
        ["aria-describedby"] = #ids > 0 and table.concat(ids, " ") or nil,
    }
end

-- After a conflict, what is stored where it differs from what was typed.
local function stored(page, row, name)
    if page.status ~= 409 or not row.before then
        return nil
    end
    local now = row.before[name]
    return now ~= (row[name] or "") and now or nil
end

-- What labels call the row by.
local function called(t, row)
    local name = row.display or row.user or ""
    return name ~= "" and name or t("(new user)")
end

function panel_rows.role(page, row)
    local t = i18n.translator(page.language)
    local list, now = {}, stored(page, row, "role")
    if not row.id then
        list[1] = { value = "", label = "" }
    end
    local known = (row.role or "") == "" and not row.id
    for _, role in ipairs(page.model.roles) do
        list[#list + 1] = { value = role.value, label = i18n.role_label(page.language, role.value, role.name) }
        known = known or role.value == row.role
    end
    if not known then
        list[#list + 1] = { value = row.role, label = row.role }
    end
    local parts = dress(page, row, "role", t("Role of {}", called(t, row)),
        now and access_fields.role_text(page, now))
    parts.options = field.options(list, row.role or "")
    return choice(parts)
end

function panel_rows.days_back(page, row)
    local t = i18n.translator(page.language)
    local now = stored(page, row, "days_back")
    local parts = dress(page, row, "days_back",
        t("Days back access of {}, empty for unlimited", called(t, row)),
        now and access_fields.days_text(page, now))
    parts.value, parts.inputmode = row.days_back or "", "numeric"
    return input(parts)
end

function panel_rows.notes(page, row)
    local t = i18n.translator(page.language)
    local parts = dress(page, row, "notes", t("Notes on {}", called(t, row)),
        stored(page, row, "notes"))
    parts.value = row.notes or ""
    return area(parts)
end

-- The user: of a row that exists as text, of a new one as a control.
function panel_rows.user(page, row)
    local t = i18n.translator(page.language)
    local parts = dress(page, row, "user", not row.id and t("Login of the new user") or nil)
    if not row.id then
        parts.value = row.user or ""
        return html.join({ input(parts), row.display and row.display ~= "" and row.display or "" })
    end
    local id = dress(page, row, "id")
    local made = { row.display or row.user or "" }
    for _, lines in ipairs { parts.lines, id.lines } do
        for _, line in ipairs(lines) do
            made[#made + 1] = line
        end
    end
    return html.join(made)
end

-- The box that removes the row, with the hidden fields that say which row it is: its cell is in the list whichever
-- columns are shown.
function panel_rows.remove(page, row)
    local t = i18n.translator(page.language)
    return html.join {
        row.id and hidden { name = row.field .. ".id", value = row.id } or "",
        row.id and hidden { name = row.field .. ".user", value = row.user or "" } or "",
        bin {
            name = row.field .. ".remove", checked = row.remove or nil,
            label = t("Remove {}", called(t, row)), text = t("Remove"),
        },
    }
end

-- A row that is only carried along, without controls.
function panel_rows.kept(row)
    local made = {}
    for _, name in ipairs { "id", "user", "role", "days_back", "notes" } do
        if row[name] then
            made[#made + 1] = hidden { name = row.field .. "." .. name, value = row[name] }
        end
    end
    if row.remove then
        made[#made + 1] = hidden { name = row.field .. ".remove", value = "1" }
    end
    return html.join(made)
end

return panel_rows
