INSERT INTO m2m_data_requests
  (data_request_id, reference_id, link_id, required_fields, reply_endpoint, expires_at, received_at)
SELECT data->>'dataRequestId', data->>'referenceId', data->>'linkId',
       ARRAY(SELECT jsonb_array_elements_text(data->'requiredFields')), data->>'replyEndpoint',
       m2m_instant(data->>'expiresAt'), delivery.received_at
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event,
     m2m_deliveries AS delivery
WHERE delivery.id = :#${variable.deliveryId}
ON CONFLICT (data_request_id) DO NOTHING
