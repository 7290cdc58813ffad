SELECT operation_id
FROM m2m_operations
WHERE reference_id = :referenceId
   OR (reference_id IS NULL AND link_id = ANY (:links))
