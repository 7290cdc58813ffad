-- Erases payloads of finished events only: dead and quarantined events still need a person. The key and the content hash
-- stay, so that a later copy is a duplicate. The body's hash and the signature go, as they can be compared with those of a
-- guessed body. Rows that another node erases now are skipped. Returns no row when none is due.
WITH due AS (
  SELECT id
  FROM m2m_deliveries
  WHERE state = 'done' AND body IS NOT NULL
    AND processed_at < statement_timestamp() - CAST(:#${properties:m2m.retention.payload} AS interval)
  ORDER BY processed_at
  LIMIT 1000
  FOR UPDATE SKIP LOCKED),
-- An older version erased the body alone.
half_erased AS (
  SELECT id
  FROM m2m_deliveries
  WHERE body IS NULL AND (signature <> '' OR body_hash IS NOT NULL OR headers IS NOT NULL)
  LIMIT 1000
  FOR UPDATE SKIP LOCKED),
erased AS (
  UPDATE m2m_deliveries
  SET body = NULL, body_hash = NULL, headers = NULL, signature = ''
  WHERE id = ANY (ARRAY(SELECT id FROM due UNION ALL SELECT id FROM half_erased))
  RETURNING id)
SELECT count(*) AS payloads FROM erased HAVING count(*) > 0
