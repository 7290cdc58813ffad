-- Ends the request. A rejected one gets its notice in the same commit.
WITH settled AS (
  UPDATE m2m_data_requests
  SET state = :#${variable.requestState}, ended_at = clock_timestamp()
  WHERE data_request_id = :#${variable.data[dataRequestId]} AND state <> 'fulfilled'
  RETURNING state)
INSERT INTO m2m_notices (delivery_id, run, notice, queue, cause)
SELECT :#${variable.deliveryId}, :#${variable.run}, 'reply-rejected', 'trouble', 'its replyEndpoint is not of M2M''s origin'
FROM settled
WHERE state = 'rejected'
ON CONFLICT (delivery_id, run, notice) DO NOTHING
