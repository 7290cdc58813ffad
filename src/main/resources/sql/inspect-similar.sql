-- Ids that begin with the same characters.
SELECT id
FROM (
  (SELECT operation_id AS id FROM m2m_operations WHERE operation_id LIKE :pattern ESCAPE '!' LIMIT 6)
  UNION ALL
  (SELECT link_id FROM m2m_links WHERE link_id LIKE :pattern ESCAPE '!' LIMIT 6)
  UNION ALL
  (SELECT data_request_id FROM m2m_data_requests WHERE data_request_id LIKE :pattern ESCAPE '!' LIMIT 6)) AS similar_ids
ORDER BY id
LIMIT 6
