-- Which columns a grid shows and in which order, and the layout that is kept for the next visits.
--
-- Without scripts a column is moved by a link that leads to the same list in the new order; scripts move it in the
-- panel (assets/grid.js), and the button applies both choice and order.
--
-- In:  the grid's state (components.grid_state); hidden inputs that keep what the choice does not change.
-- Out: markup.

local url = require "lib.url"
local field = require "components.field"
local form = require "components.form"
local grid_state = require "components.grid_state"
local icon = require "components.icon"

local chooser = html.template [[<form method="get" action="{action}">
{kept}<fieldset><legend>{legend}</legend>
<ul class="cc-columns" data-columns="{moved}">{items}</ul></fieldset>
<p class="visually-hidden" role="status"></p>
<button type="submit" class="btn btn-primary">{apply}</button>
</form>
<div class="cc-layout">
<p class="form-text">{about}</p>
{save}{reset}
</div>]]
local item = html.template [[<li data-title="{title}">{box}{up}{down}</li>]]
local mover = html.template [[<a class="cc-icon-button{off}" href="{href}" data-move="{step}" aria-label="{label}"
title="{title}"{@aria-disabled}>{icon}</a>]]

-- The link that moves the shown column at `at` by `step`. Where there is no further to go it is marked as off, and
-- leads to the same order; scripts switch it on when the column has moved.
local function move(state, at, step)
    local t, column = state.t, state.columns[at]
    local to, names = at + step, {}
    local off = to < 1 or to > #state.columns
    to = off and at or to
    for i, other in ipairs(grid_state.moved(state.columns, at, to)) do
        names[i] = other.name
    end
    local title = grid_state.title(state, column)
    return mover {
        href = grid_state.href(state, { columns = table.concat(names, ","), panel = "columns" })
            .. "#" .. state.data.name .. "-columns",
        step = step,
        label = step < 0 and t("Move {} up", title) or t("Move {} down", title),
        title = step < 0 and t("Up") or t("Down"),
        icon = icon(step < 0 and "up" or "down"),
        off = off and " cc-off",
        ["aria-disabled"] = off and "true",
    }
end

local function items(state)
    local made = {}
    for i, column in ipairs(state.data.columns) do
        local title = grid_state.title(state, column)
        made[i] = item {
            title = title,
            box = field.check {
                id = state.data.name .. "-column-" .. column.name,
                name = "columns",
                value = column.name,
                checked = column.visible,
                label = title,
            },
            -- Shown columns come first, so their places in both lists are the same.
            up = column.visible and move(state, i, -1),
            down = column.visible and move(state, i, 1),
        }
    end
    return made
end

-- The forms that save the present layout and forget the saved one. Search and filters are no part of it and stay.
local function layout_forms(state)
    local t, data, query_only = state.t, state.data, {}
    for name, value in pairs(state.params) do
        if name == "q" or name:find("^filter%.") then
            query_only[name] = value
        end
    end
    local next_page = field.hidden("next", url.to(state.page, state.page.path, query_only))
    local grid_name = field.hidden("grid", data.name)
    local save = form.post(state.page, { action = "/layout", body = {
        grid_name,
        field.hidden("columns", grid_state.columns(state)),
        field.hidden("sort", data.sort),
        field.hidden("dir", data.dir),
        field.hidden("group", table.concat(data.group or {}, ",")),
        field.hidden("per_page", tostring(data.per_page)),
        next_page,
        form.button { label = t("Save layout"), kind = "quiet" },
    } })
    local reset = form.post(state.page, { action = "/layout", body = {
        grid_name,
        field.hidden("reset", "1"),
        next_page,
        form.button { label = t("Reset Layout"), kind = "quiet" },
    } })
    return save, reset
end

return function(state, kept)
    local t = state.t
    local save, reset = layout_forms(state)
    return chooser {
        action = url.to(state.page, state.page.path),
        kept = kept,
        legend = t("Columns to show"),
        moved = t("{} is now number {} of {}"),
        items = items(state),
        apply = t("Apply"),
        about = t("The layout (columns, order, groups and rows per page) can be kept for your next visits."),
        save = save,
        reset = reset,
    }
end
