-- What a replay of deliveries will do, grouped by cause.
SELECT delivery.event, coalesce(delivery.last_error, delivery.reason) AS cause, count(*) AS count,
       count(delivery.effects_at) AS effects_committed, max(delivery.effects_at) AS committed_until,
       count(*) - count(delivery.effects_at) AS effects_to_do,
       nullif(count(*) FILTER (WHERE coalesce(request.expires_at, request.received_at + interval '15 minutes')
                               < clock_timestamp()), 0) AS deadline_passed,
       nullif(count(*) FILTER (WHERE delivery.body IS NULL), 0) AS without_payload
FROM m2m_deliveries AS delivery
LEFT JOIN m2m_data_requests AS request
  ON delivery.lane = 'user.data_request'
    AND request.data_request_id = substr(delivery.event_key, strpos(delivery.event_key, ':') + 1)
WHERE delivery.id = ANY (:ids)
GROUP BY delivery.event, coalesce(delivery.last_error, delivery.reason)
ORDER BY count(*) DESC, 1, 2
