-- The last attempt is made when the notice reaches its maximum age; then it is dropped.
UPDATE m2m_notices
SET next_attempt_at = least(clock_timestamp() + make_interval(secs => :delaySeconds),
                            greatest(created_at + make_interval(secs => :ageSeconds), clock_timestamp())),
    last_error = :lastError
WHERE id = :id AND attempts = :attempts AND ended_at IS NULL
