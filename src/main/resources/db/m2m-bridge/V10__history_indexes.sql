-- CONCURRENTLY: webhooks are stored meanwhile. An index of a run that was interrupted is invalid, so it is dropped.
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_link;
CREATE INDEX CONCURRENTLY m2m_deliveries_link ON m2m_deliveries (link_id) WHERE link_id IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_operation;
CREATE INDEX CONCURRENTLY m2m_deliveries_operation ON m2m_deliveries (operation_id) WHERE operation_id IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_received;
CREATE INDEX CONCURRENTLY m2m_deliveries_received ON m2m_deliveries USING brin (received_at);
DROP INDEX CONCURRENTLY IF EXISTS m2m_links_short;
CREATE INDEX CONCURRENTLY m2m_links_short ON m2m_links (link_id text_pattern_ops);
DROP INDEX CONCURRENTLY IF EXISTS m2m_operations_short;
CREATE INDEX CONCURRENTLY m2m_operations_short ON m2m_operations (operation_id text_pattern_ops);
DROP INDEX CONCURRENTLY IF EXISTS m2m_data_requests_short;
CREATE INDEX CONCURRENTLY m2m_data_requests_short ON m2m_data_requests (data_request_id text_pattern_ops);
DROP INDEX CONCURRENTLY IF EXISTS m2m_operations_without_amount;
CREATE INDEX CONCURRENTLY m2m_operations_without_amount ON m2m_operations (operation_id) WHERE send_amount IS NULL;
-- What an older version has erased the body of, and no more. Retention erases the rest.
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_half_erased;
CREATE INDEX CONCURRENTLY m2m_deliveries_half_erased ON m2m_deliveries (id)
  WHERE body IS NULL AND (signature <> '' OR body_hash IS NOT NULL OR headers IS NOT NULL);
