-- Webhooks wait behind it while it waits for a long reader, a backup say: it gives up, and the next start tries again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_deliveries ADD COLUMN lost integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN m2m_deliveries.lost IS 'How many claims in a row before the last one ended without an outcome: the process died, or could not write it.';
