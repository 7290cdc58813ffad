WITH copies AS (
  SELECT event_key, content_hash, count(*) AS number
  FROM unnest(:keys, :contentHashes) AS copy (event_key, content_hash)
  GROUP BY event_key, content_hash),
-- All statements lock rows in the order of their keys, so that they can't deadlock. LATERAL uses the index for each key,
-- even with a plan that was made while the table was small.
equal AS (
  SELECT id, number
  FROM (SELECT * FROM copies ORDER BY event_key) AS ordered
  CROSS JOIN LATERAL (
    SELECT id
    FROM m2m_deliveries AS delivery
    WHERE delivery.event_key = ordered.event_key AND delivery.content_hash = ordered.content_hash
    FOR UPDATE) AS delivery)
UPDATE m2m_deliveries AS known
SET duplicates = duplicates + number,
    last_seen_at = clock_timestamp(),
    -- M2M sends a dead event again: it still expects it to be processed.
    state = CASE state WHEN 'dead' THEN 'pending' ELSE state END,
    attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END,
    next_attempt_at = CASE state WHEN 'dead' THEN clock_timestamp() ELSE next_attempt_at END
FROM equal
WHERE known.id = equal.id
RETURNING event_key, content_hash, state, lane
