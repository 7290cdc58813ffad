UPDATE m2m_findings
SET state = 'explained', owner = :owner, reason = :reason
WHERE id = :id AND state = 'open'
