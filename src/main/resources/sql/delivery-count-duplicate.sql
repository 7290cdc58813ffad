UPDATE m2m_deliveries
SET duplicates = duplicates + 1,
    last_seen_at = clock_timestamp(),
    -- Sent again after it was given up: M2M still wants it done.
    state = CASE state WHEN 'dead' THEN 'pending' ELSE state END,
    attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END,
    next_attempt_at = CASE state WHEN 'dead' THEN clock_timestamp() ELSE next_attempt_at END
WHERE event_key = :key AND content_hash = :contentHash
RETURNING state
