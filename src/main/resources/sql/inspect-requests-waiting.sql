-- Data requests that can still be answered, by the time left. A dead one can be replayed before its deadline.
SELECT data_request_id, CAST(extract(epoch FROM deadline - statement_timestamp()) AS bigint) AS seconds_left, deadline,
       delivery, state, cause, puts, last_attempt_at, http_status, error_code, next_attempt_at, reference_id, received_at
FROM (
  SELECT substr(event.event_key, strpos(event.event_key, ':') + 1) AS data_request_id,
         coalesce(request.expires_at, event.received_at + interval '15 minutes') AS deadline,
         event.id AS delivery, event.state, event.last_error AS cause, coalesce(request.attempts, 0) AS puts,
         request.last_attempt_at, request.http_status, request.error_code,
         CASE event.state WHEN 'pending' THEN event.next_attempt_at END AS next_attempt_at, event.reference_id,
         event.received_at
  FROM (
    SELECT * FROM m2m_deliveries WHERE lane = 'user.data_request' AND state IN ('pending', 'processing')
    UNION ALL
    SELECT * FROM m2m_deliveries WHERE event = 'user.data_request' AND state = 'dead') AS event
  LEFT JOIN m2m_data_requests AS request
    ON request.data_request_id = substr(event.event_key, strpos(event.event_key, ':') + 1)
  WHERE request.state IS NULL OR request.state NOT IN ('fulfilled', 'expired')) AS awaited
WHERE state <> 'dead' OR deadline > statement_timestamp()
ORDER BY deadline, delivery
LIMIT 100
