SELECT link_id, reference_id, status, created_at, expires_at, opened_at
FROM m2m_links
WHERE link_id IN (SELECT link_id FROM m2m_deliveries WHERE id = ANY (:ids) AND lane IN ('link.created', 'link.opened'))
ORDER BY link_id
