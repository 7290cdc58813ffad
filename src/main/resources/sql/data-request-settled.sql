UPDATE m2m_data_requests
SET state = :#${variable.requestState}, ended_at = clock_timestamp()
WHERE data_request_id = :#${variable.data[dataRequestId]} AND state <> 'fulfilled'
