SELECT count(*) = 1
FROM m2m_deliveries
WHERE id = :id AND lease_token = :token
