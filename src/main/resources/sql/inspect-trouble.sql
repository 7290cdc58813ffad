-- What needs a person, grouped by its cause. Uses indexes of what isn't done.
SELECT trouble, count, event, cause, oldest, newest, example
FROM (
  SELECT 1 AS rank, state AS trouble, count(*) AS count, coalesce(event, 'none') AS event,
         coalesce(CASE state WHEN 'dead' THEN last_error ELSE reason END, 'unknown') AS cause,
         min(received_at) AS oldest, max(received_at) AS newest, max(id) AS example
  FROM m2m_deliveries
  WHERE state IN ('dead', 'quarantined')
  GROUP BY state, coalesce(event, 'none'), coalesce(CASE state WHEN 'dead' THEN last_error ELSE reason END, 'unknown')
  UNION ALL
  SELECT 2, 'late', count(*), coalesce(event, 'none'), coalesce(last_error, 'not attempted yet'), min(received_at),
         max(received_at), max(id)
  FROM m2m_deliveries
  WHERE state IN ('pending', 'processing') AND received_at < statement_timestamp() - interval '1 minute'
  GROUP BY coalesce(event, 'none'), coalesce(last_error, 'not attempted yet')
  UNION ALL
  SELECT 3, 'hold open', count(*), 'operation.created',
         'for more than ' || CAST(:openDays AS text) || ' days, in ' || coalesce(currency, 'no currency'),
         min(placed_at), max(placed_at), NULL
  FROM m2m_fund_holds
  WHERE released_at IS NULL AND placed_at < statement_timestamp() - make_interval(days => :openDays)
  GROUP BY currency
  UNION ALL
  SELECT 4, 'notice waits', count(*), notice, coalesce(last_error, 'not sent yet'), min(created_at), max(created_at), NULL
  FROM m2m_notices
  WHERE ended_at IS NULL AND created_at < statement_timestamp() - interval '5 minutes'
  GROUP BY notice, coalesce(last_error, 'not sent yet')
  UNION ALL
  -- In this hour and the two before, as M2M sends a webhook again for that long. One of them may be a stranger's.
  SELECT 5, 'unauthorized', sum(webhooks), 'none', reason, min(hour), max(last_at), NULL
  FROM m2m_refusals
  WHERE reason = 'no-secret-matched' AND hour > statement_timestamp() - interval '3 hours'
  GROUP BY reason
  HAVING sum(webhooks) > 1) AS found
WHERE count > 0
ORDER BY rank, count DESC, event, cause
