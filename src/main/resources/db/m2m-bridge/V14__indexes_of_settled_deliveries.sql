-- A delivery's row changes twice until it is settled, and each change costs an entry in each index. So the ids of a
-- delivery that waits are in no index: m2m_deliveries_due has these rows, which are few.
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_reference;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_reference ON m2m_deliveries (reference_id)
  WHERE reference_id IS NOT NULL AND state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_link;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_link ON m2m_deliveries (link_id)
  WHERE link_id IS NOT NULL AND state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_settled_operation;
CREATE INDEX CONCURRENTLY m2m_deliveries_settled_operation ON m2m_deliveries (operation_id)
  WHERE operation_id IS NOT NULL AND state IN ('done', 'quarantined', 'dead');
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_reference;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_link;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_operation;
