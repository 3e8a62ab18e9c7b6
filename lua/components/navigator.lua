-- A list of the back office whose rows lead to their own pages.
--
-- In:  the page; the grid's name; { title, note (markup before the list), empty (the sentence for a list without rows),
--      column (whose cells are the links), path ("/users": where the pages of its rows are), key ("id" or "link": what
--      names them there) }.
-- Out: markup, the whole page.

local i18n = require "lib.i18n"
local grid = require "components.grid"
local layout = require "components.layout"

return function(page, name, options)
    local t = i18n.translator(page.language)
    return layout.render(page, {
        title = options.title,
        body = { options.note or "", grid.render(page, cc.grid(name), {
            title = options.title,
            empty = options.empty,
            row_link = { column = options.column, path = options.path, key = options.key },
            buttons = {
                { class = "cc-edit", icon = "edit", label = t("Open {}"), column = options.column, title = t("Open"),
                  path = options.path, key = options.key },
            },
        }) },
    })
end
