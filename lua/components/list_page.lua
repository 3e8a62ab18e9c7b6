-- A page that is one grid: heading, customer, the list.
--
-- In:  the page; the grid's name; { title, note (what is not in the list), empty (the sentence for a list without
--      rows), links (column -> path of the list whose documents its cells name) }.
-- Out: markup, the whole page.

local grid = require "components.grid"
local layout = require "components.layout"

local note = html.template [[<p class="form-text">{text}</p>]]

return function(page, name, options)
    return layout.render(page, {
        title = options.title,
        subtitle = page.has_customer and page.shown.customer,
        body = {
            options.note and note { text = options.note } or "",
            grid.render(page, cc.grid(name), {
                title = options.title, empty = options.empty, links = options.links,
            }),
        },
    })
end
