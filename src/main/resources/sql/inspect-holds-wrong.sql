-- Events of operations that are dead or in quarantine before their effects: a hold is missing, or still open.
SELECT delivery.id, delivery.event, delivery.state, coalesce(delivery.last_error, delivery.reason) AS cause,
       named.operation_id, hold.amount, hold.currency,
       CASE WHEN hold.operation_id IS NULL THEN 'missing' ELSE 'open' END AS hold
FROM m2m_deliveries AS delivery
-- Rows of an older version have no operation_id.
CROSS JOIN LATERAL (
  SELECT coalesce(delivery.operation_id,
                  CASE WHEN delivery.event_key LIKE 'operation.%'
                    THEN substr(delivery.event_key, strpos(delivery.event_key, ':') + 1) END)) AS named (operation_id)
LEFT JOIN m2m_operations AS operation ON operation.operation_id = named.operation_id
LEFT JOIN m2m_fund_holds AS hold ON hold.operation_id = named.operation_id
WHERE delivery.state IN ('dead', 'quarantined') AND delivery.event LIKE 'operation.%' AND delivery.effects_at IS NULL
  AND hold.released_at IS NULL
  -- A cancelled operation needs no hold.
  AND (hold.operation_id IS NOT NULL
       OR delivery.lane = 'operation.created' AND operation.status IS DISTINCT FROM 'cancelled')
ORDER BY delivery.id
LIMIT 100
