-- The button that prints the page. Only scripts can print: without them it is not shown (assets/app.css), and the
-- browser's own menu does the same.
--
-- In:  the page. Out: markup.

local i18n = require "lib.i18n"
local icon = require "components.icon"

local button = html.template [[<button type="button" class="btn btn-quiet cc-print" data-print>{icon}{label}</button>]]

return function(page)
    return button { icon = icon("print"), label = i18n.translator(page.language)("Print") }
end
