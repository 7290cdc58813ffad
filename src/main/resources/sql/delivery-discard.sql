UPDATE m2m_deliveries
SET state = 'done', reason = 'discarded', run = run + 1, processed_at = clock_timestamp(), next_attempt_at = NULL
WHERE id = :id
