-- Runs before each PUT. Returns no row if the deadline has passed or another worker has claimed the delivery.
-- M2M may have processed an earlier attempt that got no definite answer.
UPDATE m2m_data_requests AS request
SET attempts = request.attempts + 1,
    last_attempt_at = clock_timestamp(),
    uncertain = request.uncertain OR (request.last_attempt_at IS NOT NULL
      AND (request.http_status IS NULL OR request.http_status = 408 OR request.http_status >= 500)
      AND request.error_code IS DISTINCT FROM 'NOT_SENT'),
    http_status = NULL,
    error_code = NULL,
    state = CASE request.state WHEN 'fulfilled' THEN request.state ELSE 'pending' END,
    ended_at = NULL,
    fields_sent = string_to_array(:#${variable.fieldsSent}, ',')
FROM m2m_deliveries AS delivery
WHERE request.data_request_id = :#${variable.data[dataRequestId]}
  AND clock_timestamp() < coalesce(request.expires_at, request.received_at + interval '15 minutes')
  AND delivery.id = :#${variable.deliveryId} AND delivery.lease_token = CAST(:#${variable.leaseToken} AS uuid)
RETURNING request.attempts
