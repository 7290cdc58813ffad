-- Bookkeeping needs these columns, which stay: the ids except M2M's user, status, amounts, currencies, rate, fee, times.
UPDATE m2m_operations
SET user_id = NULL, funding = NULL, payout = NULL, metadata = NULL, cancellation_reason = NULL
WHERE operation_id = ANY (:operations)
  AND (user_id IS NOT NULL OR funding IS NOT NULL OR payout IS NOT NULL OR metadata IS NOT NULL
       OR cancellation_reason IS NOT NULL)
