-- Reads an ISO 8601 instant as M2M writes it (2026-01-26T14:30:00.000Z); null for anything else.
-- A plain cast would also take 'now' or 'tomorrow', and fail on an impossible date.
CREATE FUNCTION m2m_instant(value text) RETURNS timestamptz
  LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  IF value ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$' THEN
    RETURN value::timestamptz;
  END IF;
  RETURN NULL;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

-- Every signed webhook, stored before it is answered; also the queue that dispatch claims from.
CREATE TABLE m2m_deliveries (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_key       text        NOT NULL UNIQUE,
  event           text,
  lane            text        NOT NULL GENERATED ALWAYS AS (
                    CASE WHEN event IN ('link.created', 'link.opened', 'user.data_request',
                                        'operation.created', 'operation.cancelled')
                         THEN event ELSE 'unknown' END) STORED,
  reference_id    text,
  link_id         text,
  path            text        NOT NULL,
  signature       text        NOT NULL,
  signed_at       timestamptz NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  body            bytea,
  content_hash    text        NOT NULL,
  state           text        NOT NULL CHECK (state IN ('pending', 'processing', 'done', 'quarantined', 'dead')),
  reason          text,
  duplicates      integer     NOT NULL DEFAULT 0,
  last_seen_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz          DEFAULT clock_timestamp(),
  lease_token     uuid,
  effects_at      timestamptz,
  processed_at    timestamptz,
  last_error      text
);

COMMENT ON COLUMN m2m_deliveries.lane IS 'What dispatch claims by: the event, or unknown for every other event.';
COMMENT ON COLUMN m2m_deliveries.signed_at IS 'X-M2M-Timestamp.';
COMMENT ON COLUMN m2m_deliveries.body IS 'The raw bytes that were signed; null once erased.';
COMMENT ON COLUMN m2m_deliveries.content_hash IS 'SHA-256 of the canonical content (of the raw bytes where they are not JSON), hex.';
COMMENT ON COLUMN m2m_deliveries.next_attempt_at IS 'While pending: when it is due. While processing: when the lease ends, unless renewed.';
COMMENT ON COLUMN m2m_deliveries.lease_token IS 'Drawn anew by each claim; every later write of that worker names it.';
COMMENT ON COLUMN m2m_deliveries.last_error IS 'Class, and SQLSTATE or HTTP status; never a message, which could quote a value.';

CREATE INDEX m2m_deliveries_due ON m2m_deliveries (lane, next_attempt_at)
  WHERE state IN ('pending', 'processing');
CREATE INDEX m2m_deliveries_trouble ON m2m_deliveries (state, event)
  WHERE state IN ('quarantined', 'dead');
CREATE INDEX m2m_deliveries_reference ON m2m_deliveries (reference_id);

CREATE TABLE m2m_links (
  link_id      text PRIMARY KEY,
  reference_id text,
  url          text,
  status       text,
  created_at   timestamptz,
  expires_at   timestamptz,
  opened_at    timestamptz,
  device_info  jsonb,
  metadata     jsonb
);
CREATE INDEX m2m_links_reference ON m2m_links (reference_id);

-- numeric without a scale keeps an amount as it was written: 100.00 stays 100.00.
CREATE TABLE m2m_operations (
  operation_id        text PRIMARY KEY,
  link_id             text,
  reference_id        text,
  user_id             text,
  status              text NOT NULL,
  send_amount         numeric,
  send_currency       text,
  receive_amount      numeric,
  receive_currency    text,
  rate                numeric,
  fee                 numeric,
  funding             jsonb,
  payout              jsonb,
  metadata            jsonb,
  created_at          timestamptz,
  cancelled_at        timestamptz,
  cancellation_reason text
);
CREATE INDEX m2m_operations_reference ON m2m_operations (reference_id);

CREATE TABLE m2m_fund_holds (
  operation_id text PRIMARY KEY REFERENCES m2m_operations,
  amount       numeric     NOT NULL,
  currency     text,
  placed_at    timestamptz NOT NULL,
  released_at  timestamptz
);
CREATE INDEX m2m_fund_holds_open ON m2m_fund_holds (placed_at) WHERE released_at IS NULL;

CREATE TABLE m2m_data_requests (
  data_request_id text PRIMARY KEY,
  reference_id    text        NOT NULL,
  link_id         text,
  required_fields text[]      NOT NULL,
  reply_endpoint  text        NOT NULL,
  expires_at      timestamptz,
  state           text        NOT NULL DEFAULT 'pending'
                  CHECK (state IN ('pending', 'fulfilled', 'no_data', 'expired', 'rejected', 'failed')),
  fields_sent     text[],
  http_status     integer,
  error_code      text,
  attempts        integer     NOT NULL DEFAULT 0,
  last_attempt_at timestamptz,
  uncertain       boolean     NOT NULL DEFAULT false,
  received_at     timestamptz NOT NULL,
  fulfilled_at    timestamptz,
  ended_at        timestamptz
);
COMMENT ON COLUMN m2m_data_requests.fields_sent IS 'The names of the fields, never their values.';
COMMENT ON COLUMN m2m_data_requests.uncertain IS 'An earlier PUT may have reached M2M, though its answer never came.';
COMMENT ON COLUMN m2m_data_requests.ended_at IS 'When it came to its state; null while it is pending.';
CREATE INDEX m2m_data_requests_reference ON m2m_data_requests (reference_id);

-- The default source of user data. A site replaces the query (m2m.user-data.query) or the route user-data-lookup.
CREATE TABLE m2m_users (
  reference_id     text PRIMARY KEY,
  first_name       text,
  second_name      text,
  last_name        text,
  second_last_name text,
  id_number        text,
  id_type          text,
  date_of_birth    date
);
