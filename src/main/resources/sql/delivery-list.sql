SELECT id
FROM m2m_deliveries
WHERE state = :state
  AND (CAST(:event AS text) IS NULL OR coalesce(event, 'none') = :event)
  AND (CAST(:reason AS text) IS NULL OR reason = :reason)
  AND (CAST(:cause AS text) IS NULL
       OR coalesce(CASE state WHEN 'dead' THEN last_error ELSE reason END, 'unknown') = :cause)
  AND (CAST(:since AS text) IS NULL OR received_at >= CAST(CAST(:since AS text) AS timestamptz))
ORDER BY id
LIMIT :most
