-- A conflict after an attempt whose answer never came: that attempt was the one M2M processed.
UPDATE m2m_data_requests
SET http_status = :#${variable.replyStatus},
    error_code = :#${variable.replyCode},
    state = CASE :#${variable.replyResult}
              WHEN 'retry' THEN state
              WHEN 'conflict' THEN CASE WHEN uncertain THEN 'fulfilled' ELSE 'expired' END
              ELSE :#${variable.replyResult} END,
    fulfilled_at = CASE
              WHEN :#${variable.replyResult} = 'fulfilled'
                OR :#${variable.replyResult} = 'conflict' AND uncertain THEN clock_timestamp() END
WHERE data_request_id = :#${variable.data[dataRequestId]}
RETURNING state
