-- Takes the queues in the given order, and the oldest notice of each queue first.
WITH claimed AS (
  UPDATE m2m_notices
  SET attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
  -- statement_timestamp() and ANY(ARRAY(...)) have the same reasons as in delivery-claim.
  WHERE id = ANY (ARRAY(
    SELECT due.id
    FROM unnest(:queues) WITH ORDINALITY AS open (queue, place)
    CROSS JOIN LATERAL (
      SELECT id, next_attempt_at
      FROM m2m_notices
      WHERE queue = open.queue AND ended_at IS NULL AND next_attempt_at <= statement_timestamp()
      ORDER BY next_attempt_at
      LIMIT :room
      FOR UPDATE SKIP LOCKED) AS due
    ORDER BY open.place, due.next_attempt_at
    LIMIT :room))
  RETURNING id, delivery_id, run, notice, queue, cause, route, step, event_attempts, attempts)
SELECT claimed.*, delivery.event_key, delivery.event, delivery.lane, delivery.reference_id, delivery.link_id,
       delivery.received_at, delivery.effects_at, delivery.body
FROM claimed
LEFT JOIN m2m_deliveries AS delivery ON delivery.id = claimed.delivery_id
-- Notices that were tried go last. Otherwise one that is always refused would pause the endpoint before the others are sent.
ORDER BY array_position(:queues, claimed.queue), claimed.attempts, claimed.id
