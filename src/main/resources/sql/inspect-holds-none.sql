-- Operations whose amount isn't known have no hold.
SELECT operation_id,
       CASE WHEN created_at IS NULL THEN 'only its cancellation was seen' ELSE 'its creation has no amount' END AS why,
       status, reference_id, created_at, cancelled_at
FROM m2m_operations
WHERE send_amount IS NULL
ORDER BY operation_id
LIMIT 100
