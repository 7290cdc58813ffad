-- What the team is to be told, written with an event's effects or its end, and sent apart from the event. It holds no
-- payload. No foreign key: it would lock the delivery's row.
CREATE TABLE m2m_notices (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id     bigint      NOT NULL,
  run             integer     NOT NULL,
  notice          text        NOT NULL,
  queue           text        NOT NULL DEFAULT 'news' CHECK (queue IN ('dead-letters', 'trouble', 'news')),
  cause           text,
  route           text,
  step            text,
  event_attempts  integer,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts        integer     NOT NULL DEFAULT 0,
  ended_at        timestamptz,
  outcome         text CHECK (outcome IN ('sent', 'dropped')),
  last_error      text,
  UNIQUE (delivery_id, run, notice)
);

COMMENT ON COLUMN m2m_notices.run IS 'That of the delivery: a replay tells again, another attempt of the same run does not.';
COMMENT ON COLUMN m2m_notices.queue IS 'In this order: dead-letters go to a deadLetterUri of the site, trouble and news to the team.';
COMMENT ON COLUMN m2m_notices.cause IS 'Why the event is dead, quarantined or rejected: as last_error of m2m_deliveries, never a value.';
COMMENT ON COLUMN m2m_notices.event_attempts IS 'How many attempts the event had had.';
COMMENT ON COLUMN m2m_notices.next_attempt_at IS 'When it is due. While it is being sent: when another node may take it over.';
COMMENT ON COLUMN m2m_notices.attempts IS 'How often it was tried to send this notice.';
COMMENT ON COLUMN m2m_notices.last_error IS 'Why it could not be sent: class, and SQLSTATE or HTTP status.';

CREATE INDEX m2m_notices_due ON m2m_notices (queue, next_attempt_at) WHERE ended_at IS NULL;
