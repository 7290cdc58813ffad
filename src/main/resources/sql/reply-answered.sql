-- A conflict after an attempt without an answer means that M2M processed that attempt.
-- A fulfilled request stays fulfilled, whatever answer a late worker got.
UPDATE m2m_data_requests
SET http_status = :#${variable.replyStatus},
    error_code = :#${variable.replyCode},
    state = CASE
              WHEN state = 'fulfilled' OR :#${variable.replyResult} = 'retry' THEN state
              WHEN :#${variable.replyResult} <> 'conflict' THEN :#${variable.replyResult}
              WHEN uncertain THEN 'fulfilled'
              ELSE 'expired' END,
    fulfilled_at = CASE
              WHEN state = 'fulfilled' THEN fulfilled_at
              WHEN :#${variable.replyResult} = 'fulfilled'
                OR :#${variable.replyResult} = 'conflict' AND uncertain THEN clock_timestamp() END,
    ended_at = CASE WHEN :#${variable.replyResult} <> 'retry' THEN clock_timestamp() END
WHERE data_request_id = :#${variable.data[dataRequestId]}
RETURNING state
