SELECT state, count(*) AS deliveries,
       coalesce(extract(epoch FROM clock_timestamp() - min(received_at) FILTER (WHERE state IN ('pending', 'processing'))), 0)
         AS oldest_seconds
FROM m2m_deliveries
GROUP BY state
