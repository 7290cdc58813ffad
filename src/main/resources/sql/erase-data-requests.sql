UPDATE m2m_data_requests
SET reply_endpoint = ''
WHERE reference_id = :referenceId AND reply_endpoint <> ''
