-- Skips rows that another transaction has locked. It waits for no lock, so that it can't deadlock.
WITH held AS MATERIALIZED (
  SELECT delivery.id
  FROM unnest(:ids, CAST(:tokens AS uuid[])) AS given (id, token)
  JOIN m2m_deliveries AS delivery ON delivery.id = given.id AND delivery.lease_token = given.token
  FOR UPDATE OF delivery SKIP LOCKED)
UPDATE m2m_deliveries AS delivery
SET next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
FROM held
WHERE delivery.id = held.id
