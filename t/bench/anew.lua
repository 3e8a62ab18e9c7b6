-- For wrk: asks an address with another parameter each time, so that no page is the same as one before.
local id, n = tostring({}):gsub("%W", "") .. os.time(), 0

function request()
    n = n + 1
    return wrk.format(nil, wrk.path .. "?n=" .. id .. "." .. n)
end
