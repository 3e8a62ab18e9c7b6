-- One document: its header, lines and notes, with what can be done with it. Shared by orders and invoices.
--
-- In:  the page (model: document { document_no, date, type_name, status, currency, amount, notes, order_no,
--      last_download, has_lines, lines { total, page, pages, rows } }, prices); { title, list (path of the list), back
--      (label of the way there), facts (further facts of this kind of document) }.
-- Out: markup, the whole page.

local i18n = require "lib.i18n"
local url = require "lib.url"
local facts = require "components.facts"
local icon = require "components.icon"
local layout = require "components.layout"
local pager = require "components.pager"
local print_button = require "components.print_button"

local actions = html.template [[<div class="cc-head-actions">
<a class="btn btn-quiet" href="{list}">{back_icon}{back}</a>{print}
<a class="btn btn-quiet" href="{csv}">{csv_icon}{csv_label}</a></div>]]
local header = html.template [[<section class="card cc-panel">{facts}</section>
]]
local amount_text = html.template [[<span data-value="{value}">{text}</span> {currency}]]
local table_frame = html.template [[<div class="cc-grid cc-lines">
<h2 id="lines-title">{title}</h2>
<div class="cc-grid-scroll" role="region" aria-labelledby="lines-title" tabindex="0">
<table data-grid="lines" data-total="{total}">
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
{foot}</table>
{empty}</div>
{pager}</div>
]]
local pager_bar = html.template [[<div class="cc-pager"><p class="cc-total">{total}</p>{pages}</div>
]]
local head_cell = html.template [[<th scope="col" data-col="{name}"{@class}>{title}</th>]]
local line = html.template [[<tr data-id="{no}">{cells}</tr>
]]
local cell = html.template [[<td data-col="{name}"{@data-value}>{text}</td>]]
local foot = html.template [[<tfoot><tr class="cc-total-row" data-currency="{currency}"><th scope="row"
colspan="{span}">{label}</th><td class="cc-sum" data-sum="amount"><span data-currency="{currency}"
data-value="{value}"><span class="cc-currency">{currency}</span> {text}</span></td></tr></tfoot>
]]
local no_lines = html.template [[<div class="cc-empty"><p>{text}</p></div>]]
local notes = html.template [[<section class="card cc-panel" aria-labelledby="notes-title">
<h2 id="notes-title">{title}</h2>
<p class="cc-notes" data-fact="notes">{text}</p></section>]]

-- "12.5 %" for the fraction "0.125", exactly: the point, or what the user's language has for it, is moved in the text.
local function percent(fraction)
    local whole, point, part = fraction:match("^(%d+)([.,]?)(%d*)$")
    if not whole then
        return fraction
    end
    part = part .. "00"
    local number = (whole .. part:sub(1, 2)):gsub("^0+(%d)", "%1")
    local rest = part:sub(3):gsub("0+$", "")
    return number .. (rest ~= "" and point .. rest or "") .. " %"
end

-- The columns of the lines that this user sees.
local function columns(t, prices)
    local list = {
        { name = "no", title = t("No."), number = true },
        { name = "product_code", title = t("Product code") },
        { name = "product_name", title = t("Product name") },
        { name = "quantity", title = t("Quantity"), number = true },
        { name = "unit", title = t("Unit") },
    }
    if prices then
        list[#list + 1] = { name = "price", title = t("Price"), number = true }
        list[#list + 1] = { name = "discount", title = t("Discount"), number = true, show = percent }
        list[#list + 1] = { name = "amount", title = t("Amount"), number = true }
    end
    return list
end

-- A cell's value is a plain text, or { text, value }, or nil.
local function line_cells(entry, list)
    local made = {}
    for i, column in ipairs(list) do
        local value = entry[column.name]
        local both = type(value) == "table"
        made[i] = cell {
            name = column.name,
            text = both and column.show and column.show(value.text) or both and value.text or value,
            ["data-value"] = column.number and (both and value.value or value or "") or nil,
        }
    end
    return made
end

-- The links to the other lines of a very long document.
local function pages_bar(page, document, list, t)
    local pages = pager.pages(page, document.lines, function(number)
        return url.document(page, list, document.document_no, { page = number > 1 and number or nil })
    end)
    return pages and pager_bar { total = pager.count(t, document.lines.total), pages = pages }
end

local function lines(page, document, path, t)
    local list = columns(t, page.model.prices)
    local head, rows = {}, {}
    for i, column in ipairs(list) do
        head[i] = head_cell { name = column.name, title = column.title, class = column.number and "cc-number" }
    end
    for i, entry in ipairs(document.lines.rows) do
        rows[i] = line { no = entry.no, cells = line_cells(entry, list) }
    end
    return table_frame {
        title = t("Lines"),
        total = document.lines.total,
        head = head,
        rows = rows,
        foot = page.model.prices and document.amount and #rows > 0 and foot {
            label = t("Total"),
            span = #list - 1,
            currency = document.currency,
            value = document.amount.value,
            text = document.amount.text,
        },
        empty = #rows == 0 and no_lines { text = t("This document has no lines.") },
        pager = pages_bar(page, document, path, t),
    }
end

return function(page, options)
    local t = i18n.translator(page.language)
    local document = page.model.document
    local known = {
        { t("Document No"), document.document_no, "document_no" },
        { t("Date"), document.date, "date" },
        { t("Type name"), document.type_name, "type_name" },
    }
    for _, fact in ipairs(options.facts) do
        known[#known + 1] = fact
    end
    if document.amount then
        known[#known + 1] = { t("Amount"), amount_text {
            value = document.amount.value, text = document.amount.text, currency = document.currency,
        }, "amount" }
    else
        known[#known + 1] = { t("Currency"), document.currency, "currency" }
    end
    return layout.render(page, {
        title = options.title,
        subtitle = page.has_customer and page.shown.customer,
        actions = actions {
            list = url.to(page, options.list),
            back_icon = icon("back"),
            back = options.back,
            print = print_button(page),
            csv = url.document(page, options.list, document.document_no, { format = "csv" }),
            csv_icon = icon("download"),
            csv_label = t("Download CSV"),
        },
        body = {
            header { facts = facts(known, "cc-facts-columns") },
            document.has_lines and lines(page, document, options.list, t) or "",
            document.notes and document.notes ~= "" and notes { title = t("Notes"), text = document.notes } or "",
        },
    })
end
