-- What another transaction has locked is left out: this waits for none, so that it can't deadlock.
WITH held AS MATERIALIZED (
  SELECT delivery.id
  FROM unnest(:ids, CAST(:tokens AS uuid[])) AS given (id, token)
  JOIN m2m_deliveries AS delivery ON delivery.id = given.id AND delivery.lease_token = given.token
  FOR UPDATE OF delivery SKIP LOCKED)
UPDATE m2m_deliveries AS delivery
SET next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
FROM held
WHERE delivery.id = held.id
