-- Releases a delivery from quarantine under its business key, unless that key is known.
UPDATE m2m_deliveries
SET event_key = :key, event = :event, reference_id = :referenceId, link_id = :linkId,
    operation_id = :operationId, content_hash = :contentHash,
    state = 'pending', reason = NULL, attempts = 0, run = run + 1, next_attempt_at = clock_timestamp()
WHERE id = :id
  AND NOT EXISTS (SELECT 1 FROM m2m_deliveries AS known WHERE known.event_key = :key)
