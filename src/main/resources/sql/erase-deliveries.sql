-- The key and the content hash stay, so that a later copy is a duplicate. The path is erased because only this person's
-- link may have it, and the signature because it can be compared with the signature of a guessed body.
UPDATE m2m_deliveries
SET body = NULL, path = '', signature = ''
WHERE id = ANY (:ids) AND (body IS NOT NULL OR path <> '' OR signature <> '')
