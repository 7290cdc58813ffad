INSERT INTO m2m_deliveries
  (event_key, event, reference_id, link_id, path, signature, signed_at, body, content_hash, state, reason)
VALUES
  (:key, :event, :referenceId, :linkId, :path, :signature, to_timestamp(:signedAtMillis / 1000.0), :body,
   :contentHash, :state, :reason)
ON CONFLICT (event_key) DO NOTHING
