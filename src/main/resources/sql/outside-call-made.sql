INSERT INTO m2m_outside_calls (delivery_id, run, call, called_at)
VALUES (:id, :run, :call, clock_timestamp())
ON CONFLICT (delivery_id, run, call) DO NOTHING
