-- When it was last settled stays: what ended before that is done anew.
UPDATE m2m_deliveries
SET state = 'pending', attempts = 0, run = run + 1, next_attempt_at = clock_timestamp()
WHERE id = :id AND state IN ('dead', 'done')
