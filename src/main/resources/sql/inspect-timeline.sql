-- What happened to deliveries. A copy, a PUT and a notice are told by their last time.
WITH chosen AS (SELECT * FROM m2m_deliveries WHERE id = ANY (:ids))
SELECT at, delivery, what, detail
FROM (
  SELECT received_at AS at, 1 AS rank, id AS delivery, 'received' AS what,
         concat_ws('; ', coalesce(event, 'no event'),
           CASE WHEN received_at > signed_at + interval '1 minute'
             THEN 'late: signed at ' || to_char(signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"') END,
           CASE WHEN EXISTS (
               SELECT
               FROM chosen AS creation
               WHERE creation.received_at > chosen.received_at
                 AND (chosen.lane = 'operation.cancelled' AND creation.lane = 'operation.created'
                        AND creation.event_key = 'operation.created:'
                          || substr(chosen.event_key, strpos(chosen.event_key, ':') + 1)
                      OR chosen.lane = 'link.opened' AND creation.lane = 'link.created'
                        AND creation.link_id = chosen.link_id))
             THEN 'out of order: before its creation' END,
           (SELECT 'quarantined: ' || coalesce(first.reason, chosen.reason)
            FROM (SELECT) AS always
            LEFT JOIN m2m_runs AS first ON first.delivery_id = chosen.id AND first.run = 2
            WHERE coalesce(first.state, chosen.state) = 'quarantined')) AS detail
  FROM chosen
  UNION ALL
  SELECT last_seen_at, 2, id, 'copy', 'seen ' || 1 + duplicates || ' times' FROM chosen WHERE duplicates > 0
  UNION ALL
  SELECT began_at, 3, delivery_id, 'run ' || m2m_runs.run,
         concat_ws('; ', CASE cause WHEN 'copy' THEN 'M2M sent the dead event again' ELSE cause || ' by ' || actor END,
           action.reason, 'before: ' || concat_ws(' ', state, m2m_runs.reason)
             || CASE WHEN attempts > 0 THEN ' after attempt ' || attempts ELSE '' END)
  FROM m2m_runs
  LEFT JOIN m2m_actions AS action ON action.id = m2m_runs.action_id
  WHERE delivery_id = ANY (:ids)
  UNION ALL
  SELECT failed_at, 4, delivery_id, 'attempt failed',
         'attempt ' || attempt || ' of run ' || run || ' after ' || millis || ' ms on ' || node || ': ' || failure
           || coalesce(' at ' || concat_ws('/', route, step), '')
  FROM m2m_attempts
  WHERE delivery_id = ANY (:ids)
  UNION ALL
  SELECT effects_at, 5, id, 'effects', 'committed' FROM chosen WHERE effects_at IS NOT NULL
  UNION ALL
  SELECT called_at, 6, delivery_id, 'call succeeded', call || ' in run ' || run
  FROM m2m_outside_calls
  WHERE delivery_id = ANY (:ids)
  UNION ALL
  SELECT coalesce(ended_at, created_at), 7, delivery_id, 'notice',
         notice || ' ' || coalesce(outcome, 'waits') || coalesce(': ' || last_error, '')
  FROM m2m_notices
  WHERE delivery_id = ANY (:ids)
  UNION ALL
  SELECT last_attempt_at, 8, chosen.id, 'PUT',
         'the last of ' || request.attempts || coalesce('; M2M answered ' || http_status, '')
           || coalesce(' ' || error_code, '')
  FROM chosen
  JOIN m2m_data_requests AS request
    ON chosen.lane = 'user.data_request'
      AND request.data_request_id = substr(chosen.event_key, strpos(chosen.event_key, ':') + 1)
  WHERE last_attempt_at IS NOT NULL
  UNION ALL
  SELECT processed_at, 9, id, state,
         CASE WHEN state = 'dead' THEN last_error ELSE concat_ws(' ', 'in run ' || run, reason) END
  FROM chosen
  WHERE state IN ('done', 'dead') AND processed_at IS NOT NULL) AS told
ORDER BY at, rank, delivery
