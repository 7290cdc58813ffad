-- Webhooks wait behind it while it waits for a long reader, a backup say: it gives up, and the next start tries again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_deliveries ADD COLUMN IF NOT EXISTS traceparent text;
COMMENT ON COLUMN m2m_deliveries.traceparent IS 'The trace of the webhook, as W3C''s header traceparent; null where traces were off.';

-- Webhooks that were answered 401. They aren't stored, so that a stranger can't fill the disk.
CREATE TABLE IF NOT EXISTS m2m_refusals (
  node     text        NOT NULL,
  hour     timestamptz NOT NULL,
  reason   text        NOT NULL,
  webhooks bigint      NOT NULL,
  last_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (node, hour, reason)
);
COMMENT ON COLUMN m2m_refusals.hour IS 'The hour''s beginning. Rows of more than a week ago are deleted.';
