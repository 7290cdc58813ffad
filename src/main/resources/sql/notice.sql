-- Writes one notice in each run of the event, however many attempts the run has.
INSERT INTO m2m_notices (delivery_id, run, notice)
VALUES (:#${variable.deliveryId}, :#${variable.run}, :#${variable.notice})
ON CONFLICT (delivery_id, run, notice) DO NOTHING
