UPDATE m2m_deliveries
SET state = 'processing',
    lease_token = gen_random_uuid(),
    attempts = attempts + 1,
    -- Claimed while a worker had it: its attempt ended without an outcome.
    lost = CASE state WHEN 'processing' THEN lost + 1 ELSE 0 END,
    next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
-- statement_timestamp(): an index can be searched by it, by clock_timestamp() it can't.
-- ANY(ARRAY(...)): with IN (SELECT ...) the planner may run the sub-query again and claim more than was asked for.
WHERE id = ANY (ARRAY(
  SELECT due.id
  FROM unnest(:lanes, :limits) AS free (lane, most)
  CROSS JOIN LATERAL (
    SELECT id, next_attempt_at
    FROM m2m_deliveries
    WHERE lane = free.lane AND state IN ('pending', 'processing') AND next_attempt_at <= statement_timestamp()
      -- Past the entries of events that are done, which pile up while a long transaction is open.
      AND next_attempt_at >= statement_timestamp() - make_interval(secs => :lookBackSeconds)
    ORDER BY next_attempt_at
    LIMIT free.most
    FOR UPDATE SKIP LOCKED) AS due
  -- A claim need not outlive a crash of the server: it waits for no flush.
  CROSS JOIN set_config('synchronous_commit', 'off', true) AS unhurried
  ORDER BY due.next_attempt_at
  LIMIT :total))
RETURNING id, lease_token, event_key, lane, attempts, lost, run, received_at, effects_at, body,
  -- With the lease, so that no other attempt adds to them.
  ARRAY(
    SELECT made.call
    FROM m2m_outside_calls AS made
    WHERE made.delivery_id = m2m_deliveries.id AND made.run = m2m_deliveries.run) AS calls
