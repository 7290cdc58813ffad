-- Data requests of the last hour, with the time from the webhook to M2M's acceptance. Reads the newest 20,000 events at
-- most.
SELECT request.state, count(*) AS requests,
       CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY request.millis) AS bigint) AS median_ms,
       CAST(percentile_cont(0.95) WITHIN GROUP (ORDER BY request.millis) AS bigint) AS p95_ms,
       CAST(max(request.millis) AS bigint) AS slowest_ms
FROM (SELECT lane, event_key, received_at FROM m2m_deliveries ORDER BY id DESC LIMIT 20000) AS newest
CROSS JOIN LATERAL (
  SELECT state, extract(epoch FROM fulfilled_at - received_at) * 1000 AS millis
  FROM m2m_data_requests
  WHERE data_request_id = substr(newest.event_key, strpos(newest.event_key, ':') + 1)) AS request
WHERE newest.lane = 'user.data_request' AND newest.received_at >= statement_timestamp() - interval '1 hour'
GROUP BY request.state
ORDER BY request.state
