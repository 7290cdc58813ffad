-- Skips a row that another transaction has locked. It waits for no lock.
UPDATE m2m_deliveries
SET state = 'done', processed_at = clock_timestamp(), next_attempt_at = NULL, lease_token = NULL, last_error = NULL
WHERE id = (SELECT id FROM m2m_deliveries WHERE id = :id AND lease_token = :token FOR UPDATE SKIP LOCKED)
