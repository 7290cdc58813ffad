-- The last 60 minutes. Of each kind at most 20,000 rows are read: before the oldest of them the number is null.
WITH received AS MATERIALIZED (
  SELECT received_at AS at FROM m2m_deliveries ORDER BY id DESC LIMIT 20000
), done AS MATERIALIZED (
  -- The predicate is that of an index. What retention has erased is older.
  SELECT processed_at AS at
  FROM m2m_deliveries
  WHERE state = 'done' AND body IS NOT NULL AND processed_at >= statement_timestamp() - interval '61 minutes'
  ORDER BY processed_at DESC
  LIMIT 20000
), minutes AS (
  SELECT date_trunc('minute', statement_timestamp()) - make_interval(mins => ago) AS minute
  FROM generate_series(0, 59) AS ago
), known AS (
  SELECT (SELECT CASE WHEN count(*) < 20000 THEN '-infinity' ELSE min(at) END FROM received) AS received_since,
         (SELECT CASE WHEN count(*) < 20000 THEN '-infinity' ELSE min(at) END FROM done) AS done_since
), per_minute AS (
  SELECT date_trunc('minute', at) AS minute, count(*) AS received, 0 AS done FROM received GROUP BY 1
  UNION ALL
  SELECT date_trunc('minute', at), 0, count(*) FROM done GROUP BY 1
)
SELECT minutes.minute,
       CASE WHEN minutes.minute > received_since THEN coalesce(sum(per_minute.received), 0) END AS received,
       CASE WHEN minutes.minute > done_since THEN coalesce(sum(per_minute.done), 0) END AS done
FROM minutes
CROSS JOIN known
LEFT JOIN per_minute ON per_minute.minute = minutes.minute
GROUP BY minutes.minute, received_since, done_since
ORDER BY minutes.minute
