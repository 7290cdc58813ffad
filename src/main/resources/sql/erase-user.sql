DELETE FROM m2m_users
WHERE reference_id = :referenceId
