-- Webhooks wait behind it while it waits for a long reader, a backup say: it gives up, and the next start tries again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_operations
  ADD COLUMN completed_at timestamptz,
  ADD COLUMN failed_at    timestamptz;
COMMENT ON COLUMN m2m_operations.completed_at IS 'Learned from M2M''s API: M2M sends no webhook.';

ALTER TABLE m2m_actions DROP CONSTRAINT m2m_actions_action_check;
ALTER TABLE m2m_actions ADD CHECK (action IN ('replay', 'discard', 'erase', 'export', 'explain'));

-- One row for each comparison with M2M's API.
CREATE TABLE m2m_reconciliations (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  began_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  until      timestamptz NOT NULL,
  node       text        NOT NULL,
  ended_at   timestamptz,
  failure    text
);
COMMENT ON COLUMN m2m_reconciliations.until IS 'Nothing younger was compared: M2M may still send its webhook again.';
CREATE TABLE m2m_reconciled_windows (
  reconciliation_id bigint NOT NULL,
  from_at           timestamptz NOT NULL,
  to_at             timestamptz NOT NULL,
  ended_at          timestamptz,
  PRIMARY KEY (reconciliation_id, from_at)
);

-- Operations as M2M's API lists them.
CREATE TABLE m2m_api_operations (
  operation_id     text PRIMARY KEY,
  link_id          text,
  reference_id     text,
  user_id          text,
  status           text NOT NULL,
  send_amount      numeric,
  send_currency    text,
  created_at       timestamptz,
  completed_at     timestamptz,
  failed_at        timestamptz,
  first_learned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  learned_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What differs between the tables and M2M's API.
CREATE TABLE m2m_findings (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text        NOT NULL,
  subject      text        NOT NULL,
  detail       text,
  state        text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'explained', 'closed')),
  found_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_at    timestamptz,
  owner        text,
  reason       text,
  UNIQUE (kind, subject)
);
CREATE INDEX m2m_findings_unclosed ON m2m_findings (kind) WHERE state <> 'closed';
