INSERT INTO m2m_deliveries
  (event_key, event, reference_id, link_id, operation_id, path, signature, signed_at, signed_timestamp, headers, secret,
   body, body_hash, content_hash, state, reason, traceparent)
SELECT event_key, event, reference_id, link_id, operation_id, path, signature,
       to_timestamp(signed_at_millis / 1000.0), signed_timestamp, CAST(headers AS jsonb), secret, body, sha256(body),
       content_hash, CASE WHEN reason IS NULL THEN 'pending' ELSE 'quarantined' END, reason, traceparent
FROM unnest(:keys, :events, :referenceIds, :linkIds, :operationIds, :paths, :signatures, :signedAtMillis, :timestamps,
            :headers, :secrets, :bodies, :contentHashes, :reasons, :traceparents)
  AS delivery (event_key, event, reference_id, link_id, operation_id, path, signature, signed_at_millis,
               signed_timestamp, headers, secret, body, content_hash, reason, traceparent)
-- All nodes insert in the same order, so that they can't deadlock.
ORDER BY event_key
ON CONFLICT (event_key) DO NOTHING
RETURNING event_key, id, run, reason
