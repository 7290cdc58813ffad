-- Ended: by the run of its delivery that is still under way, so that a retry for the forward's sake sends nothing again.
-- A delivery that was settled since is a replay, and starts anew; so does a refused key, which is no end until it is dead.
SELECT CAST(extract(epoch FROM coalesce(request.expires_at, request.received_at + interval '15 minutes')
                               - clock_timestamp()) * 1000 AS bigint) AS millis_left,
       request.state = 'fulfilled'
         OR coalesce(request.ended_at > coalesce(delivery.processed_at, '-infinity'), false)
            AND coalesce(request.http_status, 0) NOT IN (401, 403) AS ended,
       -- It came in time, and nothing has been noted of its end: when its deadline has passed, that is news.
       request.state = 'pending' AND coalesce(request.expires_at > request.received_at, true) AS awaited
FROM m2m_data_requests AS request, m2m_deliveries AS delivery
WHERE request.data_request_id = :#${variable.data[dataRequestId]} AND delivery.id = :#${variable.deliveryId}
