-- The mix of a long run for wrk: prepared requests, drawn by their weight. Each line of the file that is the first argument
-- is WEIGHT, a tab, and a raw request whose line ends are written as "|". Says how many answers had which status.
local requests, threads = {}, {}

function setup(thread)
    threads[#threads + 1] = thread
    thread:set("number", #threads)
end

function init(args)
    counts = {}
    for line in io.lines(args[1]) do
        local weight, raw = line:match("^(%d+)\t(.*)$")
        raw = raw:gsub("|", "\r\n")
        for _ = 1, tonumber(weight) do
            requests[#requests + 1] = raw
        end
    end
    math.randomseed(tonumber(args[2]) * 10 + number)
end

function request()
    return requests[math.random(#requests)]
end

function response(status)
    counts[status] = (counts[status] or 0) + 1
end

function done(summary)
    local sums, parts = {}, {}
    for _, thread in ipairs(threads) do
        for status, count in pairs(thread:get("counts")) do
            sums[status] = (sums[status] or 0) + count
        end
    end
    for status, count in pairs(sums) do
        parts[#parts + 1] = ("%d=%d"):format(status, count)
    end
    table.sort(parts)
    local errors = summary.errors
    io.write(("answers %d %s lost %d\n"):format(summary.requests, table.concat(parts, " "),
        errors.connect + errors.read + errors.write + errors.timeout))
end
