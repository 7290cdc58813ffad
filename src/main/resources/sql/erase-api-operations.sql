UPDATE m2m_api_operations
SET user_id = NULL
WHERE (operation_id = ANY (:operations) OR reference_id = :referenceId) AND user_id IS NOT NULL
