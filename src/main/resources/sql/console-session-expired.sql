DELETE FROM m2m_console_sessions
WHERE expires_at <= clock_timestamp() OR last_seen_at <= clock_timestamp() - interval '30 minutes'
