-- A small decorative picture, drawn by assets/icons.css. It is hidden from assistive technology: whatever it
-- stands for needs a text beside it.
--
-- In:  its name ("edit"). Out: markup.

local span = html.template [[<span class="cc-icon cc-icon-{name}" aria-hidden="true"></span>]]

return function(name)
    return span { name = name }
end
