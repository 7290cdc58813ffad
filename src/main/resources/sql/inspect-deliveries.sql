-- Deliveries that pass a filter, the newest first. The filter and what is read stand in io.m2mbridge.inspect.DeliveryFilter.
SELECT id, received_at, event, event_key, state, reason, last_error, run, attempts,
       CASE state WHEN 'pending' THEN next_attempt_at END AS next_attempt_at, 1 + duplicates AS seen, reference_id,
       link_id, operation_id
FROM %s AS read
WHERE id < :before %s
ORDER BY id DESC
LIMIT :most
