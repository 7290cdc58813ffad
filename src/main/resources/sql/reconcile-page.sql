-- Keeps a page of operations, without personal data other than ids, and tells which page comes next; null after the last.
-- jsonb takes no U+0000 and no half of a surrogate pair, which names may have.
WITH answer AS (SELECT CAST(regexp_replace(:#${body}, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '-', 'g') AS jsonb) AS json),
kept AS (
  INSERT INTO m2m_api_operations AS known
    (operation_id, link_id, reference_id, user_id, status, send_amount, send_currency, created_at, completed_at, failed_at)
  SELECT DISTINCT ON (item->>'operationId')
         item->>'operationId', item->>'linkId', item->>'referenceId', item->>'userId', coalesce(item->>'status', 'created'),
         CAST(item->'amount'->>'send' AS numeric),
         coalesce(item->'amount'->'currency'->>'source', item->'amount'->'currency'->>'send'),
         m2m_instant(item->>'createdAt'), m2m_instant(item->>'completedAt'), m2m_instant(item->>'failedAt')
  FROM answer, jsonb_array_elements(json->'data'->'items') AS item
  WHERE item->>'operationId' <> ''
  ORDER BY item->>'operationId'
  ON CONFLICT (operation_id) DO UPDATE
  SET link_id = coalesce(excluded.link_id, known.link_id),
      reference_id = coalesce(excluded.reference_id, known.reference_id),
      user_id = coalesce(excluded.user_id, known.user_id),
      status = excluded.status,
      send_amount = excluded.send_amount,
      send_currency = excluded.send_currency,
      created_at = coalesce(excluded.created_at, known.created_at),
      completed_at = coalesce(excluded.completed_at, known.completed_at),
      failed_at = coalesce(excluded.failed_at, known.failed_at),
      learned_at = clock_timestamp())
SELECT CASE WHEN CAST(json->'data'->'pagination'->>'totalPages' AS integer) > CAST(:#${variable.page} AS integer)
         THEN CAST(:#${variable.page} AS integer) + 1 END AS next
FROM answer
