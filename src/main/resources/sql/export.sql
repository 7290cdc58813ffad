-- Everything that is kept of deliveries, as one JSON object. Bytes are base64, hashes hex.
WITH chosen AS (SELECT * FROM m2m_deliveries WHERE id = ANY (:ids)),
operations AS (
  -- Rows of an older version have no operation_id.
  SELECT DISTINCT coalesce(operation_id, substr(event_key, strpos(event_key, ':') + 1)) AS id
  FROM chosen
  WHERE operation_id IS NOT NULL OR event_key LIKE 'operation.%')
SELECT jsonb_pretty(jsonb_build_object(
  'deliveries', (
    SELECT jsonb_agg(to_jsonb(chosen) - 'lease_token' || jsonb_build_object(
             'body', replace(encode(body, 'base64'), chr(10), ''),
             'body_hash', encode(body_hash, 'hex'),
             'missing', to_jsonb(array_remove(ARRAY[
               CASE WHEN body IS NULL THEN 'body, body_hash, headers, signature: erased by retention or for a person' END,
               CASE WHEN path = '' THEN 'path: erased for a person' END,
               CASE WHEN signed_timestamp IS NULL
                 THEN 'signed_timestamp, headers, secret: a version of the bridge stored it that did not keep them' END],
               NULL))) ORDER BY received_at, id)
    FROM chosen),
  'operations', (
    SELECT jsonb_agg(to_jsonb(operation)) FROM m2m_operations AS operation WHERE operation_id IN (SELECT id FROM operations)),
  'holds', (
    SELECT jsonb_agg(to_jsonb(hold)) FROM m2m_fund_holds AS hold WHERE operation_id IN (SELECT id FROM operations)),
  'links', (
    SELECT jsonb_agg(to_jsonb(link)) FROM m2m_links AS link WHERE link_id IN (SELECT link_id FROM chosen)),
  'dataRequests', (
    SELECT jsonb_agg(to_jsonb(request) ORDER BY received_at)
    FROM m2m_data_requests AS request
    WHERE data_request_id IN (
      SELECT substr(event_key, strpos(event_key, ':') + 1) FROM chosen WHERE event_key LIKE 'user.data!_request:%' ESCAPE '!')),
  'attempts', (
    SELECT jsonb_agg(to_jsonb(attempt) ORDER BY attempt.id) FROM m2m_attempts AS attempt WHERE delivery_id = ANY (:ids)),
  'runs', (
    SELECT jsonb_agg(to_jsonb(begun) ORDER BY delivery_id, run) FROM m2m_runs AS begun WHERE delivery_id = ANY (:ids)),
  'outsideCalls', (
    SELECT jsonb_agg(to_jsonb(made) ORDER BY called_at) FROM m2m_outside_calls AS made WHERE delivery_id = ANY (:ids)),
  'notices', (
    SELECT jsonb_agg(to_jsonb(notice) ORDER BY notice.id) FROM m2m_notices AS notice WHERE delivery_id = ANY (:ids)),
  'actions', (
    SELECT jsonb_agg(to_jsonb(action) ORDER BY action.id)
    FROM m2m_actions AS action
    WHERE id IN (SELECT action_id FROM m2m_runs WHERE delivery_id = ANY (:ids)))))
