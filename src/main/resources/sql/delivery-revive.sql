UPDATE m2m_deliveries
SET state = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), processed_at = NULL
WHERE id = :id AND state IN ('dead', 'done')
