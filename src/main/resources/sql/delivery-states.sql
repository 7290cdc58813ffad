-- With the number of open findings, so that one query reads all that is measured. Cheap, however many events are done. The other states are counted by partial indexes. If the table has over 40 MB,
-- the number of done events is estimated from its size, as the planner does.
WITH open AS (
  SELECT state, count(*) AS deliveries, extract(epoch FROM clock_timestamp() - min(received_at)) AS oldest_seconds
  FROM m2m_deliveries
  WHERE state IN ('pending', 'processing')
  GROUP BY state
), trouble AS (
  SELECT state, count(*) AS deliveries
  FROM m2m_deliveries
  WHERE state IN ('quarantined', 'dead')
  GROUP BY state
), size AS (
  SELECT reltuples / greatest(relpages, 1) AS rows_per_page,
         pg_relation_size(oid) / current_setting('block_size')::bigint AS pages
  FROM pg_class
  WHERE oid = 'm2m_deliveries'::regclass
)
SELECT state, deliveries, oldest_seconds FROM open
UNION ALL
SELECT state, deliveries, 0 FROM trouble
UNION ALL
SELECT 'done',
       CASE WHEN pages < 5000 OR rows_per_page < 0
         THEN (SELECT count(*) FROM m2m_deliveries WHERE state = 'done')
         ELSE greatest(0, CAST(rows_per_page * pages AS bigint)
                - (SELECT coalesce(sum(deliveries), 0) FROM open) - (SELECT coalesce(sum(deliveries), 0) FROM trouble))
       END,
       0
FROM size
UNION ALL
SELECT 'finding', count(*), 0 FROM m2m_findings WHERE state = 'open'
