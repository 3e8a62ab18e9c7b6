-- A list of the back office whose rows lead to their own pages.
--
-- In:  the page; the grid's name; { title, empty (the sentence for a list without rows), column (whose cells are the
--      links), path (function(row) returning the path of its page), actions (markup beside the heading) }.
-- Out: markup, the whole page.

local i18n = require "lib.i18n"
local url = require "lib.url"
local grid = require "components.grid"
local icon = require "components.icon"
local layout = require "components.layout"

local link = html.template [[<a href="{href}">{text}</a>]]
local row_button = html.template [[<a class="cc-icon-button cc-edit" href="{href}" aria-label="{label}"
title="{title}">{icon}</a>]]

return function(page, name, options)
    local t = i18n.translator(page.language)
    local function text_of(row)
        local cell = row.cells[options.column]
        return cell and cell.text or row.link or row.id
    end
    return layout.render(page, {
        title = options.title,
        actions = options.actions,
        body = grid.render(page, cc.grid(name), {
            title = options.title,
            empty = options.empty,
            actions = function(row)
                return row_button {
                    href = url.to(page, options.path(row)),
                    label = t("Open {}", text_of(row)), title = t("Open"), icon = icon("edit"),
                }
            end,
            cells = {
                [options.column] = function(cell, row)
                    return link { href = url.to(page, options.path(row)), text = cell.text }
                end,
            },
        }),
    })
end
