-- Writes what differs, and closes what doesn't any more. An explained finding stays explained.
WITH run AS (SELECT id, began_at, until FROM m2m_reconciliations WHERE id = :#${variable.reconciliation}),
asked AS (SELECT from_at, to_at FROM m2m_reconciled_windows, run WHERE reconciliation_id = run.id AND ended_at IS NOT NULL),
-- What this run learned, and what was found before.
learned AS (
  SELECT api.*
  FROM m2m_api_operations AS api, run
  WHERE learned_at >= began_at
     OR operation_id IN (SELECT subject FROM m2m_findings WHERE state <> 'closed')),
compared AS (
  SELECT learned.operation_id, learned.status AS there, learned.send_amount AS amount_there,
         learned.send_currency AS currency_there, operation.status AS here, operation.send_amount AS amount_here,
         operation.send_currency AS currency_here, operation.operation_id IS NOT NULL AND operation.send_amount IS NOT NULL
           AS is_created_here,
         hold.operation_id IS NOT NULL AND hold.released_at IS NULL AS is_held, hold.amount, hold.currency
  FROM learned
  LEFT JOIN m2m_operations AS operation ON operation.operation_id = learned.operation_id
  LEFT JOIN m2m_fund_holds AS hold ON hold.operation_id = learned.operation_id),
found (kind, subject, detail) AS (
  SELECT 'missing-here', operation_id, 'M2M''s API says ' || there || ', and no creation was received'
  FROM compared
  WHERE NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'operation.created:' || compared.operation_id)
  UNION ALL
  SELECT 'missing-there', operation_id, 'created here, and M2M''s API does not list it'
  FROM m2m_operations AS operation
  WHERE EXISTS (SELECT FROM asked WHERE operation.created_at >= from_at AND operation.created_at < to_at)
    AND NOT EXISTS (SELECT FROM learned WHERE learned.operation_id = operation.operation_id)
  UNION ALL
  SELECT 'amount-differs', operation_id, 'here ' || amount_here || ', in M2M''s API ' || amount_there
  FROM compared
  WHERE amount_here <> amount_there
  UNION ALL
  SELECT 'currency-differs', operation_id, 'here ' || currency_here || ', in M2M''s API ' || currency_there
  FROM compared
  WHERE currency_here <> currency_there
  UNION ALL
  SELECT 'status-differs', operation_id, 'here ' || here || ', in M2M''s API ' || there
  FROM compared
  WHERE (here = 'cancelled') <> (there = 'cancelled')
  UNION ALL
  SELECT 'hold-open', operation_id, amount || coalesce(' ' || currency, '') || ' held, and M2M''s API says ' || there
  FROM compared
  WHERE is_held AND there IN ('completed', 'failed', 'cancelled')
  UNION ALL
  SELECT 'cancelled-without-creation', operation_id, 'a cancellation was received, and no creation'
  FROM m2m_operations AS operation, run
  WHERE send_amount IS NULL AND status = 'cancelled' AND cancelled_at < run.until
    AND NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'operation.created:' || operation.operation_id)
  UNION ALL
  SELECT 'opened-without-creation', link_id, 'an opening was received, and no creation'
  FROM m2m_links AS link, run
  WHERE created_at IS NULL AND opened_at < run.until AND opened_at > run.until - interval '30 days'
    AND NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'link.created:' || link.link_id)
  UNION ALL
  -- Found while the links were listed.
  SELECT kind, subject, detail
  FROM m2m_findings
  WHERE state <> 'closed'
    AND CASE kind
          WHEN 'link-missing-here'
          THEN NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'link.created:' || subject)
          WHEN 'opening-missing-here'
          THEN NOT EXISTS (SELECT FROM m2m_deliveries WHERE event_key = 'link.opened:' || subject)
        END),
written AS (
  INSERT INTO m2m_findings AS known (kind, subject, detail)
  SELECT kind, subject, detail FROM found ORDER BY kind, subject
  ON CONFLICT (kind, subject) DO UPDATE
  SET detail = excluded.detail, last_seen_at = clock_timestamp(),
      found_at = CASE known.state WHEN 'closed' THEN clock_timestamp() ELSE known.found_at END,
      state = CASE known.state WHEN 'closed' THEN 'open' ELSE known.state END,
      closed_at = NULL
  RETURNING state),
closed AS (
  UPDATE m2m_findings AS known
  SET state = 'closed', closed_at = clock_timestamp()
  FROM run
  WHERE known.state <> 'closed'
    AND NOT EXISTS (SELECT FROM found WHERE found.kind = known.kind AND found.subject = known.subject)
    -- Of a window that wasn't asked, nothing new is known.
    AND (known.kind <> 'missing-there' OR EXISTS (SELECT FROM learned WHERE learned.operation_id = known.subject))
  RETURNING known.id),
ended AS (
  UPDATE m2m_reconciliations SET ended_at = clock_timestamp() FROM run WHERE m2m_reconciliations.id = run.id)
SELECT (SELECT count(*) FROM written WHERE state = 'open') AS open,
       (SELECT count(*) FROM written WHERE state = 'explained') AS explained,
       (SELECT count(*) FROM closed) AS closed
