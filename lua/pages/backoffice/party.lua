-- Parties > one party: its data and its Customers panel, saved together.
-- Model: party { code, name, unique_number, vat_number, vat_registered, address, active, version },
-- rows { n, id, number, enterprise_company, serviced_by, from_date, thru_date, remove }, companies, locations,
-- outcomes (after a preview or a refusal) { n, outcome, number, before, after }.

local i18n = require "lib.i18n"
local url = require "lib.url"
local cell = require "components.panel_cell"
local field = require "components.field"
local form = require "components.form"
local layout = require "components.layout"

local new_rows = 2

local panel = html.template [[<div class="card cc-panel">{content}</div>]]
local heading = html.template [[<h2>{text}</h2><p class="form-text">{hint}</p>]]
local scroll = html.template [[<div class="cc-grid-scroll" role="region" aria-label="{label}" tabindex="0">
<table class="cc-edit-table" data-grid="customers" data-total="{total}">
<thead><tr>{head}</tr></thead><tbody>
{rows}</tbody></table></div>]]
local head_cell = html.template [[<th data-col="{name}">{title}</th>]]
local head_remove = html.template [[<th class="cc-actions">{title}</th>]]
local row_line = html.template [[<tr data-id="{id}"{@data-row}>
<td data-col="number">{hidden}{number}</td><td data-col="enterprise_company">{company}</td>
<td data-col="serviced_by">{serviced_by}</td><td data-col="from_date">{from}</td><td data-col="thru_date">{thru}</td>
<td class="cc-actions">{remove}</td></tr>
]]
local number_link = html.template [[<a href="{href}">{text}</a>{problem}]]
local number_problem = html.template [[<div class="cc-problem" data-error-for="{name}">{text}</div>]]
local changes = html.template [[<section class="alert alert-info" role="status"><h2>{title}</h2>
<ul>{items}</ul></section>]]
local change = html.template [[<li data-outcome="{outcome}" data-row="{n}"><strong>{what}</strong> {text}</li>]]

