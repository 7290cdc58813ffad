UPDATE m2m_reconciled_windows
SET ended_at = clock_timestamp()
WHERE reconciliation_id = :#${variable.reconciliation} AND from_at = CAST(:#${variable.from} AS timestamptz)
