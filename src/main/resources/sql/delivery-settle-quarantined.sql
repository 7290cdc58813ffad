UPDATE m2m_deliveries
SET state = :state, reason = :reason, processed_at = CASE :state WHEN 'done' THEN clock_timestamp() END
WHERE id = :id AND state = 'quarantined'
