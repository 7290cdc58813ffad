WITH copies AS (
  SELECT event_key, content_hash, count(*) AS number
  FROM unnest(:keys, :contentHashes) AS copy (event_key, content_hash)
  GROUP BY event_key, content_hash),
-- All statements lock rows in the order of their keys, so that they can't deadlock. LATERAL uses the index for each key,
-- even with a plan that was made while the table was small.
equal AS (
  SELECT id, number, state, run, attempts, processed_at, is_revived
  FROM (SELECT * FROM copies ORDER BY event_key) AS ordered
  CROSS JOIN LATERAL (
    -- M2M sends a dead event again: it still expects it to be processed. An event that died while this statement waited
    -- for a lock stays dead, because this statement may not see its last calls to the outside.
    SELECT id, state, run, attempts, processed_at,
           state = 'dead' AND coalesce(processed_at < statement_timestamp(), true) AS is_revived
    FROM m2m_deliveries AS delivery
    WHERE delivery.event_key = ordered.event_key AND delivery.content_hash = ordered.content_hash
    FOR UPDATE) AS delivery),
begun AS (
  INSERT INTO m2m_runs (delivery_id, run, cause, state, attempts, ended_at)
  SELECT id, run + 1, 'copy', state, attempts, processed_at FROM equal WHERE is_revived),
-- This run doesn't make the calls again that succeeded before.
made AS (
  INSERT INTO m2m_outside_calls (delivery_id, run, call, called_at)
  SELECT equal.id, equal.run + 1, call, called_at
  FROM equal JOIN m2m_outside_calls AS earlier ON earlier.delivery_id = equal.id AND earlier.run = equal.run
  WHERE equal.is_revived)
UPDATE m2m_deliveries AS known
SET duplicates = duplicates + number,
    last_seen_at = clock_timestamp(),
    state = CASE WHEN is_revived THEN 'pending' ELSE known.state END,
    run = CASE WHEN is_revived THEN known.run + 1 ELSE known.run END,
    attempts = CASE WHEN is_revived THEN 0 ELSE known.attempts END,
    next_attempt_at = CASE WHEN is_revived THEN clock_timestamp() ELSE next_attempt_at END
FROM equal
WHERE known.id = equal.id
RETURNING event_key, content_hash, known.state, lane
