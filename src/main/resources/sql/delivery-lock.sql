SELECT id, state, body
FROM m2m_deliveries
WHERE id = :id
FOR UPDATE
