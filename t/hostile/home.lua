-- A page by somebody who means harm, about documents: ?attack=NAME runs one attack, with &caught=1 inside pcall. What it
-- returns is its loot and is shown, so that the test can look for what must not be there.

local attacks = {}

-- Everything that a table holds, as text.
local function all(value, depth)
    if type(value) ~= "table" or (depth or 0) > 6 then
        return tostring(value)
    end
    local made = {}
    for key, part in pairs(value) do
        made[#made + 1] = tostring(key) .. "=" .. all(part, (depth or 0) + 1)
    end
    return "{" .. table.concat(made, ",") .. "}"
end

for _, name in ipairs { "orders", "invoices", "due-payments", "payment-history", "users" } do
    attacks["the grid " .. name] = function() return all(cc.grid(name)) end
    attacks["the grid " .. name .. " of another customer"] = function(page)
        return all(cc.grid(name, page.query.want)) .. all(cc.grid(name, { customer = page.query.want, since = "0001-01-01" }))
    end
    attacks["the grid " .. name .. " with another model"] = function(page)
        page.visible_since = nil
        page.customer.number = page.query.want
        page.customer.role = "L90"
        page.features = { orders = true, invoices = true, users = true }
        page.user = { role = "L90", login = page.query.want }
        return all(cc.grid(name))
    end
    attacks["the grid " .. name .. " with a changed query"] = function(page)
        page.query.columns = "amount,price,discount,date,document_no"
        page.query["filter.date"] = ""
        page.query.sort = "amount"
        page.query.group = "amount"
        return all(cc.grid(name))
    end
end
for _, name in ipairs { "orders.amount", "orders.currency", "orders.customer_id", "orders.nosuch", "orders.document_no", "orders.notes", "orders.status",
    "orders.type_name", "invoices.type_name", "due-payments.currency", "payment-history.currency", "payment-history.invoice_type",
    "users.role", "users.password_hash", "sessions.token" } do
    local grid, column = name:match("^(.-)%.(.*)$")
    attacks["the choices of " .. name] = function() return all(cc.choices(grid, column)) end
end
attacks["choices by a table"] = function() return all(cc.choices({ "orders" }, { "amount" })) end
attacks["choices with SQL"] = function() return all(cc.choices("orders", "status FROM orders --")) end
attacks["a grid with SQL"] = function() return all(cc.grid("orders o WHERE 1 = 1 --")) end
attacks["a cell of prices"] = function() return "LOOT " .. cc.grid("orders").rows[1].cells.amount.value end
attacks["a sum of prices"] = function() return "LOOT " .. cc.grid("orders").sums[1].value end
attacks["a sum of a group"] = function() return "LOOT " .. cc.grid("orders").groups[1].sums[1].value end
for _, name in ipairs { "order", "invoice", "document", "lines", "orders", "invoices", "download", "count", "sum", "settings" } do
    attacks["the function " .. name] = function(page) return all(cc[name](page.query.number)) end
end
attacks["the cards"] = function(page) return all(page.model) end
attacks["the whole page model"] = function(page)
    page.csrf, page.query = nil, nil -- what was asked is no loot
    return all(page)
end
attacks["a component of documents"] = function(page)
    return tostring(require("components.document")(page, { title = "x", list = "/orders", back = "x", facts = {} }))
end
attacks["the list component"] = function(page)
    return tostring(require("components.list_page")(page, "invoices", { title = "x", empty = "x", links = {} }))
end
attacks["many grids"] = function()
    local text = ""
    for _ = 1, 1000 do
        text = text .. cc.grid("orders").total
    end
    return text
end
attacks["many choices"] = function()
    for _ = 1, 100000 do
        cc.choices("orders", "status")
    end
end

local body = html.template [[<!DOCTYPE html>
<html lang="en"><head><title>x</title></head><body data-page="home"{@data-user}{@data-customer}>
<main><p id="result">{result}</p></main></body></html>
]]

return function(page)
    local name = page.query and page.query.attack or ""
    if name == "" or name == "names" then
        local names = {}
        for attack in pairs(attacks) do
            names[#names + 1] = attack
        end
        table.sort(names)
        return body { result = table.concat(names, "|") }
    end
    local attack = attacks[name] or error("no attack " .. name)
    local who = { user = page.user.login, customer = page.customer.number }
    local result
    if page.query.caught then
        local good, loot = pcall(attack, page)
        result = good and "done: " .. tostring(loot) or "refused: " .. tostring(loot)
    else
        result = "done: " .. tostring(attack(page))
    end
    return body { result = result, ["data-user"] = who.user, ["data-customer"] = who.customer }
end
