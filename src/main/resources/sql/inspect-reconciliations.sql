-- The last comparisons with M2M's API.
SELECT id, began_at, until, node, ended_at,
       (SELECT count(*) FROM m2m_reconciled_windows WHERE reconciliation_id = m2m_reconciliations.id) AS days, failure
FROM m2m_reconciliations
ORDER BY id DESC
LIMIT 20
