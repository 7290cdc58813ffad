-- Key and content hash stay, so that a later copy is known for a duplicate. A path may be one that the person's link
-- alone has, and the signature can be compared with that of a guessed body.
UPDATE m2m_deliveries
SET body = NULL, path = '', signature = ''
WHERE id = ANY (:ids) AND (body IS NOT NULL OR path <> '' OR signature <> '')
