-- What names no person is theirs by its link, by its operation, or, where it couldn't be read, by the reference in its
-- bytes (as a number too, which is one of the reasons for quarantine). Locked in the order that everybody locks in.
SELECT id, state, body IS NOT NULL AS has_body
FROM m2m_deliveries
WHERE reference_id = :referenceId
   OR (reference_id IS NULL
       AND (link_id = ANY (:links)
            OR event_key IN (SELECT event || operation_id
                             FROM unnest(:operations) AS own (operation_id),
                                  (VALUES ('operation.created:'), ('operation.cancelled:')) AS kind (event))
            OR EXISTS (
              SELECT FROM (SELECT regexp_replace(encode(body, 'escape'), '\s', '', 'g')) AS bytes (packed),
                          (SELECT encode(convert_to(to_json(CAST(:referenceId AS text))::text, 'UTF8'), 'escape'))
                            AS name (quoted)
              WHERE strpos(packed, '"referenceId":' || regexp_replace(quoted, '\s', '', 'g')) > 0
                 OR strpos(packed, '"referenceId":' || CAST(:referenceId AS text) || ',') > 0
                 OR strpos(packed, '"referenceId":' || CAST(:referenceId AS text) || '}') > 0)))
ORDER BY event_key
FOR UPDATE
