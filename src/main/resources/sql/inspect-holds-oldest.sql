-- The open holds that were placed first.
SELECT hold.operation_id, hold.amount, hold.currency, hold.placed_at,
       CAST(extract(day FROM statement_timestamp() - hold.placed_at) AS integer) AS days, operation.status,
       operation.reference_id
FROM m2m_fund_holds AS hold
JOIN m2m_operations AS operation ON operation.operation_id = hold.operation_id
WHERE hold.released_at IS NULL
ORDER BY hold.placed_at, hold.operation_id
LIMIT 100
