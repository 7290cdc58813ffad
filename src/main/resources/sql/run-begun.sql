-- After a change that began a run: the state that it ended.
INSERT INTO m2m_runs (delivery_id, run, cause, action_id, state, reason, attempts, ended_at)
SELECT id, run, :cause, :action, :state, :reason, :attempts, :endedAt
FROM m2m_deliveries
WHERE id = :id
