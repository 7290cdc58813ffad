-- Begins a comparison, unless another node's is under way. Its end has milliseconds, as M2M's times have.
INSERT INTO m2m_reconciliations (node, until)
SELECT coalesce(:#${hostname}, 'unknown'), date_trunc('milliseconds', clock_timestamp() - CAST(:#${properties:m2m.reconcile.minimum-age} AS interval))
WHERE NOT EXISTS (
  SELECT FROM m2m_reconciliations WHERE ended_at IS NULL AND began_at > clock_timestamp() - interval '30 minutes')
RETURNING id
