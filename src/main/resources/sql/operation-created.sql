-- The values of the creation win, whenever it arrives. Only the status never goes back from cancelled, nor from what was
-- learned of the operation's end.
INSERT INTO m2m_operations AS operation
  (operation_id, link_id, reference_id, user_id, status, send_amount, send_currency, receive_amount,
   receive_currency, rate, fee, funding, payout, metadata, created_at)
SELECT data->>'operationId', data->>'linkId', data->>'referenceId', data->>'userId',
       coalesce(data->>'status', 'created'),
       CAST(data->'amount'->>'send' AS numeric),
       coalesce(data->'amount'->'currency'->>'send', data->'amount'->'currency'->>'source'),
       CAST(data->'amount'->>'receive' AS numeric),
       coalesce(data->'amount'->'currency'->>'receive', data->'amount'->'currency'->>'destination'),
       CAST(data->'amount'->>'rate' AS numeric), CAST(data->'amount'->>'fee' AS numeric),
       nullif(data->'funding', 'null'), nullif(data->'payout', 'null'), nullif(data->'metadata', 'null'),
       m2m_instant(data->>'createdAt')
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event
ON CONFLICT (operation_id) DO UPDATE
SET link_id = coalesce(excluded.link_id, operation.link_id),
    reference_id = coalesce(excluded.reference_id, operation.reference_id),
    user_id = coalesce(excluded.user_id, operation.user_id),
    status = CASE WHEN 'cancelled' IN (operation.status, excluded.status) THEN 'cancelled'
                  WHEN operation.completed_at IS NOT NULL THEN 'completed'
                  WHEN operation.failed_at IS NOT NULL THEN 'failed'
                  ELSE excluded.status END,
    send_amount = excluded.send_amount,
    send_currency = excluded.send_currency,
    receive_amount = excluded.receive_amount,
    receive_currency = excluded.receive_currency,
    rate = excluded.rate,
    fee = excluded.fee,
    funding = excluded.funding,
    payout = excluded.payout,
    metadata = coalesce(excluded.metadata, operation.metadata),
    created_at = excluded.created_at
