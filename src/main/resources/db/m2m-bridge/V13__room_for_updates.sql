-- A claim and two marks write the row of each event again. That costs less if the new row fits into the same page.
-- Pages that are full stay as they are.
SET LOCAL lock_timeout = '1s';
ALTER TABLE m2m_deliveries SET (fillfactor = 70);
