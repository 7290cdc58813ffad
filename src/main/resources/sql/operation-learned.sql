-- Records that an operation is completed or failed, as M2M's API says. In any order the rows are the same: a cancellation
-- wins, then completed, then failed.
INSERT INTO m2m_operations AS operation
  (operation_id, link_id, reference_id, user_id, status, completed_at, failed_at)
SELECT data->>'operationId', data->>'linkId', data->>'referenceId', data->>'userId', data->>'status',
       CASE data->>'status' WHEN 'completed' THEN m2m_instant(data->>'endedAt') END,
       CASE data->>'status' WHEN 'failed' THEN m2m_instant(data->>'endedAt') END
-- OFFSET 0: the JSON is read once, not once for each column.
FROM (SELECT CAST(:#${body} AS jsonb)->'data' AS data OFFSET 0) AS event
ON CONFLICT (operation_id) DO UPDATE
SET link_id = coalesce(operation.link_id, excluded.link_id),
    reference_id = coalesce(operation.reference_id, excluded.reference_id),
    user_id = coalesce(operation.user_id, excluded.user_id),
    completed_at = coalesce(operation.completed_at, excluded.completed_at),
    failed_at = coalesce(operation.failed_at, excluded.failed_at),
    status = CASE WHEN operation.status = 'cancelled' THEN 'cancelled'
                  WHEN coalesce(operation.completed_at, excluded.completed_at) IS NOT NULL THEN 'completed'
                  ELSE excluded.status END
