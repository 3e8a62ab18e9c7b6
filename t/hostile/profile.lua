-- A page by somebody who means harm: ?attack=NAME runs one attack, with &caught=1 inside pcall.
-- What an attack returns is its loot and is shown, so that the test can look for what must not be there.

local kept = { count = 0 }

local attacks = {}

-- ---- data of others ----

attacks["another customer by argument"] = function(page)
    return cc.profile(page.query.want).name
end
attacks["another customer by table"] = function(page)
    return cc.profile({ customer = page.query.want, number = page.query.want }).name
end
attacks["another customer by the model"] = function(page)
    page.customer.number = page.query.want
    page.customer.name = "changed"
    return cc.profile().name
end
attacks["another customer by the view"] = function(page)
    page.view = { current = { customer = page.query.want } }
    page.customers = { { number = page.query.want, current = true } }
    return cc.profile().name
end
attacks["rows of another customer"] = function(page)
    local text = {}
    for _, grid in ipairs { cc.grid("users", page.query.want), cc.grid("users", { customer = page.query.want }) } do
        for _, row in ipairs(grid.rows) do
            text[#text + 1] = row.cells.user.text
        end
    end
    return table.concat(text, ",")
end
attacks["the list of users"] = function() return cc.grid("users").rows[1].cells.user.text end
attacks["a grid that is none"] = function() return cc.grid("sessions") or cc.grid("users; DROP TABLE users") end
attacks["a column that is none"] = function(page)
    page.query.columns = "password_hash"
    return cc.grid("users").rows[1].cells.password_hash.text
end
attacks["sessions of others"] = function()
    local text = {}
    for id = 0, 5 do
        for _, session in ipairs(cc.sessions(id)) do
            text[#text + 1] = session.user_agent .. (session.token or "") .. (session.token_hash or "")
        end
    end
    return table.concat(text, ",")
end
attacks["functions of the core"] = function()
    local names = {}
    for name in pairs(cc) do
        names[#names + 1] = name
    end
    table.sort(names)
    return "functions: " .. table.concat(names, " ")
end
attacks["prices"] = function() return cc.prices() or cc.orders() end
attacks["an old document"] = function() return cc.order("0000000001") or cc.document("0000000001") or cc.invoice("1") end
attacks["SQL"] = function() return cc.sql("SELECT password_hash FROM users") or cc.query("SELECT 1") or cc.db.query("SELECT 1") end
attacks["writing"] = function() return cc.access_add("x") or cc.access.add("x") or cc.login("x") end
attacks["reading without end"] = function()
    for _ = 1, 100000 do
        cc.profile()
    end
end

-- ---- out of the sandbox ----

for _, name in ipairs { "os", "io", "debug", "package", "coroutine", "load", "loadstring", "dofile", "loadfile", "rawset",
    "rawget", "rawequal", "rawlen", "setmetatable", "getmetatable", "collectgarbage", "print", "newproxy", "module", "setfenv" } do
    attacks["global " .. name] = function()
        local found = _ENV[name]
        return found and "LOOT " .. name or error("there is no " .. name)
    end
end
attacks["dumping code"] = function() return string.dump(attacks.prices) end
attacks["method dump"] = function() return ("x").dump(attacks.prices) end
attacks["the metatable of strings"] = function() return ("x").__index or ("x").__metatable or error("none") end
for i, name in ipairs { "os", "io", "debug", "package", "pages.users", "pages.login", "/etc/passwd", "../pages/login",
    "components/../pages/login", "components...pages.login", "components.../../../etc/passwd", "lib.i18n\0.x", "", ".", "..",
    "components.", "components.layout.lua", "t.lib", "lua5.4.socket", "ffi", "jit", "_G", "string" } do
    attacks["requiring " .. i] = function()
        local found = require(name)
        return "LOOT module " .. name .. tostring(found)
    end
end
attacks["requiring a table"] = function() return require({}) end
attacks["running bytecode"] = function() return load("\27Lua") end

-- ---- what others will use later ----

attacks["changing the libraries"] = function() string.rep = function() return "OWNED" end end
attacks["changing join"] = function() html.join = function() return "OWNED" end end
attacks["changing the core"] = function() cc.profile = function() return { name = "OWNED" } end end
attacks["changing a component"] = function() require("components.layout").render = function() return "OWNED" end end
attacks["adding to a component"] = function() require("lib.url").owned = "OWNED" end
attacks["inserting into a library"] = function() table.insert(math, "OWNED") end
attacks["moving into a library"] = function() table.move({ "OWNED" }, 1, 1, 1, require("lib.url")) end
attacks["sorting a library"] = function() table.sort(string, function() return true end) end
attacks["keeping in a global"] = function(page)
    owned = (owned or 0) + 1
    kept.count = kept.count + 1
    return "kept " .. owned .. " " .. kept.count .. (kept.page and kept.page.user.login or "") .. (kept_page and "PAGE" or "")
        .. tostring((function() kept.page = page; kept_page = page end)() or "")
end
attacks["keeping the request"] = function(page) string.page = page end
attacks["keeping in a string method"] = function(page) ("").owned = page end
attacks["through next"] = function()
    local key, value = next(require "components.layout")
    return key and type(value) == "table" and (function() value.owned = "OWNED" end)() or error("read only")
end

-- ---- what stands for texts of whoever asks ----

attacks["what stands for texts"] = function(page) return page.shown.login:sub(1, 9) .. "|" .. page.shown.login:sub(10) end
attacks["all of the page"] = function(page)
    local text = {}
    for name, value in pairs(page) do
        text[#text + 1] = name .. "=" .. tostring(type(value) == "table" and (value.login or value.number) or value)
    end
    table.sort(text)
    return table.concat(text, ",")
end
attacks["the text of another in an address"] = function(page) return html.url(page.csrf .. page.shown.name) end

-- ---- time and memory ----

attacks["a loop for ever"] = function() while true do end end
attacks["a loop for ever inside pcall"] = function()
    while true do
        pcall(function() while true do end end)
    end
end
attacks["a loop of C functions"] = function()
    while true do
        pcall(string.rep, "x", 100)
    end
end
attacks["repeat without instructions"] = function() repeat until false end
attacks["recursion"] = function()
    local function f(n) return f(n + 1) + 1 end
    return f(1)
end
attacks["tail calls"] = function()
    local function f(n) return f(n + 1) end
    return f(1)
end
attacks["recursion of pcall"] = function()
    local function f() return pcall(f) end
    return tostring(f())
end
attacks["recursion in C"] = function()
    local function f(s) return (s:gsub(".", f)) end
    return f("x")
end
attacks["sorting with itself"] = function()
    local function f() table.sort({ 3, 2, 1, 4, 5 }, f) return true end
    return f()
end
attacks["much memory"] = function()
    local all = {}
    for i = 1, 1e9 do
        all[i] = { i, i, i, i }
    end
end
attacks["much memory inside pcall"] = function()
    local all = {}
    while true do
        pcall(function()
            while true do
                all[#all + 1] = ("x"):rep(100000) .. #all
            end
        end)
    end
end
attacks["a huge text"] = function() return ("x"):rep(2 ^ 31) end
attacks["a doubling text"] = function()
    local text = "x"
    while true do
        text = text .. text
    end
end
attacks["a huge text at once"] = function() return #("x"):rep(1e6):rep(1e6) end
attacks["a huge table at once"] = function() return #table.concat({ ("x"):rep(1e6) }, ("y"):rep(1e6)):rep(1000) end
attacks["unpacking without end"] = function() return select("#", table.unpack({}, 1, 1e8)) end
attacks["a slow pattern"] = function() return ("a"):rep(60):match(("a?"):rep(60) .. ("a"):rep(60)) end
attacks["a slower pattern"] = function() return ("a"):rep(100000):find(".-.-.-.-.-.-.-b") end
attacks["a wide format"] = function() return ("%99d"):rep(100000):format(table.unpack({}, 1, 200)) end
attacks["a page without end"] = function()
    local parts = {}
    for i = 1, 1e7 do
        parts[i] = html.unsafe_raw(("x"):rep(1000))
    end
    return html.join(parts)
end
attacks["lists of the same lists"] = function()
    local list = {}
    for _ = 1, 12 do
        local around = {}
        for i = 1, 30 do
            around[i] = list
        end
        list = around
    end
    return tostring(html.join(list))
end
attacks["nested markup"] = function()
    local template = html.template "<b>{x}</b>"
    local inner = ""
    for _ = 1, 1e6 do
        inner = template { x = inner }
    end
    return tostring(inner)
end

-- ---- odd results ----

attacks["an error that is nil"] = function() error(nil) end
attacks["an error that is a table"] = function() error({ secret = cc.profile().name }) end
attacks["an error with a secret"] = function(page) error("LOOT " .. page.csrf) end
attacks["an error of markup"] = function() error(html.unsafe_raw("<script>LOOT</script>")) end

local odd = {
    ["no result"] = function() return nil end,
    ["a text as result"] = function() return "LOOT<script>alert(1)</script>" end,
    ["a table as result"] = function() return { "LOOT" } end,
    ["a function as result"] = function() return print end,
    ["a number as result"] = function() return 42 end,
}

local body = html.template [[<!DOCTYPE html>
<html lang="en"><head><title>x</title></head><body data-page="profile"{@data-user}{@data-customer}>
<main><p id="result">{result}</p></main></body></html>
]]

return function(page)
    local name = page.query and page.query.attack or ""
    if odd[name] then
        return odd[name](page)
    end
    if name == "names" then
        local names = {}
        for attack in pairs(attacks) do
            names[#names + 1] = attack
        end
        for attack in pairs(odd) do
            names[#names + 1] = attack
        end
        table.sort(names)
        return body { result = table.concat(names, "|") }
    end
    local attack = attacks[name] or error("no attack " .. name)
    local result
    if page.query.caught then
        local good, loot = pcall(attack, page)
        result = good and "done: " .. tostring(loot) or "refused: " .. tostring(loot)
    else
        result = "done: " .. tostring(attack(page))
    end
    return body { result = result, ["data-user"] = page.user.login, ["data-customer"] = page.customer.number }
end
