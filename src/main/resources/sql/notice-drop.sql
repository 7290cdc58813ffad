WITH old AS MATERIALIZED (
  SELECT id
  FROM m2m_notices
  WHERE queue = ANY (:queues) AND ended_at IS NULL
    AND created_at <= clock_timestamp() - make_interval(secs => :ageSeconds)
  FOR UPDATE SKIP LOCKED)
UPDATE m2m_notices AS notice
SET ended_at = clock_timestamp(), outcome = 'dropped'
FROM old
WHERE notice.id = old.id
RETURNING notice.notice
