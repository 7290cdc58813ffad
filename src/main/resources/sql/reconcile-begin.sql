-- Begins a comparison, unless another node's is under way. M2M sends a webhook again for 158 minutes at most.
INSERT INTO m2m_reconciliations (node, until)
SELECT coalesce(:#${hostname}, 'unknown'), clock_timestamp() - interval '158 minutes'
WHERE NOT EXISTS (
  SELECT FROM m2m_reconciliations WHERE ended_at IS NULL AND began_at > clock_timestamp() - interval '30 minutes')
RETURNING id
