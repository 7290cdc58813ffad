-- This commit waits for its flush. Otherwise a crash of the server could lose the effects but keep the lease,
-- and the event would be marked done without its effects.
UPDATE m2m_deliveries
SET effects_at = clock_timestamp()
WHERE id = :id AND lease_token = :token
RETURNING effects_at
