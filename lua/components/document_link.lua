-- A link to a document by its number; nothing for an empty number.
--
-- In:  the page, the list it belongs to ("/orders"), the number. Out: markup or "".

local url = require "lib.url"

local link = html.template [[<a href="{href}">{number}</a>]]

return function(page, list, number)
    if not number or number == "" then
        return ""
    end
    return link { href = url.document(page, list, number), number = number }
end
