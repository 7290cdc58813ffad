-- What is quarantined has no route to run, and without its body an event can't run.
SELECT id
FROM m2m_deliveries
WHERE state <> 'quarantined' AND body IS NOT NULL AND (CAST(:event AS text) IS NULL OR event = :event)
ORDER BY id DESC
LIMIT 1
