-- Sign-ins for wrk: the first argument is the body, with NUMBER where a number that is another each time goes,
-- the second the cookie. Says how many answers had which status.
local threads = {}

function setup(thread)
    threads[#threads + 1] = thread
end

function init(args)
    counts, number, body = {}, 0, args[1]
    headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = args[2] }
end

function request()
    number = number + 1
    return wrk.format("POST", nil, headers, (body:gsub("NUMBER", number)))
end

function response(status)
    counts[status] = (counts[status] or 0) + 1
end

function done()
    for _, thread in ipairs(threads) do
        for status, count in pairs(thread:get("counts")) do
            io.write(("answers %d=%d\n"):format(status, count))
        end
    end
end
