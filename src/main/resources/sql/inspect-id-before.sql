-- The first id that was given out at a time or later, by halving: an index on the time isn't needed, as ids rise with
-- it. The number is one more than the last id if nothing is as young.
WITH RECURSIVE halves AS (
  SELECT 0::bigint AS low, (SELECT coalesce(max(id), 0) + 1 FROM m2m_deliveries) AS high
  UNION ALL
  SELECT CASE WHEN middle.received_at < CAST(:at AS timestamptz) THEN middle.id ELSE halves.low END,
         CASE WHEN middle.received_at < CAST(:at AS timestamptz) THEN halves.high ELSE (halves.low + halves.high) / 2 END
  FROM halves
  CROSS JOIN LATERAL (
    SELECT id, received_at
    FROM m2m_deliveries
    WHERE id >= (halves.low + halves.high) / 2
    ORDER BY id
    LIMIT 1) AS middle
  WHERE halves.high - halves.low > 1
)
SELECT min(high) FROM halves
