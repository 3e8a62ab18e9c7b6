-- What a grid shows now, as the parameters of an address, so that every link and form of it changes one thing and
-- keeps the rest.
--
-- A state is { page, data (what cc.grid() returned), params, columns (shown, in order), t (translator of literal
-- texts), say (the same for texts in variables) }, and of components.grid_fragment has choices (column -> what its
-- filter offers).

local i18n = require "lib.i18n"
local url = require "lib.url"

local grid_state = {}

local function names_of(columns)
    local names = {}
    for i, column in ipairs(columns) do
        names[i] = column.name
    end
    return table.concat(names, ",")
end

-- Layout parameters are carried only when the address has them: otherwise the saved layout gives them.
function grid_state.of(page, data)
    local query, columns = page.query or {}, {}
    for _, column in ipairs(data.columns) do
        if column.visible then
            columns[#columns + 1] = column
        end
    end
    local params = { q = data.q ~= "" and data.q }
    for column, value in pairs(data.filters or {}) do
        params["filter." .. column] = value ~= "" and value
    end
    if query.sort or query.dir then
        params.sort, params.dir = data.sort, data.dir
    end
    if query.per_page then
        params.per_page = data.per_page
    end
    if query.columns then
        params.columns = names_of(columns)
    end
    if query.group then
        params.group = table.concat(data.group or {}, ",")
    end
    local t = i18n.translator(page.language)
    return { page = page, data = data, params = params, columns = columns, t = t, say = t }
end

-- The names of the shown columns, as a list for `columns`.
function grid_state.columns(state)
    return names_of(state.columns)
end

-- The address of the same list with some parameters changed (false: without it).
function grid_state.href(state, changes)
    return url.to(state.page, state.page.path, url.with(state.params, changes))
end

-- Columns whose cells are aligned at the right and carry the plain value.
function grid_state.is_amount(column)
    return column.type == "number" or column.type == "money"
end

-- The title of a column in the page's language.
function grid_state.title(state, column)
    return state.say(column.title)
end

-- An array with the entry at `from` moved to `to`.
function grid_state.moved(list, from, to)
    local copy = {}
    for i, entry in ipairs(list) do
        if i ~= from then
            copy[#copy + 1] = entry
        end
    end
    table.insert(copy, to, list[from])
    return copy
end

return grid_state
