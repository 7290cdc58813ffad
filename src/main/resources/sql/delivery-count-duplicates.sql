WITH copies AS (
  SELECT event_key, content_hash, count(*) AS number
  FROM unnest(:keys, :contentHashes) AS copy (event_key, content_hash)
  GROUP BY event_key, content_hash),
-- Locked in one order everywhere, or two statements could wait for each other.
equal AS (
  SELECT id, number
  FROM copies JOIN m2m_deliveries USING (event_key, content_hash)
  ORDER BY id
  FOR UPDATE OF m2m_deliveries)
UPDATE m2m_deliveries AS known
SET duplicates = duplicates + number,
    last_seen_at = clock_timestamp(),
    -- Sent again after it was given up: M2M still wants it done.
    state = CASE state WHEN 'dead' THEN 'pending' ELSE state END,
    attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END,
    next_attempt_at = CASE state WHEN 'dead' THEN clock_timestamp() ELSE next_attempt_at END
FROM equal
WHERE known.id = equal.id
RETURNING event_key, content_hash, state
