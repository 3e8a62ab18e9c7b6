-- A list of terms and their values: customer profile, the account found by Add User, a row about to be removed.
--
-- In:  an array of { label, value [, name] }; a value is a string, number, markup, or nil or false for none; `name`
--      becomes data-fact. Optional: a class, "cc-facts-columns" for many short ones side by side.
-- Out: markup, a <dl>.

local list = html.template [[<dl class="cc-facts{class}">{rows}</dl>]]
local row = html.template [[<div><dt>{label}</dt><dd{@data-fact}>{value}</dd></div>]]
local none = html.template [[<span class="cc-none" aria-hidden="true">–</span>]]

return function(facts, class)
    local rows = {}
    for i, fact in ipairs(facts) do
        local value = fact[2]
        if not value or value == "" then
            value = none {}
        end
        rows[i] = row { label = fact[1], value = value, ["data-fact"] = fact[3] }
    end
    return list { rows = rows, class = class and " " .. class }
end
