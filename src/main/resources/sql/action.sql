INSERT INTO m2m_actions (actor, node, action, reason, filter, affected)
VALUES (:actor, :node, :action, :reason, CAST(:filter AS jsonb), :affected)
RETURNING id
