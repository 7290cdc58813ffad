SELECT id
FROM m2m_deliveries
WHERE state = :state
  AND (CAST(:event AS text) IS NULL OR event = :event)
  AND (CAST(:reason AS text) IS NULL OR reason = :reason)
ORDER BY id
