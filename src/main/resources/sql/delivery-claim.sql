UPDATE m2m_deliveries
SET state = 'processing',
    lease_token = gen_random_uuid(),
    attempts = attempts + 1,
    next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
-- ANY(ARRAY(...)): with IN (SELECT ...) the planner may run the sub-query again and claim more than was asked for.
WHERE id = ANY (ARRAY(
  SELECT due.id
  FROM unnest(:lanes, :rooms) AS free (lane, room)
  CROSS JOIN LATERAL (
    SELECT id, next_attempt_at
    FROM m2m_deliveries
    -- SELECT: a volatile function itself is no bound for the index.
    WHERE lane = free.lane AND state IN ('pending', 'processing') AND next_attempt_at <= (SELECT clock_timestamp())
    ORDER BY next_attempt_at
    LIMIT free.room
    FOR UPDATE SKIP LOCKED) AS due
  ORDER BY due.next_attempt_at
  LIMIT :room))
RETURNING id, lease_token, event_key, event, lane, attempts, signed_at, received_at, effects_at, body
