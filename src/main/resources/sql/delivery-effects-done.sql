-- This commit waits for its flush: a crash of the server alone could take the effects and leave the lease, and then
-- they would be marked done without being there.
UPDATE m2m_deliveries
SET effects_at = clock_timestamp()
WHERE id = :id AND lease_token = :token
RETURNING effects_at
