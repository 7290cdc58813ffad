UPDATE m2m_reconciliations
SET ended_at = clock_timestamp(), failure = :#${variable.failure}
WHERE id = :#${variable.reconciliation}
