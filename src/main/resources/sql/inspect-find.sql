-- The deliveries that an id names: an event key, or the id of an operation, a link, a data request or a user.
-- The parts are apart, because each uses its indexes.
SELECT id
FROM (
  SELECT id, received_at
  FROM m2m_deliveries
  WHERE event_key = :id OR event_key = ANY (:keys)
  UNION
  SELECT id, received_at
  FROM m2m_deliveries
  WHERE state IN ('done', 'quarantined', 'dead') AND (operation_id = :id OR link_id = :id OR reference_id = :id)
  UNION
  SELECT id, received_at
  FROM m2m_deliveries
  WHERE state IN ('pending', 'processing') AND (operation_id = :id OR link_id = :id OR reference_id = :id)) AS found
ORDER BY received_at DESC, id DESC
LIMIT :most
