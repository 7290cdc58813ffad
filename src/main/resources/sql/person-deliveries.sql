-- Finds a person's deliveries by reference. A delivery without a reference is found by its link or operation, or by
-- searching its body for the reference, a link or an operation: unknown events, and events that could not be read.
-- (A reference that is a number is one reason for quarantine.)
-- The condition on the state is always true: with it, each part uses its index.
-- Uses no backslash, because its meaning in a literal depends on a session setting.
-- Locks the rows in the same order as all other statements.
SELECT id, state, body IS NOT NULL AS has_body
FROM m2m_deliveries
WHERE (state IN ('done', 'quarantined', 'dead') AND (reference_id = :referenceId OR reference_id IS NULL)
       OR state IN ('pending', 'processing'))
  AND (reference_id = :referenceId
       OR (reference_id IS NULL
           AND (link_id = ANY (:links)
                OR event_key IN (SELECT kind || operation_id
                                 FROM unnest(CAST(:operations AS text[])) AS own (operation_id),
                                      (VALUES ('operation.created:'), ('operation.cancelled:')) AS event (kind))
                OR EXISTS (
                  SELECT
                  FROM (SELECT 'referenceId', CAST(:referenceId AS text)
                        UNION ALL SELECT 'linkId', unnest(CAST(:links AS text[]))
                        UNION ALL SELECT 'operationId', unnest(CAST(:operations AS text[]))) AS name (field, value),
                       LATERAL (SELECT to_json(value)::text) AS json (quoted)
                  WHERE CASE
                    -- This test is cheap, and false for nearly all rows.
                    WHEN position(convert_to(btrim(quoted, '"'), 'UTF8') IN body) > 0 THEN
                      strpos(regexp_replace(encode(body, 'escape'), '"[[:space:]]*:[[:space:]]*', '":', 'g'),
                             '"' || field || '":' || encode(convert_to(quoted, 'UTF8'), 'escape')) > 0
                      OR (field = 'referenceId' AND value ~ '^[0-9]+$'
                          AND encode(body, 'escape') ~ ('"referenceId"[[:space:]]*:[[:space:]]*' || value || '[[:space:]]*[,}]'))
                    ELSE false
                  END))))
ORDER BY event_key
FOR UPDATE
