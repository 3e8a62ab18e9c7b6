-- A moment in UTC. Scripts show it in local time (assets/app.js).
--
-- In:  ISO text ("2026-11-22T07:30:00Z", or with a blank instead of the T). Out: markup; any other text as it is.

local moment = html.template [[<time datetime="{at}">{text}</time>]]

return function(iso)
    local date, time = (iso or ""):match("^(%d+%-%d+%-%d+)[T ](%d+:%d+)")
    if not date then
        return iso or ""
    end
    return moment { at = date .. "T" .. time .. "Z", text = date .. " " .. time .. " UTC" }
end
