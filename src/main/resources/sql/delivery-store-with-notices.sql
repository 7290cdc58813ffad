-- Contains delivery-store, and writes a notice for each row that is quarantined.
WITH stored AS (
%s),
told AS (
  INSERT INTO m2m_notices (delivery_id, run, notice, queue, cause)
  SELECT id, run, 'quarantined', 'trouble', reason FROM stored WHERE reason IS NOT NULL
  ON CONFLICT (delivery_id, run, notice) DO NOTHING)
SELECT event_key FROM stored
