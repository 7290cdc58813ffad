SELECT id, event_key, state, reason, attempts, processed_at, body
FROM m2m_deliveries
WHERE id = :id
FOR UPDATE
