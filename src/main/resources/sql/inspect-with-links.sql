SELECT id
FROM m2m_deliveries
WHERE id = ANY (:ids) OR link_id IN (SELECT link_id FROM m2m_deliveries WHERE id = ANY (:ids))
ORDER BY id
