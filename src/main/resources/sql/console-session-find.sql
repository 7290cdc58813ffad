SELECT user_name, line
FROM m2m_console_sessions
WHERE session = :session AND expires_at > clock_timestamp()
  AND last_seen_at > clock_timestamp() - interval '30 minutes'
