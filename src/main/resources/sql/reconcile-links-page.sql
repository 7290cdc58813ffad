-- Writes which webhooks of the listed links never came, and tells which page comes next; null after the last. Nothing else
-- of the answer is kept: a link has its user's data. A link is opened before it expires, if the API doesn't say when.
-- jsonb takes no U+0000 and no half of a surrogate pair, which names may have.
WITH answer AS (SELECT CAST(regexp_replace(:#${body}, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '-', 'g') AS jsonb) AS json),
listed AS (
  SELECT DISTINCT ON (item->>'linkId') item->>'linkId' AS link_id, coalesce(item->>'status', 'created') AS status,
         coalesce(m2m_instant(item->>'openedAt'),
                  CASE item->>'status' WHEN 'opened' THEN m2m_instant(item->>'expiresAt') END) AS opened_at
  FROM answer, jsonb_array_elements(json->'data'->'items') AS item
  WHERE item->>'linkId' <> ''
  ORDER BY item->>'linkId'),
missing (kind, subject, detail) AS (
  SELECT 'link-missing-here', link_id, 'M2M''s API says ' || status || ', and no creation was received'
  FROM listed
  WHERE NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'link.created:' || listed.link_id)
  UNION ALL
  SELECT 'opening-missing-here', link_id, 'M2M''s API says opened, and no opening was received'
  FROM listed, m2m_reconciliations AS run
  WHERE run.id = :#${variable.reconciliation} AND opened_at < run.until
    AND NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'link.opened:' || listed.link_id)),
written AS (
  INSERT INTO m2m_findings AS known (kind, subject, detail)
  SELECT kind, subject, detail FROM missing ORDER BY kind, subject
  ON CONFLICT (kind, subject) DO UPDATE
  SET found_at = clock_timestamp(), state = 'open', closed_at = NULL
  WHERE known.state = 'closed')
SELECT CASE WHEN CAST(json->'data'->'pagination'->>'totalPages' AS integer) > CAST(:#${variable.page} AS integer)
         THEN CAST(:#${variable.page} AS integer) + 1 END AS next
FROM answer
