DELETE FROM m2m_console_sessions WHERE session = :session
