-- The deliveries that an id names: an event key, or the id of an operation, a link, a data request or a user.
SELECT id
FROM m2m_deliveries
WHERE event_key = :id OR event_key = ANY (:keys)
   OR operation_id = :id OR link_id = :id OR reference_id = :id
ORDER BY received_at DESC, id DESC
LIMIT :most
