INSERT INTO booked_operations (event_key, operation_id, amount, currency)
SELECT :#${variable.eventKey}, data->>'operationId', CAST(data->'amount'->>'send' AS numeric),
       data->'amount'->'currency'->>'send'
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data) AS event
