-- The days to ask for: since the last comparison that ended (seven days if there is none), every day that has an open
-- hold, however old it is, and the days of links that may have been opened since.
WITH run AS (SELECT id, until FROM m2m_reconciliations WHERE id = :#${variable.reconciliation}),
last AS (
  SELECT coalesce(max(earlier.until), max(run.until) - interval '7 days') AS until
  FROM run
  LEFT JOIN m2m_reconciliations AS earlier ON earlier.id < run.id AND earlier.failure IS NULL AND earlier.ended_at IS NOT NULL),
days AS (
  SELECT generate_series(date_trunc('day', last.until, 'UTC'), run.until, interval '1 day') AS day FROM run, last
  UNION
  SELECT DISTINCT date_trunc('day', placed_at, 'UTC') FROM m2m_fund_holds WHERE released_at IS NULL
  UNION
  SELECT DISTINCT date_trunc('day', created_at, 'UTC') FROM m2m_links, last WHERE opened_at IS NULL AND expires_at > last.until)
INSERT INTO m2m_reconciled_windows (reconciliation_id, from_at, to_at)
SELECT run.id, day, least(day + interval '1 day', run.until)
FROM days, run
WHERE day < run.until
ORDER BY day
RETURNING to_char(from_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS from_at,
          to_char(to_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS to_at
