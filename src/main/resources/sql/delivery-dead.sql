UPDATE m2m_deliveries
SET state = 'dead', processed_at = clock_timestamp(), next_attempt_at = NULL, lease_token = NULL,
    last_error = :lastError
WHERE id = :id AND lease_token = :token
RETURNING id, run
