-- processed_at stays: what ended before that time is done again.
UPDATE m2m_deliveries
SET state = 'pending', attempts = 0, run = run + 1, next_attempt_at = clock_timestamp()
WHERE id = :id AND state IN ('dead', 'done')
