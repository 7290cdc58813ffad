-- Skips rows that another transaction has locked. It waits for no lock, so that it can't deadlock.
WITH claimed AS MATERIALIZED (
  SELECT delivery.id
  FROM unnest(:ids, CAST(:tokens AS uuid[])) AS given (id, token)
  JOIN m2m_deliveries AS delivery ON delivery.id = given.id AND delivery.lease_token = given.token
  FOR UPDATE OF delivery SKIP LOCKED)
UPDATE m2m_deliveries AS delivery
SET state = 'pending', next_attempt_at = clock_timestamp() + make_interval(secs => :delaySeconds),
    lease_token = NULL, attempts = attempts - 1
FROM claimed
WHERE delivery.id = claimed.id
