-- Sends each request of a file once, and prints the outcome as one line of JSON. Each thread has a file, and a port of
-- BENCH_PORTS: see README.md. With BENCH_RATE, it sends so many a second.
local file
local threads = {}
local rate = tonumber(os.getenv("BENCH_RATE"))
sent, wrapped = 0, 0

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
  local port = 0
  for each in os.getenv("BENCH_PORTS"):gmatch("%d+") do
    port = port + 1
    if port == #threads then
      thread.addr = wrk.lookup(wrk.host, each)[1]
    end
  end
end

function init(args)
  file = assert(io.open(args[number], "rb"))
end

function request()
  local length = file:read(5)
  if not length then -- The file was too short for this peer: bench.mjs measures that round again.
    wrapped = 1
    file:seek("set")
    length = file:read(5)
  end
  sent = sent + 1
  return file:read(tonumber(length))
end

if rate then
  local ffi = require("ffi")
  ffi.cdef("typedef struct { long s, us; } time; int gettimeofday(time *, void *);")
  local time = ffi.new("time")
  local _, all = os.getenv("BENCH_PORTS"):gsub("%d+", "") -- Threads, which send alike.
  local due

  function delay() -- In whole milliseconds, until the next request is due.
    ffi.C.gettimeofday(time, nil)
    local now = tonumber(time.s) * 1000 + tonumber(time.us) / 1000
    due = (due or now) + 1000 * all / rate
    return math.max(0, math.floor(due - now))
  end
end

function done(summary, latency)
  local e = summary.errors
  local sent, wrapped, each = 0, 0, {}
  for i, thread in ipairs(threads) do
    each[i] = thread:get("sent")
    sent = sent + each[i]
    wrapped = math.max(wrapped, thread:get("wrapped"))
  end
  print(string.format(
    '{"answered":%d,"seconds":%.6f,"non200":%d,"broken":%d,"sent":%d,"sentBy":[%s],"wrapped":%d,"p50":%.3f,"p99":%.3f,"max":%.3f}',
    summary.requests, summary.duration / 1e6, e.status, e.connect + e.read + e.write + e.timeout,
    sent, table.concat(each, ","), wrapped,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