local function companies(page, t)
    local list = { { value = "", label = t("(choose)") } }
    for _, company in ipairs(page.model.companies) do
        list[#list + 1] = { value = company.value, label = company.label }
    end
    return list
end

local function locations(page, t)
    local list = { { value = "", label = t("none") } }
    for _, location in ipairs(page.model.locations) do
        list[#list + 1] = { value = location.value, label = location.label .. " - " .. location.company }
    end
    return list
end

local function number_cell(page, t, row, n)
    if row.id == "" then
        return cell.input(page, { n = n, name = "number", label = t("Number of a new customer"), value = row.number })
    end
    local name = "row." .. n .. ".number"
    local problem = field.problem(page, name)
    return {
        field.hidden(name, row.number or ""),
        number_link {
            href = url.to(page, url.rest("/customers", row.number or "")), text = row.number,
            problem = problem and number_problem { name = name, text = problem },
        },
    }
end

local function render_row(page, t, row, n, lists)
    local of = row.id ~= "" and row.number or t("new customer {}", n + 1)
    local function label(title)
        return title .. ": " .. of
    end
    return row_line {
        id = row.id,
        ["data-row"] = tostring(n),
        hidden = row.id ~= "" and field.hidden("row." .. n .. ".id", row.id) or "",
        number = number_cell(page, t, row, n),
        company = cell.choice(page, { n = n, name = "enterprise_company", label = label(t("Enterprise Company")),
            options = lists.companies, value = row.enterprise_company }),
        serviced_by = cell.choice(page, { n = n, name = "serviced_by",
            label = label(t("Serviced By Enterprise Company Location")), options = lists.locations,
            value = row.serviced_by }),
        from = cell.input(page, { n = n, name = "from_date", label = label(t("From")), type = "date",
            value = row.from_date }),
        thru = cell.input(page, { n = n, name = "thru_date", label = label(t("Thru")), type = "date",
            value = row.thru_date }),
        remove = row.id ~= "" and cell.tick { n = n, name = "remove", label = label(t("Remove")),
            checked = row.remove } or "",
    }
end

local function customers(page, t)
    local lists = { companies = companies(page, t), locations = locations(page, t) }
    local rows, stored, n = {}, 0, 0
    for i, row in ipairs(page.model.rows) do
        n = row.n or i - 1
        stored = stored + (row.id ~= "" and 1 or 0)
        rows[#rows + 1] = render_row(page, t, row, n, lists)
    end
    local first = #page.model.rows > 0 and n + 1 or 0
    for i = 0, new_rows - 1 do
        rows[#rows + 1] = render_row(page, t, { id = "" }, first + i, lists)
    end
    return scroll {
        label = t("Customers"),
        total = stored,
        head = {
            head_cell { name = "number", title = t("Number") },
            head_cell { name = "enterprise_company", title = t("Enterprise Company") },
            head_cell { name = "serviced_by", title = t("Serviced By Enterprise Company Location") },
            head_cell { name = "from_date", title = t("From") },
            head_cell { name = "thru_date", title = t("Thru") },
            head_remove { title = t("Remove") },
        },
        rows = rows,
    }
end

local function agreement_text(t, customer)
    return table.concat({
        customer.enterprise_company or "", customer.serviced_by or t("none"),
        (customer.from_date or "") .. ".." .. (customer.thru_date or ""),
    }, ", ")
end

-- What saving would do, row by row.
local function outcomes(page, t)
    local list = page.model.outcomes
    if not list or page.status ~= 200 then
        return nil
    end
    local words = {
        added = t("Added:"), changed = t("Changed:"), removed = t("Removed:"), refused = t("Refused:"),
    }
    local items = {}
    for _, entry in ipairs(list) do
        if words[entry.outcome] then
            local text = entry.number or ""
            if entry.outcome == "changed" then
                text = text .. ": " .. agreement_text(t, entry.before) .. " \u{2192} " .. agreement_text(t, entry.after)
            elseif entry.outcome == "added" then
                text = text .. ": " .. agreement_text(t, entry.after)
            end
            items[#items + 1] = change { outcome = entry.outcome, n = tostring(entry.n), what = words[entry.outcome],
                text = text }
        end
    end
    if #items == 0 then
        items[1] = change { outcome = "same", n = "", what = t("No customer would change."), text = "" }
    end
    return changes { title = t("Preview: nothing is saved yet"), items = items }
end

return function(page)
    local t = i18n.translator(page.language)
    local party = page.model.party
    local function yes_no(value)
        return value == "yes" and t("yes") or t("no")
    end
    return layout.render(page, {
        title = party.name,
        subtitle = t("Party {}", party.code),
        body = form.post(page, { action = url.rest("/parties", party.code), id = "panel", body = {
            outcomes(page, t),
            panel { content = {
                field.input(page, { name = "name", label = t("Name"), required = true, value = party.name }),
                field.input(page, { name = "unique_number", label = t("Unified identification number"),
                    value = party.unique_number }),
                field.input(page, { name = "vat_number", label = t("VAT number"), value = party.vat_number }),
                field.tick(page, { name = "vat_registered", label = t("VAT registered"), show = yes_no,
                    checked = party.vat_registered }),
                field.area(page, { name = "address", label = t("Registered address"), value = party.address,
                    rows = 2 }),
                field.tick(page, { name = "active", label = t("Active"), checked = party.active, show = yes_no,
                    hint = t("Takes no access away: that ends with the last day of an agreement.") }),
            } },
            panel { content = {
                heading { text = t("Customers"),
                    hint = t("The agreements that make this party a customer. "
                        .. "All changes are saved together, or none.") },
                customers(page, t),
            } },
            field.hidden("version", tostring(field.value(page, "version", party.version))),
            form.actions(form.button { label = t("Save and close") },
                form.button { label = t("Preview"), kind = "quiet", name = "preview", value = "1" },
                form.link(url.to(page, "/parties"), t("Cancel"))),
        } }),
    })
end
