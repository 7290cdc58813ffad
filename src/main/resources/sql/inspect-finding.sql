SELECT id, kind, subject, detail, state, found_at, last_seen_at, owner, reason
FROM m2m_findings
WHERE id = :id AND state <> 'closed'
