INSERT INTO m2m_deliveries (event_key, event, reference_id, link_id, path, signature, signed_at, body, content_hash, state)
VALUES (:key, :event, :referenceId, :linkId, '', '', clock_timestamp(), :body, :contentHash, 'pending')
ON CONFLICT (event_key) DO NOTHING
RETURNING id
