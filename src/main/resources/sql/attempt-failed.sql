-- Contains the statement that ends the attempt. It records the attempt, and writes the notice if there is one, in the
-- same commit. Of one run, the first and the last twenty attempts are kept.
WITH ended AS (
%s),
recorded AS (
  INSERT INTO m2m_attempts (delivery_id, run, attempt, millis, node, route, step, failure)
  SELECT id, run, :attempt, :millis, :node, :route, :step, :failure FROM ended),
dropped AS (
  DELETE FROM m2m_attempts
  WHERE id = ANY (ARRAY(
    SELECT id
    FROM (SELECT earlier.id, row_number() OVER (ORDER BY earlier.id) AS first,
                 row_number() OVER (ORDER BY earlier.id DESC) AS last
          FROM m2m_attempts AS earlier
          JOIN ended ON earlier.delivery_id = ended.id AND earlier.run = ended.run) AS numbered
    -- The new row is the twentieth of the last ones, and isn't visible here.
    WHERE first > 1 AND last >= 20))),
told AS (
  INSERT INTO m2m_notices (delivery_id, run, notice, queue, cause, route, step, event_attempts)
  SELECT id, run, :notice, :queue, :lastError, :route, :step, :attempt
  FROM ended
  WHERE CAST(:notice AS text) IS NOT NULL
  ON CONFLICT (delivery_id, run, notice) DO NOTHING)
SELECT count(*) FROM ended
