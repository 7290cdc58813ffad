INSERT INTO m2m_console_sessions (session, user_name, line, expires_at)
VALUES (:session, :user, :line, clock_timestamp() + interval '12 hours')
