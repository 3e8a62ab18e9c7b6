-- The list page of the stock stack: 25 rows of external access, read by mod_lua through mod_dbd in its fastest setting.
local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }
local names = { L10 = "Basic", L20 = "Orders", L30 = "Orders with Prices", L40 = "Billing", L80 = "Admin", L90 = "Owner" }

local function escape(text)
    return (tostring(text or ""):gsub("[&<>\"']", escapes))
end

function handle(r)
    r.content_type = "text/html; charset=utf-8"
    local db = r:dbacquire()
    local statement = db:prepare(r, "SELECT a.id, u.name, u.login, u.user_type, a.role, a.days_back, a.notes FROM external_access a "
        .. "JOIN users u ON u.id = a.user_id JOIN customers c ON c.id = a.customer_id WHERE c.number = %s ORDER BY a.user_key LIMIT 25")
    local rows = statement:select("BENCH")
    local out = { "<!doctype html><html lang=\"en\"><head><title>User Management</title></head><body><table><thead><tr><th>User</th>"
        .. "<th>Role</th><th>Access Back (days)</th><th>Notes</th></tr></thead><tbody>" }
    for _, row in ipairs(rows(0) or {}) do
        out[#out + 1] = "<tr data-id=\"" .. escape(row[1]) .. "\"><td>" .. escape(row[2] .. " <" .. row[3] .. "> [" .. row[4] .. "]")
            .. "</td><td>" .. escape(names[row[5]]) .. "</td><td>" .. escape(row[6]) .. "</td><td>" .. escape(row[7]) .. "</td></tr>"
    end
    out[#out + 1] = "</tbody></table></body></html>"
    db:close()
    r:puts(table.concat(out))
    return apache2.OK
end
