SET LOCAL lock_timeout = '1s';
-- Who is logged in to the console.
CREATE TABLE IF NOT EXISTS m2m_console_sessions (
  session      text        PRIMARY KEY,
  user_name    text        NOT NULL,
  line         text        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at   timestamptz NOT NULL
);
COMMENT ON COLUMN m2m_console_sessions.session IS 'SHA-256 of the session''s id, which only the browser has.';
COMMENT ON COLUMN m2m_console_sessions.line IS 'SHA-256 of the user''s role and hash in the file of users: once they change, the session is over.';

ALTER TABLE m2m_actions DROP CONSTRAINT IF EXISTS m2m_actions_action_check;
ALTER TABLE m2m_actions ADD CHECK (action IN ('replay', 'discard', 'erase', 'export', 'explain', 'unmask'));
