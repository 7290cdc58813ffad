-- Stores an event of the bridge's own for each operation that the API says is completed or failed. It isn't signed. Its
-- name keeps it apart from an event that M2M may send one day.
INSERT INTO m2m_deliveries
  (event_key, event, reference_id, link_id, operation_id, path, signature, signed_at, body, body_hash, content_hash, state)
SELECT event || ':' || operation_id, event, reference_id, link_id, operation_id, '', '', learned_at,
       convert_to(json, 'UTF8'), sha256(convert_to(json, 'UTF8')), encode(sha256(convert_to(json, 'UTF8')), 'hex'), 'pending'
FROM (
  SELECT learned.*, 'learned.operation.' || status AS event,
         jsonb_build_object(
           'event', 'learned.operation.' || status,
           'data', jsonb_strip_nulls(jsonb_build_object(
             'operationId', operation_id, 'linkId', link_id, 'referenceId', reference_id, 'userId', user_id,
             'status', status, 'sendAmount', send_amount, 'sendCurrency', send_currency,
             'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'endedAt', to_char(coalesce(CASE status WHEN 'completed' THEN completed_at ELSE failed_at END, first_learned_at)
                                AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))))::text AS json
  FROM m2m_api_operations AS learned
  WHERE status IN ('completed', 'failed') AND learned_at >= (
    SELECT began_at FROM m2m_reconciliations WHERE id = :#${variable.reconciliation})) AS ended
ORDER BY 1
ON CONFLICT (event_key) DO NOTHING
