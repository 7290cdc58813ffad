UPDATE m2m_deliveries
SET state = 'pending', next_attempt_at = clock_timestamp() + make_interval(secs => :delaySeconds),
    lease_token = NULL, attempts = :attempts, last_error = :lastError
WHERE id = :id AND lease_token = :token
RETURNING id, run
