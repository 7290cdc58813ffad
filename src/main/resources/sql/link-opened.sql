INSERT INTO m2m_links AS link (link_id, reference_id, status, opened_at, device_info, metadata)
SELECT data->>'linkId', data->>'referenceId', 'opened', m2m_instant(data->>'openedAt'),
       nullif(data->'deviceInfo', 'null'), nullif(data->'metadata', 'null')
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event
ON CONFLICT (link_id) DO UPDATE
SET reference_id = coalesce(link.reference_id, excluded.reference_id),
    status = excluded.status,
    opened_at = excluded.opened_at,
    device_info = excluded.device_info,
    metadata = coalesce(link.metadata, excluded.metadata)
