UPDATE m2m_notices
SET ended_at = clock_timestamp(), outcome = 'dropped', last_error = :lastError
WHERE id = :id AND ended_at IS NULL
