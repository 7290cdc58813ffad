-- This commit waits for its flush, as that of one delivery's effects does. All statements that wait for locks lock rows in
-- the order of their keys, so that they can't deadlock.
WITH held AS MATERIALIZED (
  SELECT delivery.id, delivery.lease_token AS token
  FROM unnest(:ids, CAST(:tokens AS uuid[])) AS given (id, token)
  JOIN m2m_deliveries AS delivery ON delivery.id = given.id AND delivery.lease_token = given.token
  ORDER BY delivery.event_key
  FOR UPDATE OF delivery)
UPDATE m2m_deliveries AS delivery
SET effects_at = clock_timestamp()
FROM held
WHERE delivery.id = held.id
RETURNING held.token, delivery.effects_at
