-- What names no person is theirs by its link, by its operation, or by either of these or the reference in its bytes: those
-- of an unknown event, or of one that couldn't be read (a reference as a number is one of the reasons for quarantine).
-- No backslash: what it means in a literal is a setting of the session.
-- Locked in the order that everybody locks in.
SELECT id, state, body IS NOT NULL AS has_body
FROM m2m_deliveries
WHERE reference_id = :referenceId
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
                -- Cheap, and false for nearly every row.
                WHEN position(convert_to(btrim(quoted, '"'), 'UTF8') IN body) > 0 THEN
                  strpos(regexp_replace(encode(body, 'escape'), '"[[:space:]]*:[[:space:]]*', '":', 'g'),
                         '"' || field || '":' || encode(convert_to(quoted, 'UTF8'), 'escape')) > 0
                  OR (field = 'referenceId' AND value ~ '^[0-9]+$'
                      AND encode(body, 'escape') ~ ('"referenceId"[[:space:]]*:[[:space:]]*' || value || '[[:space:]]*[,}]'))
                ELSE false
              END)))
ORDER BY event_key
FOR UPDATE
