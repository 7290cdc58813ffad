UPDATE m2m_deliveries AS delivery
SET next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
FROM unnest(:ids, CAST(:tokens AS uuid[])) AS held (id, token)
WHERE delivery.id = held.id AND delivery.lease_token = held.token
