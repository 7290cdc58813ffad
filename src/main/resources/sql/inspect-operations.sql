SELECT operation.operation_id, status, send_amount, send_currency, fee, receive_amount, receive_currency, reference_id,
       link_id, created_at, cancelled_at, hold.amount AS held, hold.currency AS held_currency, hold.placed_at,
       hold.released_at
FROM m2m_operations AS operation
LEFT JOIN m2m_fund_holds AS hold ON hold.operation_id = operation.operation_id
WHERE operation.operation_id IN (
  -- Rows of an older version have no operation_id.
  SELECT coalesce(operation_id, substr(event_key, strpos(event_key, ':') + 1))
  FROM m2m_deliveries
  WHERE id = ANY (:ids) AND (operation_id IS NOT NULL OR event_key LIKE 'operation.%'))
ORDER BY operation.operation_id
