-- The values of the creation win, whenever it arrives. Only the status never goes back from opened.
INSERT INTO m2m_links AS link (link_id, reference_id, url, status, created_at, expires_at, metadata)
SELECT data->>'linkId', data->>'referenceId', data->>'url', coalesce(data->>'status', 'created'),
       m2m_instant(data->>'createdAt'), m2m_instant(data->>'expiresAt'), nullif(data->'metadata', 'null')
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event
ON CONFLICT (link_id) DO UPDATE
SET reference_id = coalesce(excluded.reference_id, link.reference_id),
    url = excluded.url,
    status = CASE link.status WHEN 'opened' THEN link.status ELSE excluded.status END,
    created_at = excluded.created_at,
    expires_at = excluded.expires_at,
    metadata = coalesce(excluded.metadata, link.metadata)
