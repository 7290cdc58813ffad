-- Adds to the counts of this hour, and deletes those of more than a week ago.
WITH forgotten AS (
  DELETE FROM m2m_refusals WHERE hour < statement_timestamp() - interval '7 days')
INSERT INTO m2m_refusals (node, hour, reason, webhooks)
SELECT :node, date_trunc('hour', statement_timestamp(), 'UTC'), reason, webhooks
FROM unnest(:reasons, :webhooks) AS refused (reason, webhooks)
ON CONFLICT (node, hour, reason) DO UPDATE
SET webhooks = m2m_refusals.webhooks + EXCLUDED.webhooks, last_at = EXCLUDED.last_at
