-- A claim and the end of a run write a new entry into each index that has the row. So these indexes have settled rows
-- only; m2m_deliveries_due has the others. An index of a run that was interrupted is invalid, so it is dropped first.
-- The old indexes are dropped last: queries always have one. An erasure also finds the rows without a reference.
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_reference;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_reference ON m2m_deliveries (reference_id)
  WHERE state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_link;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_link ON m2m_deliveries (link_id)
  WHERE link_id IS NOT NULL AND state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_operation;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_operation ON m2m_deliveries (operation_id)
  WHERE operation_id IS NOT NULL AND state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_reference;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_link;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_operation;
