-- The two parts are apart, because each uses its index.
SELECT unnest(CAST(:ids AS bigint[])) AS id
UNION
SELECT id
FROM m2m_deliveries
WHERE link_id IN (SELECT link_id FROM m2m_deliveries WHERE id = ANY (:ids))
ORDER BY id
