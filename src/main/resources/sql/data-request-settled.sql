UPDATE m2m_data_requests
SET state = :#${variable.requestState}
WHERE data_request_id = :#${variable.data[dataRequestId]}
