-- Skips rows that another transaction has locked. It waits for no lock, so that it can't deadlock.
WITH ended AS MATERIALIZED (
  SELECT delivery.id, delivery.lease_token AS token
  FROM unnest(:ids, CAST(:tokens AS uuid[])) AS given (id, token)
  JOIN m2m_deliveries AS delivery ON delivery.id = given.id AND delivery.lease_token = given.token
  FOR UPDATE OF delivery SKIP LOCKED)
UPDATE m2m_deliveries AS delivery
SET state = 'done', processed_at = clock_timestamp(), next_attempt_at = NULL, lease_token = NULL, last_error = NULL
FROM ended
WHERE delivery.id = ended.id
RETURNING ended.token
