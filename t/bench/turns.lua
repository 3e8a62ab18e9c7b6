-- For wrk: asks an address as one person after another, whose cookies are the lines of the file that is its argument.
local cookies, n, threads = {}, 0, 0

function setup(thread)
    thread:set("before", threads)
    threads = threads + 1
end

function init(args)
    for cookie in io.lines(args[1]) do
        cookies[#cookies + 1] = cookie
    end
    n = before * math.floor(#cookies / 2) -- each of two threads begins with another
end

function request()
    n = n % #cookies + 1
    return wrk.format(nil, nil, { Cookie = cookies[n] })
end
