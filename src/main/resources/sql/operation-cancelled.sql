-- A cancellation that arrives first inserts a row, which the creation completes later.
INSERT INTO m2m_operations AS operation
  (operation_id, link_id, reference_id, user_id, status, metadata, cancelled_at, cancellation_reason)
SELECT data->>'operationId', data->>'linkId', data->>'referenceId', data->>'userId', 'cancelled',
       nullif(data->'metadata', 'null'), m2m_instant(data->>'cancelledAt'), data->>'cancellationReason'
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event
ON CONFLICT (operation_id) DO UPDATE
SET link_id = coalesce(operation.link_id, excluded.link_id),
    reference_id = coalesce(operation.reference_id, excluded.reference_id),
    user_id = coalesce(operation.user_id, excluded.user_id),
    status = excluded.status,
    metadata = coalesce(operation.metadata, excluded.metadata),
    cancelled_at = excluded.cancelled_at,
    cancellation_reason = excluded.cancellation_reason
