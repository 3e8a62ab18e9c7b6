-- The grid: the one table of lists. It shows what cc.grid() returned and offers everything else as links and GET
-- forms: sort, search, filters, columns and their order, groups, paging, CSV, and the saved layout (POST /layout).
--
-- In:  the page; what cc.grid(name) returned; options, all of them optional:
--        title     the table's name for those who do not see it (default: the grid's name)
--        empty     the sentence for a list that has no rows at all
--        links     column -> path of the list whose documents its cells name ("/orders")
--        row_link  { column, path, key }: the column's cells lead to path/key; key is "id" or "link"
--        buttons   a first column of links: array of { class, icon, title, label ("Edit {}"), column (whose text the
--                  label gets), path, key, after (the rest of the address), when (nil, "may_edit", "may_remove") }
--        slots     function(row) returning column -> content of the page's own, "actions" among them, or nil
-- Out: markup.

local grid_state = require "components.grid_state"
local sums = require "components.grid_sums"

local grid = {}

local frame = html.template [[<div class="cc-grid">
{before}
<div class="cc-grid-scroll" role="region" aria-labelledby="{name}-caption" tabindex="0">
<table data-grid="{name}" data-total="{total}">
<caption id="{name}-caption" class="visually-hidden">{title}: {count}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
{foot}</table>
{empty}</div>
{pager}
</div>]]
-- The heads of groups by the row that they stand before, or nil.
local function heads(page, data, before)
    local columns, shown, made = {}, grid_state.of(page, data).columns, {}
    for _, column in ipairs(data.columns) do
        columns[column.name] = column
    end
    for _, group in ipairs(data.groups) do
        made[group.row] = made[group.row] or {}
        table.insert(made[group.row], sums.group(page, shown, before, group, columns[group.column]))
    end
    return made
end

local function slots_of(data, slots)
    local made = {}
    for i, row in ipairs(data.rows) do
        made[i] = slots(row)
    end
    return made
end

-- What a page gives the fragment: all that it looks at, and nothing that is another one's for each user.
local function input_of(page, data, options)
    local query, choices = page.query or {}, {}
    for _, column in ipairs(data.offered) do
        choices[column] = cc.choices(data.name, column)
    end
    return {
        page = {
            base = page.base, path = page.path, language = page.language, today = page.today, csrf = page.csrf,
            customer = page.has_customer and page.shown.customer_value,
            query = {
                sort = query.sort, dir = query.dir, per_page = query.per_page, columns = query.columns,
                group = query.group, panel = query.panel,
            },
        },
        data = data, choices = choices, title = options.title, empty = options.empty, links = options.links,
        row_link = options.row_link, buttons = options.buttons, slots = options.slots ~= nil,
        actions = options.slots ~= nil or options.buttons ~= nil,
    }
end

function grid.render(page, data, options)
    options = options or {}
    local parts = html.fragment("components.grid_fragment", input_of(page, data, options))
    local grouped = data.grouped
        and heads(page, data, (options.slots or options.buttons) and 1 or 0) or nil
    return frame {
        name = data.name,
        total = data.total,
        title = options.title or data.name,
        count = parts.count,
        before = parts.before,
        head = parts.head,
        rows = data.rows:render(parts.row, grouped, options.slots and slots_of(data, options.slots)),
        foot = parts.foot,
        empty = #data.rows == 0 and parts.empty,
        pager = parts.pager,
    }
end

return grid
