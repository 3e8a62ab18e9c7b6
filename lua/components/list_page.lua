-- A page that is one grid: heading, customer, the list.
--
-- In:  the page; the grid's name; { title, empty (the sentence for a list without rows), links (column -> path of the
--      list whose documents its cells name) }.
-- Out: markup, the whole page.

local document_link = require "components.document_link"
local grid = require "components.grid"
local layout = require "components.layout"

return function(page, name, options)
    local cells = {}
    for column, list in pairs(options.links) do
        cells[column] = function(cell)
            return document_link(page, list, cell.value)
        end
    end
    return layout.render(page, {
        title = options.title,
        subtitle = page.customer and page.customer.display,
        body = grid.render(page, cc.grid(name), { title = options.title, empty = options.empty, cells = cells }),
    })
end
