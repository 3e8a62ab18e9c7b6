-- The menu as a fragment (html.fragment), the same for all users of a role. In: what of the page components.menu names.
-- Out: { menu, shortcuts }: markup.

local menu = require "components.menu"

return function(input)
    return menu.parts(input)
end
