-- The newest data requests that have ended, of the newest 20,000 events at most.
SELECT request.data_request_id, request.state, request.http_status, request.error_code, request.attempts AS puts,
       CAST(extract(epoch FROM request.ended_at - request.received_at) * 1000 AS bigint) AS after_ms,
       request.reference_id, request.received_at, request.ended_at
FROM (SELECT id, lane, event_key FROM m2m_deliveries ORDER BY id DESC LIMIT 20000) AS newest
JOIN m2m_data_requests AS request
  ON request.data_request_id = substr(newest.event_key, strpos(newest.event_key, ':') + 1)
WHERE newest.lane = 'user.data_request' AND request.state <> 'pending'
ORDER BY newest.id DESC
LIMIT 50
