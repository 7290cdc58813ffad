SELECT state, attempts,
       coalesce(expires_at, received_at + interval '15 minutes') AS deadline,
       clock_timestamp() >= coalesce(expires_at, received_at + interval '15 minutes') AS expired
FROM m2m_data_requests
WHERE data_request_id = :#${variable.data[dataRequestId]}
