-- A claim and two marks write the row of each event again. That costs less if the new row fits into the same page.
-- Pages that are full stay as they are. Inserts and updates don't wait for this lock. It waits for autovacuum, which
-- PostgreSQL cancels after one second.
SET LOCAL lock_timeout = '5s';
ALTER TABLE m2m_deliveries SET (fillfactor = 70);
