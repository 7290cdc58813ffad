-- What is known of a data request while its delivery runs. The routes read these three columns:
-- millis_left: how much time is left until the deadline, negative once it has passed.
-- ended: no reply is sent any more. A retry of the delivery, for the sake of its forward, must not send a second one.
-- awaited: the request arrived in time and has no outcome yet. If its deadline passes now, the team must hear of it.
SELECT CAST(extract(epoch FROM coalesce(request.expires_at, request.received_at + interval '15 minutes')
                               - clock_timestamp()) * 1000 AS bigint) AS millis_left,
       known.fulfilled OR (known.ended_in_this_run AND NOT known.key_refused) AS ended,
       known.pending AND known.received_in_time AS awaited
FROM m2m_data_requests AS request
CROSS JOIN m2m_deliveries AS delivery
CROSS JOIN LATERAL (SELECT
  request.state = 'fulfilled' AS fulfilled,
  request.state = 'pending' AS pending,
  coalesce(request.expires_at > request.received_at, true) AS received_in_time,
  -- A refused API key ends the request only when the delivery is dead. Until then each attempt sends the reply again.
  coalesce(request.http_status IN (401, 403), false) AS key_refused,
  -- A delivery that was settled after the request had ended is being replayed, so that the reply is sent again.
  coalesce(request.ended_at > coalesce(delivery.processed_at, '-infinity'), false) AS ended_in_this_run
) AS known
WHERE request.data_request_id = :#${variable.data[dataRequestId]} AND delivery.id = :#${variable.deliveryId}
