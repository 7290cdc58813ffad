-- Says of each data request why it was answered as it was.
SELECT request.data_request_id, request.state,
       CASE request.state
         WHEN 'fulfilled' THEN 'M2M took the reply'
         WHEN 'rejected' THEN 'its replyEndpoint is not of M2M''s origin, which m2m.api.base-url sets'
         WHEN 'no_data' THEN
           CASE WHEN known.reference_id IS NULL THEN 'm2m_users has no row of ' || request.reference_id
             ELSE 'no required field is known: the row of ' || request.reference_id || ' in m2m_users lacks them' END
         WHEN 'expired' THEN
           CASE WHEN request.attempts = 0 THEN 'the deadline passed before the first PUT'
             ELSE 'the deadline passed: M2M took none of ' || request.attempts || ' PUTs' END
         WHEN 'failed' THEN 'M2M refused the reply'
         ELSE 'not answered yet' END
       || coalesce('; M2M answered ' || request.http_status, '')
       || coalesce(' ' || request.error_code, '') AS why,
       array_to_string(request.required_fields, ',') AS required_fields,
       array_to_string(request.fields_sent, ',') AS fields_sent,
       array_to_string(ARRAY(
         SELECT unnest(request.required_fields) EXCEPT SELECT unnest(request.fields_sent) ORDER BY 1), ',') AS not_sent,
       request.attempts AS puts, request.reference_id, request.link_id, request.received_at, request.expires_at,
       request.ended_at
FROM m2m_data_requests AS request
LEFT JOIN m2m_users AS known ON known.reference_id = request.reference_id
WHERE request.data_request_id IN (
  SELECT substr(event_key, strpos(event_key, ':') + 1)
  FROM m2m_deliveries
  WHERE id = ANY (:ids) AND lane = 'user.data_request')
ORDER BY request.received_at
