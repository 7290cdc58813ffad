-- Sends each request of a file once, and prints the outcome as one line of JSON. One thread of wrk: see README.md.
local file
sent, wrapped = 0, 0

function setup(t)
  thread = t
end

function init(args)
  file = assert(io.open(args[1], "rb"))
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

function done(summary, latency)
  local e = summary.errors
  print(string.format(
    '{"answered":%d,"seconds":%.6f,"non200":%d,"broken":%d,"sent":%d,"wrapped":%d,"p50":%.3f,"p99":%.3f,"max":%.3f}',
    summary.requests, summary.duration / 1e6, e.status, e.connect + e.read + e.write + e.timeout,
    thread:get("sent"), thread:get("wrapped"),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
