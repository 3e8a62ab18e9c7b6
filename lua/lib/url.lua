-- Addresses of a site: everything a page links to is made here, so that the site works at any path.
--
-- In:  the page model (base, assets, asset_version), a path relative to the site ("/users"), parameters as a
--      table of name -> string, number or nil/false (left out; an empty string is said, as in "?group=").
-- Out: plain strings, percent-encoded where needed; templates escape them.

local url = {}

-- "?a=1&b=2", names sorted so that one state has one address; "" when there is nothing to say.
function url.query(params)
    local names = {}
    for name, value in pairs(params or {}) do
        if value then
            names[#names + 1] = name
        end
    end
    if #names == 0 then
        return ""
    end
    if #names > 1 then
        table.sort(names)
    end
    local parts = {}
    for i, name in ipairs(names) do
        parts[i] = html.url(name) .. "=" .. html.url(tostring(params[name]))
    end
    return "?" .. table.concat(parts, "&")
end

-- An address within the site.
function url.to(page, path, params)
    return (page.base or "") .. path .. (params and url.query(params) or "")
end

-- The path of what is named by the rest of it: url.rest("/orders", "A/17"). A "/" in a name stays one, but not where a
-- part of it is "." or "..", which browsers would take for a step that leaves the list.
function url.rest(list, name)
    local encoded = html.url(name)
    if not ("/" .. name .. "/"):find("/%.%.?/") then
        encoded = encoded:gsub("%%2[Ff]", "/")
    end
    return list .. "/" .. encoded
end

-- The address of a document: url.document(page, "/orders", "A/17").
function url.document(page, list, number, params)
    return url.to(page, url.rest(list, number), params)
end

-- The address of a file below assets/, which changes when the files do.
function url.asset(page, name)
    local version = page.asset_version or ""
    return (page.assets or "") .. "/" .. name .. (version ~= "" and "?v=" .. html.url(version) or "")
end

-- A copy of `params` with `changes` made; a change to false removes the parameter.
function url.with(params, changes)
    local copy = {}
    for name, value in pairs(params) do
        copy[name] = value
    end
    for name, value in pairs(changes) do
        copy[name] = value
    end
    return copy
end

return url
