-- The links of one person. A link whose row names another person belongs to that person, even if an event of this person
-- names it.
SELECT DISTINCT mentioned.link_id
FROM (SELECT link_id, reference_id FROM m2m_links
      -- Each of these two uses its index.
      UNION ALL SELECT link_id, reference_id FROM m2m_deliveries WHERE state IN ('done', 'quarantined', 'dead')
      UNION ALL SELECT link_id, reference_id FROM m2m_deliveries WHERE state IN ('pending', 'processing')
      UNION ALL SELECT link_id, reference_id FROM m2m_operations
      UNION ALL SELECT link_id, reference_id FROM m2m_data_requests) AS mentioned
LEFT JOIN m2m_links AS known ON known.link_id = mentioned.link_id
WHERE mentioned.reference_id = :referenceId AND mentioned.link_id IS NOT NULL
  AND coalesce(known.reference_id, mentioned.reference_id) = mentioned.reference_id
