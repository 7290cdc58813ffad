-- The key and the content hash stay, so that a later copy is a duplicate. The path is erased because only this person's
-- link may have it, and the signature and the body's hash because they can be compared with those of a guessed body.
UPDATE m2m_deliveries
SET body = NULL, body_hash = NULL, headers = NULL, path = '', signature = ''
WHERE id = ANY (:ids)
  AND (body IS NOT NULL OR body_hash IS NOT NULL OR headers IS NOT NULL OR path <> '' OR signature <> '')
