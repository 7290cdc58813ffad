UPDATE m2m_deliveries
SET state = 'processing',
    lease_token = gen_random_uuid(),
    attempts = attempts + 1,
    -- It is still processing, but its lease has ended: the attempt ended without an outcome.
    lost = CASE state WHEN 'processing' THEN lost + 1 ELSE 0 END,
    next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
-- statement_timestamp() can be searched in an index; clock_timestamp() can't.
-- ANY(ARRAY(...)): with IN (SELECT ...) the planner may run the sub-query again and claim more than was asked for.
WHERE id = ANY (ARRAY(
  SELECT due.id
  FROM unnest(:lanes, :limits) AS free (lane, most)
  CROSS JOIN LATERAL (
    SELECT id, next_attempt_at
    FROM m2m_deliveries
    WHERE lane = free.lane AND state IN ('pending', 'processing') AND next_attempt_at <= statement_timestamp()
      -- Skips the index entries of events that are done, which accumulate while a long transaction is open.
      AND next_attempt_at >= statement_timestamp() - make_interval(secs => :lookBackSeconds)
    ORDER BY next_attempt_at
    LIMIT free.most
    FOR UPDATE SKIP LOCKED) AS due
  -- A claim may be lost in a crash of the server, so it does not wait for the flush.
  CROSS JOIN set_config('synchronous_commit', 'off', true) AS without_flush
  ORDER BY due.next_attempt_at
  LIMIT :total))
RETURNING id, lease_token, event_key, lane, attempts, lost, run, received_at, effects_at, body, traceparent,
  -- Read together with the lease, so that no other attempt can add a call.
  ARRAY(
    SELECT made.call
    FROM m2m_outside_calls AS made
    WHERE made.delivery_id = m2m_deliveries.id AND made.run = m2m_deliveries.run) AS calls
