SELECT id, acted_at, actor, node, action, reason, filter::text AS filter, affected,
       CASE action WHEN 'erase' THEN NULL
         ELSE (SELECT count(*) FROM m2m_runs WHERE m2m_runs.action_id = m2m_actions.id) END AS events
FROM m2m_actions
WHERE id < :before
ORDER BY id DESC
LIMIT :most
