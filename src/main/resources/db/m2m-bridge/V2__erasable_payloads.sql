-- What retention erases next, without a look at the rows that it has erased. CONCURRENTLY: webhooks are stored meanwhile.
DROP INDEX CONCURRENTLY IF EXISTS m2m_deliveries_erasable;
CREATE INDEX CONCURRENTLY m2m_deliveries_erasable ON m2m_deliveries (processed_at)
  WHERE state = 'done' AND body IS NOT NULL;
