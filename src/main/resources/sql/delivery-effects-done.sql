UPDATE m2m_deliveries
SET effects_at = clock_timestamp()
WHERE id = :id AND lease_token = :token
RETURNING effects_at
