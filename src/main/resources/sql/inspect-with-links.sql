-- The parts are apart, because each uses its index.
SELECT unnest(CAST(:ids AS bigint[])) AS id
UNION
SELECT id
FROM m2m_deliveries
WHERE state IN ('done', 'quarantined', 'dead') AND link_id IN (SELECT link_id FROM m2m_deliveries WHERE id = ANY (:ids))
UNION
SELECT id
FROM m2m_deliveries
WHERE state IN ('pending', 'processing') AND link_id IN (SELECT link_id FROM m2m_deliveries WHERE id = ANY (:ids))
ORDER BY id
