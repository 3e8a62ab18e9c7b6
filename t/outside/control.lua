-- A page made wrong on purpose, by all rules of the art: a tool that finds nothing here is not believed elsewhere.
function handle(r)
    local asked = r:parseargs().q or ""
    local db = r:dbacquire()
    local rows, problem = db:select(r, "SELECT name FROM users WHERE login = '" .. asked .. "'")
    r.content_type = "text/html"
    r:puts("<html><body><a href='?q=admin'>again</a><p>You asked for " .. asked .. "</p><p>")
    for _, row in ipairs(rows and rows(0) or {}) do
        r:puts(row[1], "<br>")
    end
    r:puts(problem and "SQLite error 1: " .. problem or "", "</p></body></html>")
    db:close()
    return apache2.OK
end
