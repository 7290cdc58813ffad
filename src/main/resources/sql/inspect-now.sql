-- What waits and what needs a person. Partial indexes count it; what is done is never counted as a whole.
SELECT waiting.pending, waiting.processing, waiting.oldest AS oldest_waiting,
       CAST(extract(epoch FROM statement_timestamp() - waiting.oldest) AS bigint) AS oldest_seconds,
       trouble.dead, trouble.quarantined,
       (SELECT count(*) FROM m2m_findings WHERE state = 'open') AS findings_open
FROM (
  SELECT count(*) FILTER (WHERE state = 'pending') AS pending,
         count(*) FILTER (WHERE state = 'processing') AS processing, min(received_at) AS oldest
  FROM m2m_deliveries
  WHERE state IN ('pending', 'processing')) AS waiting
CROSS JOIN (
  SELECT count(*) FILTER (WHERE state = 'dead') AS dead, count(*) FILTER (WHERE state = 'quarantined') AS quarantined
  FROM m2m_deliveries
  WHERE state IN ('dead', 'quarantined')) AS trouble
