-- Writes the hold that the operation's row calls for. Creation and cancellation give the same result in either order.
-- If the payload has no time, the signed time of the webhook is used, so that a cancelled hold is always released.
-- A creation can have the status cancelled, too.
INSERT INTO m2m_fund_holds AS hold (operation_id, amount, currency, placed_at, released_at)
SELECT operation.operation_id, operation.send_amount + coalesce(operation.fee, 0), operation.send_currency,
       coalesce(operation.created_at, created.signed_at),
       CASE operation.status WHEN 'cancelled' THEN coalesce(operation.cancelled_at, cancelled.signed_at, created.signed_at) END
FROM m2m_operations AS operation
LEFT JOIN m2m_deliveries AS created ON created.event_key = 'operation.created:' || operation.operation_id
LEFT JOIN m2m_deliveries AS cancelled ON cancelled.event_key = 'operation.cancelled:' || operation.operation_id
WHERE operation.operation_id = :#${variable.data[operationId]} AND operation.send_amount IS NOT NULL
ON CONFLICT (operation_id) DO UPDATE
SET released_at = excluded.released_at
