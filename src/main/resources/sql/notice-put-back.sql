UPDATE m2m_notices AS notice
SET next_attempt_at = clock_timestamp(), attempts = notice.attempts - 1
FROM unnest(:ids, :attempts) AS given (id, attempts)
WHERE notice.id = given.id AND notice.attempts = given.attempts AND notice.ended_at IS NULL
