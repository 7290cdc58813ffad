-- No foreign key: it would lock m2m_deliveries, and each row here would lock a delivery's.
CREATE TABLE m2m_outside_calls (
  delivery_id bigint NOT NULL,
  run integer NOT NULL,
  call text NOT NULL,
  called_at timestamptz NOT NULL,
  PRIMARY KEY (delivery_id, run, call));
COMMENT ON TABLE m2m_outside_calls IS 'Calls to the outside that succeeded: not repeated when a later step of the same event fails.';
COMMENT ON COLUMN m2m_outside_calls.run IS 'The run of the delivery: a replay by an operator begins a new one, and calls again.';
COMMENT ON COLUMN m2m_outside_calls.call IS 'The id of the policy step outside-once.';
