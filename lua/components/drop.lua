-- A panel that drops down from a button of a toolbar: a <details>, so that it works without scripts.
--
-- In:  { id, icon (name), label, count (shown as a badge, 0: none), content (markup or array), open }.
-- Out: markup.

local icon = require "components.icon"

local panel = html.template [[<details class="cc-drop" id="{id}" data-menu{@open}>
<summary class="btn btn-quiet">{icon}{label}{badge}</summary>
<div class="cc-drop-panel cc-drop-form">{content}</div>
</details>]]
local badge = html.template [[<span class="cc-badge">{count}</span>]]

return function(options)
    return panel {
        id = options.id,
        icon = icon(options.icon),
        label = options.label,
        badge = (options.count or 0) > 0 and badge { count = options.count },
        content = options.content,
        open = options.open,
    }
end
