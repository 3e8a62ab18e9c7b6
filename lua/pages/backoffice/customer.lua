-- A customer's External Access panel: facts of the customer, its rows as controls, preview and save.
-- Model: customer { number, display, name, party, company, location, from_date, thru_date }, roles, version, preview;
-- after a POST also rows (as typed, each with what comes of it), kept (further ones), numbers (the fields of rows that
-- do not change, by id), next. Data: cc.grid("customer").

local i18n = require "lib.i18n"
local url = require "lib.url"
local access_fields = require "components.access_fields"
local facts = require "components.facts"
local field = require "components.field"
local form = require "components.form"
local grid = require "components.grid"
local layout = require "components.layout"
local panel_rows = require "components.panel_rows"

local NEW_ROWS = 3

local link = html.template [[<a href="{href}">{text}</a>]]
local frame = html.template [[{facts}{changes}{new}{list}{save}{kept}]]
local section = html.template [[<div class="card cc-panel cc-panel-rows">
<h2 id="{id}-title">{title}</h2>
{note}<div class="cc-grid-scroll" role="region" aria-labelledby="{id}-title" tabindex="0">
<table class="cc-panel-table" data-panel="{id}"><thead><tr>{head}</tr></thead><tbody{@data-add}>
{rows}</tbody></table></div></div>]]
local head_cell = html.template [[<th scope="col">{text}</th>]]
local line = html.template [[<tr data-row="{name}"{@data-change}>{cells}</tr>
]]
local cell = html.template [[<td data-label="{label}">{content}</td>]]
local note = html.template [[<p class="form-text">{text}</p>]]
local outcome_line = html.template [[<span class="cc-outcome" data-outcome="{change}">{text}</span>]]

local function outcome_text(page, t, row)
    local before = row.before
    local now = before and access_fields.role_text(page, before.role) .. ", " .. i18n.days_back(t, before.days_back)
        .. (before.notes ~= "" and ", " .. before.notes or "") or ""
    if row.change == "added" then
        return t("Will be added")
    elseif row.change == "changed" then
        return t("Will be changed. Before: {}", now)
    elseif row.change == "removed" then
        return t("Will be removed. Before: {}", now)
    elseif row.change == "missing" then
        return t("Was removed by somebody else meanwhile. Untick Remove to add it again.")
    end
    return t("Refused")
end

-- Rows that were posted have an outcome, which comes first so that narrow screens show it, and can be removed; empty
-- ones neither.
local function heads(t, with_outcome)
    local made = { with_outcome and head_cell { text = t("What happens") } or "" }
    for _, text in ipairs { t("User"), t("Role"), t("Days Back Access"), t("Notes") } do
        made[#made + 1] = head_cell { text = text }
    end
    made[#made + 1] = with_outcome and head_cell { text = t("Remove") } or ""
    return made
end

local function row_line(page, t, row, with_outcome)
    local cells = {
        with_outcome and cell {
            label = t("What happens"),
            content = outcome_line { change = row.change, text = outcome_text(page, t, row) },
        } or "",
        cell { label = t("User"), content = panel_rows.user(page, row) },
        cell { label = t("Role"), content = panel_rows.role(page, row) },
        cell { label = t("Days Back Access"), content = panel_rows.days_back(page, row) },
        cell { label = t("Notes"), content = panel_rows.notes(page, row) },
        with_outcome and cell { label = t("Remove"), content = panel_rows.remove(page, row) } or "",
    }
    return line { name = row.field, cells = cells, ["data-change"] = row.change }
end

-- Rows that were posted and change something, as typed.
local function changes(page, t)
    local model, made = page.model, {}
    if not model.rows or #model.rows == 0 then
        return model.preview and note { text = t("Nothing would change.") } or ""
    end
    for i, row in ipairs(model.rows) do
        made[i] = row_line(page, t, row, true)
    end
    local more = #(model.kept or {})
    return section {
        id = "changes", title = model.preview and t("Preview: nothing is saved yet") or t("Your changes"),
        note = more > 0 and note { text = t("Further rows that are kept in the form: {}", more) },
        head = heads(t, true), rows = made,
    }
end

local function new_rows(page, t, first)
    local made = {}
    for i = 1, NEW_ROWS do
        made[i] = row_line(page, t, { field = "row." .. (first + i - 1) }, false)
    end
    return section {
        id = "add", title = t("Add users"),
        note = note {
            text = t("Rows without a user are left out. A new Owner cannot be changed or removed afterwards."),
        },
        head = heads(t, false), rows = made, ["data-add"] = t("Add a row"),
    }
end

-- The present rows: the list with a control in each cell, but for rows of Owners and those that stand above.
local function list(page, t, next_number)
    local model, above = page.model, {}
    for _, rows in ipairs { model.rows or {}, model.kept or {} } do
        for _, row in ipairs(rows) do
            above[row.id or ""] = true
        end
    end
    local data, by_id = cc.grid("customer"), {}
    for _, row in ipairs(data.rows) do
        local cells = row.cells
        if row.may_edit and not above[row.id] then
            local name = model.numbers and model.numbers[row.id]
            if not name then
                name = "row." .. next_number
                next_number = next_number + 1
            end
            by_id[row.id] = {
                field = name, id = row.id, user = row.link, display = cells.user.text, role = cells.role.value,
                days_back = cells.days_back.value, notes = cells.notes.value,
            }
        end
    end
    return next_number, grid.render(page, data, {
        title = t("External Access"),
        empty = t("Nobody has access to this customer yet."),
        slots = function(row)
            local control = by_id[row.id]
            return control and {
                actions = panel_rows.remove(page, control),
                user = panel_rows.user(page, control),
                role = panel_rows.role(page, control),
                days_back = panel_rows.days_back(page, control),
                notes = panel_rows.notes(page, control),
            }
        end,
    })
end

local function customer_facts(page, t)
    local customer = page.model.customer
    return facts({
        { t("Customer"), customer.display, "customer" },
        { t("Party"), page.features.party
            and link { href = url.to(page, url.rest("/parties", customer.party)), text = customer.name }
            or customer.name, "party" },
        { t("Enterprise company"), customer.company, "company" },
        { t("Serviced By Enterprise Company Location"), customer.location, "location" },
        { t("From"), customer.from_date, "from_date" },
        { t("Thru"), customer.thru_date, "thru_date" },
    }, "cc-facts-columns")
end

return function(page)
    local t = i18n.translator(page.language)
    local model, kept = page.model, {}
    for i, row in ipairs(model.kept or {}) do
        kept[i] = panel_rows.kept(row)
    end
    local next_number, rows = list(page, t, model.next or 0)
    return layout.render(page, {
        title = model.customer.display,
        subtitle = t("External Access"),
        body = frame {
            facts = customer_facts(page, t),
            changes = changes(page, t),
            new = new_rows(page, t, next_number),
            list = rows,
            save = form.post(page, {
                action = url.rest("/customers", model.customer.number), id = panel_rows.form, class = "cc-panel-save",
                body = {
                    field.hidden("version", model.version),
                    form.actions(form.button { label = t("Save and close") },
                        form.button { label = t("Preview"), kind = "quiet", name = "preview", value = "1" },
                        form.link(url.to(page, "/external-access"), t("Cancel"))),
                },
            }),
            kept = kept,
        },
    })
end
