-- Webhooks wait behind it while it waits for a long reader, a backup say: it gives up, and the next start tries again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_deliveries ADD COLUMN run integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN m2m_deliveries.run IS '1, and one more with each replay by an operator: a new run calls the outside again.';
