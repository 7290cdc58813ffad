UPDATE m2m_notices AS notice
SET ended_at = clock_timestamp(), outcome = 'sent', last_error = NULL
FROM unnest(:ids, :attempts) AS given (id, attempts)
WHERE notice.id = given.id AND notice.attempts = given.attempts AND notice.ended_at IS NULL
