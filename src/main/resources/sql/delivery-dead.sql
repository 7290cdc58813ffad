-- Writes the notice, if there is one, in the same commit.
WITH dead AS (
  UPDATE m2m_deliveries
  SET state = 'dead', processed_at = clock_timestamp(), next_attempt_at = NULL, lease_token = NULL,
      last_error = :lastError
  WHERE id = :id AND lease_token = :token
  RETURNING id, run),
told AS (
  INSERT INTO m2m_notices (delivery_id, run, notice, queue, cause, route, step, event_attempts)
  SELECT id, run, :notice, :queue, :lastError, :route, :step, :attempts
  FROM dead
  WHERE CAST(:notice AS text) IS NOT NULL
  ON CONFLICT (delivery_id, run, notice) DO NOTHING)
SELECT count(*) FROM dead
