-- The URL is erased, because it opens the link in the person's name.
UPDATE m2m_links
SET url = NULL, device_info = NULL, metadata = NULL
WHERE link_id = ANY (:links)
  AND (reference_id IS NULL OR reference_id = :referenceId)
  AND (url IS NOT NULL OR device_info IS NOT NULL OR metadata IS NOT NULL)
