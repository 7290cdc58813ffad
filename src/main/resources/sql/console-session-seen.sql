-- Once a minute at most, so that reading the console writes little.
UPDATE m2m_console_sessions
SET last_seen_at = clock_timestamp()
WHERE session = :session AND last_seen_at < clock_timestamp() - interval '1 minute'
