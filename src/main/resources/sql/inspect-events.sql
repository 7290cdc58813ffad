SELECT id, event_key, state, reason, run, attempts, 1 + duplicates AS seen, received_at, next_attempt_at, last_error,
       lost, secret
FROM m2m_deliveries
WHERE id = ANY (:ids)
ORDER BY received_at, id
