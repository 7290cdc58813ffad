-- Calls to the outside that succeeded in the last run, and that a replay makes again.
SELECT call, count(*) AS made_again, max(called_at) AS last_made
FROM m2m_outside_calls AS made
JOIN m2m_deliveries AS delivery ON delivery.id = made.delivery_id AND delivery.run = made.run
WHERE delivery.id = ANY (:ids)
GROUP BY call
ORDER BY call
