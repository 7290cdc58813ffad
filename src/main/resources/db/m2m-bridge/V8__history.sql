-- Webhooks wait behind it while it waits for a long reader, a backup say: it gives up, and the next start tries again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_deliveries
  ADD COLUMN operation_id     text,
  ADD COLUMN signed_timestamp text,
  ADD COLUMN headers          jsonb,
  ADD COLUMN secret           text,
  ADD COLUMN body_hash        bytea;
COMMENT ON COLUMN m2m_deliveries.signed_timestamp IS 'X-M2M-Timestamp as it was written: the signature covers these characters.';
COMMENT ON COLUMN m2m_deliveries.headers IS 'The other headers X-M2M-*, Content-Type and User-Agent; null once erased.';
COMMENT ON COLUMN m2m_deliveries.secret IS 'The fingerprint of the webhook secret that matched.';
COMMENT ON COLUMN m2m_deliveries.body_hash IS 'SHA-256 of the body; null once the body is erased.';

-- What an operator does. Each row is written in the transaction of the action.
CREATE TABLE m2m_actions (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor    text        NOT NULL,
  node     text        NOT NULL,
  action   text        NOT NULL CHECK (action IN ('replay', 'discard', 'erase', 'export')),
  reason   text,
  filter   jsonb       NOT NULL,
  affected integer     NOT NULL
);
COMMENT ON COLUMN m2m_actions.filter IS 'What was chosen, by the names of the command''s options.';
COMMENT ON COLUMN m2m_actions.affected IS 'How many events, or rows of an erasure.';
-- TRUNCATE is the owner's alone, who could drop the trigger, too.
CREATE FUNCTION m2m_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% keeps its rows as they are', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER m2m_actions_append_only BEFORE UPDATE OR DELETE ON m2m_actions
  FOR EACH STATEMENT EXECUTE FUNCTION m2m_append_only();

-- Runs of an event after its first. No foreign key: it would lock the delivery's row.
CREATE TABLE m2m_runs (
  delivery_id bigint      NOT NULL,
  run         integer     NOT NULL,
  began_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  cause       text        NOT NULL CHECK (cause IN ('replay', 'copy', 'discard')),
  action_id   bigint,
  state       text        NOT NULL,
  reason      text,
  attempts    integer     NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (delivery_id, run)
);
CREATE INDEX m2m_runs_action ON m2m_runs (action_id) WHERE action_id IS NOT NULL;
COMMENT ON COLUMN m2m_runs.cause IS 'replay and discard: an operator; copy: M2M sent a dead event again.';
COMMENT ON COLUMN m2m_runs.state IS 'The state of the event before this run, with its reason, attempts and end (processed_at).';

-- Attempts that failed. Of one run, the first and the last twenty are kept.
CREATE TABLE m2m_attempts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id bigint      NOT NULL,
  run         integer     NOT NULL,
  attempt     integer     NOT NULL,
  failed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  millis      bigint      NOT NULL,
  node        text        NOT NULL,
  route       text,
  step        text,
  failure     text        NOT NULL
);
COMMENT ON COLUMN m2m_attempts.failure IS 'As last_error of m2m_deliveries, without the place: class, and SQLSTATE or HTTP status.';
CREATE INDEX m2m_attempts_delivery ON m2m_attempts (delivery_id, run, id);
