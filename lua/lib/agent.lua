-- A short name for a browser, from its User-Agent, for the list of a user's own sessions.
--
-- In:  the header's text or nil.
-- Out: browser name and system name, each nil when unknown.

local agent = {}

-- The first match counts: most browsers claim to be others, too.
local browsers = {
    { "Edg/", "Edge" }, { "OPR/", "Opera" }, { "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" },
    { "CriOS/", "Chrome" }, { "HeadlessChrome/", "Chrome" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" },
    { "curl/", "curl" }, { "Wget/", "Wget" },
}
local systems = {
    { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Windows", "Windows" },
    { "Macintosh", "macOS" }, { "CrOS", "ChromeOS" }, { "Linux", "Linux" },
}

local function first(text, list)
    for _, entry in ipairs(list) do
        if text:find(entry[1], 1, true) then
            return entry[2]
        end
    end
end

function agent.parts(text)
    if not text or text == "" then
        return nil, nil
    end
    return first(text, browsers), first(text, systems)
end

return agent
