-- The bar below a grid: how many rows, which page, links to the others, rows per page.
--
-- In:  the page; the grid (total, page, pages, per_page, page_sizes); href(n), the address of page n; the id of the
--      form that the choice of rows per page belongs to. pager.pages makes the links alone, from page and pages.
-- Out: markup.

local i18n = require "lib.i18n"
local field = require "components.field"
local icon = require "components.icon"

local pager = {}

local bar = html.template [[<div class="cc-pager">
<p class="cc-total">{total}</p>
<div class="cc-per-page">
<label for="{id}-per-page">{label}</label>
<select class="form-select" id="{id}-per-page" name="per_page" form="{form}" data-autosubmit>{sizes}</select>
<button type="submit" class="btn btn-quiet" form="{form}">{apply}</button>
</div>
{nav}
</div>]]
local nav = html.template [[<nav aria-label="{label}"><ul>
{before}<li class="cc-page-of">{text}</li>
{after}</ul></nav>]]
local link = html.template [[<li><a class="btn btn-quiet" href="{href}"{@rel} aria-label="{label}" title="{label}">{icon}</a></li>
]]
local off = html.template [[<li><span class="btn btn-quiet disabled" aria-hidden="true">{icon}</span></li>
]]

-- "137 rows"
function pager.count(t, total)
    return total == 1 and t("1 row") or t("{} rows", total)
end

-- Nil where there is one page only.
function pager.pages(page, grid, href)
    if grid.pages <= 1 then
        return nil
    end
    local t = i18n.translator(page.language)
    local function step(enabled, to, name, label, rel)
        if not enabled then
            return off { icon = icon(name) }
        end
        return link { href = href(to), label = label, icon = icon(name), rel = rel }
    end
    local first, last = grid.page <= 1, grid.page >= grid.pages
    return nav {
        label = t("Pages"),
        before = { step(not first, 1, "first", t("First page")),
                   step(not first, grid.page - 1, "previous", t("Previous page"), "prev") },
        text = t("Page {} of {}", grid.page, grid.pages),
        after = { step(not last, grid.page + 1, "next", t("Next page"), "next"),
                  step(not last, grid.pages, "last", t("Last page")) },
    }
end

function pager.render(page, grid, href, form_id)
    local t = i18n.translator(page.language)
    local sizes = {}
    for i, size in ipairs(grid.page_sizes) do
        sizes[i] = { value = tostring(size), label = tostring(size) }
    end
    return bar {
        total = pager.count(t, grid.total),
        id = grid.name,
        form = form_id,
        label = t("Rows per page"),
        sizes = field.options(sizes, tostring(grid.per_page)),
        apply = t("Apply"),
        nav = pager.pages(page, grid, href),
    }
end

return pager
